/** @file Training that goes on behind the loss of its device, bit by bit as if nothing had happened. */
import {
  configure,
  crossEntropy,
  DeviceLostError,
  manualSeed,
  nn,
  optim,
  shutdown,
  type Tensor,
  tensor,
  valueAndGrad,
} from "adjoint";
import { afterEach, expect, test } from "vitest";
import { fragileGpu } from "./support/fragile-gpu.ts";

const STEPS = 7;
const fragile = fragileGpu();
const start = (every?: number) =>
  configure({ backend: "webgpu", gpu: fragile.gpu, recover: every === undefined ? undefined : { every } });

afterEach(() => shutdown());

/** Two layers with dropout between them, so that each loss depends on all keys that were drawn before. */
function makeTraining() {
  manualSeed(7);
  const x = tensor(
    Float32Array.from({ length: 48 }, (_, i) => Math.sin(i * i)),
    { shape: [8, 6] },
  );
  const labels = tensor([0, 1, 2, 0, 1, 2, 0, 1], { dtype: "i32" });
  const model = nn.sequential(nn.linear(6, 8), nn.dropout(0.3), nn.linear(8, 3));
  const opt = optim.adam(model.params, { lr: optim.cosineDecay(0.05, { steps: STEPS }) });
  const loss = (p: typeof model.params): Tensor => crossEntropy(model.with(p)(x), labels);
  return { opt, step };

  async function step(): Promise<number> {
    const [value, gradients] = valueAndGrad(loss)(model.params);
    opt.step(gradients);
    return value.item();
  }
}

interface Losing {
  /** Where the device is lost: at these steps, once each in this order. */
  readonly at?: readonly number[];
  /** Steps between two copies; none are made by default. */
  readonly every?: number;
}

/** The losses by step, and where training was resumed. */
async function curve({ at = [], every }: Losing = {}): Promise<{ losses: number[]; resumed: number[] }> {
  await start(every);
  const { opt, step } = makeTraining();
  const losses: number[] = [];
  const resumed: number[] = [];
  const due = [...at];
  for (let i = 0; i < STEPS; i++) {
    try {
      const running = step();
      if (due[0] === i) {
        due.shift();
        fragile.device().destroy();
      }
      losses[i] = await running;
    } catch (error) {
      if (!(error instanceof DeviceLostError) || error.step === undefined) throw error;
      await start(every);
      expect(opt.steps).toBe(error.step);
      resumed.push(error.step);
      i = error.step - 1;
    }
  }
  return { losses, resumed };
}

test("with recover, training goes on behind a loss with the identical losses", async () => {
  const { losses } = await curve();
  expect(new Set(losses).size).toBe(STEPS);
  await shutdown();
  expect(await curve({ every: 3, at: [1, 5] })).toEqual({ losses, resumed: [0, 3] });
});
