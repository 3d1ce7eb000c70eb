/** @file The memory of the CPU backend over ten thousand steps: holes are used again. */
import { configure, mse, optim, planStats, scope, shutdown, type Tensor, tensor, valueAndGrad } from "adjoint";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { Arena } from "../../backend-cpu/src/arena.ts";

const STEPS = 10_000;
const SIZES = 30;
const WIDTH = 100;

afterEach(() => vi.restoreAllMocks());
afterAll(() => shutdown());

/** Starts the backend, and gives its arena. */
async function start(): Promise<Arena> {
  await shutdown();
  const allocate = vi.spyOn(Arena.prototype, "allocate");
  expect(await configure({ backend: "cpu", threads: 1, seed: 3 })).toMatchObject({ backend: "cpu" });
  const [arena] = allocate.mock.contexts;
  allocate.mockRestore();
  if (!(arena instanceof Arena)) throw new Error("no arena");
  return arena;
}

/** Whole numbers below `end`, the same in each run. */
function numbers(): (end: number) => number {
  let state = 12345;
  return (end) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

test("ten thousand steps of changing batches fragment the memory little", async () => {
  const arena = await start();
  const params = { scale: tensor(new Float32Array(WIDTH)), shift: tensor(new Float32Array(WIDTH)) };
  const opt = optim.sgd(params, { lr: 1e-3 });
  const gradient = valueAndGrad((p: typeof params, x: Tensor) => mse(x.mul(p.scale).add(p.shift), x));
  const next = numbers();
  /** Values that live on for some steps, as logs and caches do. */
  const kept: Tensor[] = [];
  let [sizeBytes, last] = [0, Number.NaN];
  for (let i = 0; i < STEPS; i++) {
    const rows = 1 + next(SIZES) * 8;
    const keptNow = scope(() => {
      const x = tensor(new Float32Array(rows * WIDTH).fill(i % 5), { shape: [rows, WIDTH] });
      const [loss, grads] = gradient(params, x);
      opt.step(grads);
      return i % 3 === 0 ? x : loss;
    });
    kept.push(keptNow);
    if (kept.length > 20) kept.splice(next(kept.length), 1)[0]?.dispose();
    if (i % 500 === 499) last = await params.scale.sum().item();
    if (i === STEPS / 2) sizeBytes = arena.sizeBytes;
  }
  expect(Number.isFinite(last)).toBe(true);
  expect(planStats().plans).toBeGreaterThan(SIZES);
  for (const tensor of kept) tensor.dispose();
  // Memory grows by a quarter at a time; the rest is holes between what happens to live.
  expect(arena.sizeBytes).toBeLessThan(2 * arena.peakBytes);
  // All sizes and most of their orders had come in the first half.
  expect(arena.sizeBytes).toBeLessThanOrEqual(1.5 * sizeBytes);
}, 120_000);
