/**
 * @file Memory over a long training with batches of changing sizes: what is live, and what the backend takes from the
 * system, whether steps are put in scopes, end their tensors themselves, or leave that to the collector of garbage.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { leaveToCollector } from "@adjoint/core/testing";
import {
  configure,
  crossEntropy,
  memory,
  nn,
  optim,
  scope,
  shutdown,
  type Tensor,
  tensor,
  valueAndGrad,
} from "adjoint";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { testedBackend } from "../../../test/support/backend.ts";
import { type DeviceMemory, watchDeviceMemory } from "./support/device-memory.ts";

/** A new size of batches is a new plan, and some kernels; software adapters of WebGPU take their time to compile them. */
const [STEPS, SIZES] = testedBackend() === "cpu" ? [300, 64] : [120, 8];
/** All sizes have been seen by then. */
const WARM_UP = 64;
/** Steps between two runs of the collector of garbage. */
const COLLECT_EVERY = 30;

let device: DeviceMemory;

beforeEach(async () => {
  device = await watchDeviceMemory();
  await shutdown();
  const backend = testedBackend();
  expect(await configure({ backend, threads: 1, seed: 1 })).toMatchObject({ backend });
});

afterEach(() => device.stop());

afterAll(() => shutdown());

/** Runs the collector of garbage, and lets finalizers follow. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A number that repeats: batches of 1 to 64 rows, in no order. */
const rowsOf = (step: number): number => 1 + ((step * 37) % SIZES) * (64 / SIZES);

interface Usage {
  /** Live bytes behind each step. */
  readonly bytes: readonly number[];
  /** Bytes of the system that the device has. */
  readonly taken: readonly number[];
}

interface Made {
  readonly x: Tensor;
  readonly labels: Tensor<"i32">;
  readonly loss: Tensor;
  readonly grads: readonly object[];
}

/** Trains, leaving it to `run` what becomes of what a step makes. */
async function train(run: (step: () => Made, index: number) => Promise<void>): Promise<Usage> {
  const network = nn.sequential(nn.linear(20, 64), nn.dropout(0.1), nn.linear(64, 5));
  const opt = optim.adam(network.params, { lr: 1e-3 });
  const gradient = valueAndGrad((params: typeof network.params, x: Tensor, labels: Tensor<"i32">) =>
    crossEntropy(network.with(params)(x), labels),
  );
  const bytes: number[] = [];
  const taken: number[] = [];
  for (let i = 0; i < STEPS; i++) {
    const rows = rowsOf(i);
    await run(() => {
      const x = tensor(
        Float32Array.from({ length: rows * 20 }, (_, j) => Math.sin(i + j)),
        { shape: [rows, 20] },
      );
      const labels = tensor(Int32Array.from({ length: rows }, (_, j) => (i + j) % 5));
      const [loss, grads] = gradient(network.params, x, labels);
      opt.step(grads);
      return { x, labels, loss, grads };
    }, i);
    bytes.push(memory().bytes);
    taken.push(device.bytes());
  }
  return { bytes, taken };
}

/** After the warm-up nothing may grow by a byte. */
function expectConstant({ bytes, taken }: Usage): void {
  expect(new Set(bytes.slice(WARM_UP))).toEqual(new Set([bytes[WARM_UP]]));
  expect(new Set(taken.slice(WARM_UP))).toEqual(new Set([taken[WARM_UP]]));
  expect(bytes[WARM_UP]).toBeGreaterThan(0);
  expect(taken[WARM_UP]).toBeGreaterThan(0);
}

describe("hundreds of steps of changing batches", () => {
  test("in scopes: nothing stays but parameters and the optimizer's state", async () => {
    const usage = await train(async (step) => {
      const loss = scope(() => step().loss);
      await loss.item();
      loss.dispose();
    });
    expectConstant(usage);
    // Four parameters with two states each, now and before the last step.
    expect(memory().buffers).toBeLessThanOrEqual(2 * 4 * 3);
  });

  test("ended by hand: the same", async () => {
    const usage = await train(async (step) => {
      const { x, labels, loss, grads } = step();
      await loss.item();
      const ended = [x, labels, loss, ...grads.flatMap((part): Tensor[] => Object.values(part))];
      for (const made of ended) made.dispose();
    });
    expectConstant(usage);
  });

  test("left to the collector of garbage: what is unreachable goes, and its memory is used again", async () => {
    leaveToCollector();
    const { bytes, taken } = await train(async (step, index) => {
      await step().loss.item();
      if (index % COLLECT_EVERY === 0) await collectGarbage();
    });
    const after = bytes.filter((_, index) => index % COLLECT_EVERY === 0);
    const perStep = (bytes.at(COLLECT_EVERY - 1) ?? 0) / COLLECT_EVERY;
    // The collector may leave what the last steps hold.
    for (const live of after.slice(2)) expect(live).toBeLessThan((after[1] ?? 0) + COLLECT_EVERY * perStep);
    // A pool of buffers by size fills a little more whenever the collector comes late.
    const slack = testedBackend() === "cpu" ? 1 : 1.1;
    expect(taken.at(-1)).toBeLessThanOrEqual(slack * (taken[STEPS / 2] ?? 0));
  });
});
