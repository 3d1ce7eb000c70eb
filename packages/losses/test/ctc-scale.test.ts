/** @file `ctcLoss` on a backend at sizes that matter: accuracy, reproducibility, padding, and what it costs. */
import { backendInfo, configure, explain, memory, ones, scope, type Tensor, tensor, vjp } from "adjoint";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { type CtcLossOptions, ctcLoss } from "../src/index.ts";
import figures from "./fixtures/ctc-f32-error.json" with { type: "json" };
import { referenceCtc } from "./support/reference-ctc.ts";

useBackend();

/** Uniform numbers in [0, 1), the same for each seed. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Drawn {
  readonly logits: Float32Array;
  readonly labels: Int32Array;
}

/** Normal logits and labels that are not blank. */
function draw(seed: number, items: number, frames: number, count: number, classes: number, deviation: number): Drawn {
  const next = uniform(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    logits: Float32Array.from({ length: items * frames * classes }, () => normal() * deviation),
    labels: Int32Array.from({ length: items * count }, () => 1 + Math.floor(next() * (classes - 1))),
  };
}

function referenceOf({ logits, labels }: Drawn, classes: number): { loss: number; gradient: number[] } {
  const rows = Array.from({ length: logits.length / classes }, (_, t) =>
    Array.from(logits.subarray(t * classes, (t + 1) * classes)),
  );
  const { loss, gradient } = referenceCtc(rows, Array.from(labels));
  return { loss, gradient: gradient.flat() };
}

const largestError = (actual: ArrayLike<number>, expected: readonly number[]): number =>
  expected.reduce((worst, value, i) => Math.max(worst, Math.abs((actual[i] ?? Number.NaN) - value)), 0);

/** Loss and gradient; of all that was made for them nothing stays. */
async function differentiate(drawn: Drawn, shape: number[], options: CtcLossOptions) {
  const [items = 0] = shape;
  const [loss, gradient, dispatches] = scope(() => {
    const y = tensor(drawn.labels, { shape: [items, drawn.labels.length / items] });
    const [value, pullback] = vjp((x: Tensor) => ctcLoss(x, y, options), tensor(drawn.logits, { shape }));
    const [slope] = pullback(ones([]));
    return [value, slope, explain(value, slope).dispatches] as const;
  });
  const result = { loss: await loss.item(), gradient: await gradient.data(), dispatches };
  loss.dispose();
  gradient.dispose();
  return result;
}

describe("ctcLoss at scale", () => {
  const rows = figures.cases.map(([frames, count, classes, deviation, , torch, , renormalised]) => ({
    frames: frames as number,
    count: count as number,
    classes: classes as number,
    deviation: deviation as number,
    torch: torch as number,
    renormalised: renormalised as number,
  }));
  it.each(rows)(
    "has a gradient better than all published for T=$frames U=$count, logits N(0, $deviation²)",
    async (row) => {
      const { frames, count, classes, deviation } = row;
      const drawn = draw(7, 1, frames, count, classes, deviation);
      const expected = referenceOf(drawn, classes);
      const { loss, gradient } = await differentiate(drawn, [1, frames, classes], { reduction: "sum" });
      const error = largestError(gradient, expected.gradient);
      // Weights keep a relative error of some f32 roundings at any T: the bound does not grow with it, only with the
      // size of the logits, whose differences are rounded before they are exponents.
      expect(error).toBeLessThan(3e-6);
      expect(error).toBeLessThan(row.renormalised);
      expect(error).toBeLessThan(row.torch / 100);
      expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(2e-7);
    },
  );

  it("works in buffers where a target exceeds shared memory", async () => {
    const drawn = draw(3, 1, 1300, 600, 20, 2);
    const expected = referenceOf(drawn, 20);
    const { loss, gradient } = await differentiate(drawn, [1, 1300, 20], { reduction: "sum" });
    expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(2e-7);
    expect(largestError(gradient, expected.gradient)).toBeLessThan(1e-6);
  });

  it("has the same bits in every run, and on the CPU for any number of threads", async () => {
    const drawn = draw(11, 5, 60, 12, 9, 3);
    const options = { inputLengths: [60, 50, 41, 33, 60], labelLengths: [12, 8, 12, 0, 5] };
    const once = () => differentiate(drawn, [5, 60, 9], options);
    const first = await once();
    expect(await once()).toEqual(first);
    for (const threads of testedBackend() === "cpu" ? [1, 2] : []) {
      await configure({ backend: "cpu", threads });
      expect(backendInfo().threads).toBe(threads);
      expect(await once()).toEqual(first);
    }
  });

  it("never reads padded frames, and gives them a gradient of exactly 0", async () => {
    const drawn = draw(5, 3, 20, 4, 6, 2);
    const inputLengths = [20, 13, 9];
    const options = { inputLengths, labelLengths: [4, 4, 2] };
    const clean = await differentiate(drawn, [3, 20, 6], options);
    const poisoned = drawn.logits.map((x, i) =>
      Math.floor(i / 6) % 20 < (inputLengths[Math.floor(i / 120)] ?? 0) ? x : Number.NaN,
    );
    const result = await differentiate({ ...drawn, logits: poisoned }, [3, 20, 6], options);
    expect(result).toEqual(clean);
    const padding = Array.from(result.gradient).filter((_, i) => Number.isNaN(poisoned[i]));
    expect(padding.length).toBe((7 + 11) * 6);
    expect(padding.every((x) => Object.is(x, 0))).toBe(true);
  });

  it("takes at most four kernels forward and backward, the mean included", async () => {
    const drawn = draw(2, 4, 30, 5, 7, 1);
    const lengths = { inputLengths: [30, 20, 10, 30], labelLengths: [5, 4, 3, 0] };
    for (const options of [{}, lengths, { reduction: "sum" }] as const) {
      const { dispatches } = await differentiate(drawn, [4, 30, 7], options);
      expect(dispatches).toBeLessThanOrEqual(4);
    }
  });

  it("leaves nothing behind", async () => {
    const drawn = draw(2, 2, 12, 3, 5, 1);
    await differentiate(drawn, [2, 12, 5], { inputLengths: [12, 9] });
    const before = memory().buffers;
    await differentiate(drawn, [2, 12, 5], { inputLengths: [12, 9] });
    expect(memory().buffers).toBe(before);
  });

  it("agrees with double precision for any lengths, labels and blank", async () => {
    const problem = fc.record({
      seed: fc.nat(),
      frames: fc.integer({ min: 1, max: 12 }),
      count: fc.integer({ min: 1, max: 6 }),
      classes: fc.integer({ min: 2, max: 6 }),
      deviation: fc.constantFrom(0.1, 1, 5, 40),
      inputLength: fc.nat(12),
      labelLength: fc.nat(6),
      blank: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(problem, async (p) => {
        const blank = p.blank % p.classes;
        const drawn = draw(p.seed, 1, p.frames, p.count, p.classes, p.deviation);
        const labels = drawn.labels.map((label) => (label + blank) % p.classes);
        const inputLength = Math.min(p.inputLength, p.frames);
        const labelLength = Math.min(p.labelLength, p.count);
        const options = { inputLengths: [inputLength], labelLengths: [labelLength], blank, reduction: "sum" } as const;
        const { loss, gradient } = await differentiate({ ...drawn, labels }, [1, p.frames, p.classes], options);
        const rows = Array.from({ length: inputLength }, (_, t) =>
          Array.from(drawn.logits.subarray(t * p.classes, (t + 1) * p.classes)),
        );
        const right = referenceCtc(rows, Array.from(labels.subarray(0, labelLength)), blank);
        const padding = new Array<number>((p.frames - inputLength) * p.classes).fill(0);
        if (right.loss === Number.POSITIVE_INFINITY) expect(loss).toBe(right.loss);
        // Each frame's log-probability is rounded at the size of its logits.
        else expect(Math.abs(loss - right.loss)).toBeLessThan(1e-6 * (1 + p.deviation + right.loss));
        expect(largestError(gradient, [...right.gradient.flat(), ...padding])).toBeLessThan(
          2e-6 * Math.max(1, p.deviation / 4),
        );
      }),
      { numRuns: 60 },
    );
  });
});
