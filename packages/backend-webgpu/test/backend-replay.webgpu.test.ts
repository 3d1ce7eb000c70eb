/** @file What a replayed plan costs: one submission, and nothing that lasts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWebgpuBackend, type WebgpuBackend } from "../src/webgpu-backend.ts";
import { compilePlan, PlanOnDevice } from "./support/run-plan.ts";
import { ramp, scaled, scalePlan } from "./support/scale-plan.ts";
import { type GpuTraffic, watchGpu } from "./support/watch-gpu.ts";

const BLOCKS = 3;
const plan = scalePlan(BLOCKS);
const { traffic, stop } = watchGpu();
let backend: WebgpuBackend;
let onDevice: PlanOnDevice;

beforeAll(async () => {
  backend = await startWebgpuBackend({});
  onDevice = await PlanOnDevice.prepare(backend, plan);
  onDevice.upload([ramp(BLOCKS)]);
  onDevice.submit([2, -1]);
});
afterAll(async () => {
  onDevice.release();
  await backend.dispose();
  stop();
});

/** What reaches the device meanwhile. */
function trafficOf(run: () => void): Partial<GpuTraffic> {
  const before = { ...traffic };
  run();
  const names = Object.keys(before) as (keyof GpuTraffic)[];
  return Object.fromEntries(names.map((name) => [name, traffic[name] - before[name]]));
}

const ONE_RUN = {
  submits: 1,
  dispatches: 2,
  copies: 1,
  maps: 0,
  buffers: 0,
  bindGroups: 0,
  pipelines: 0,
  bufferBytes: 0,
};

test("steps run in order, and each run has its own scalars", async () => {
  const reads = [
    [1, 0],
    [0.5, 7],
    [-3, -8],
  ].map(([s = 0, t = 0]) => {
    onDevice.submit([s, t]);
    return onDevice.read();
  });
  const results = await Promise.all(reads);
  expect(results.map((outputs) => outputs.map((bytes) => [...new Float32Array(bytes)]))).toEqual(
    [scaled(BLOCKS, 1, 0), scaled(BLOCKS, 0.5, 7), scaled(BLOCKS, -3, -8)].map((values) => [values, values]),
  );
});

test("a replay is one submission and makes no buffers and no bind groups", () => {
  onDevice.submit([1, 1]);
  expect(trafficOf(() => onDevice.submit([1, 1]))).toEqual({ ...ONE_RUN, writes: 0 });
});

test("arguments are written when they change, and once for all of them", () => {
  onDevice.submit([1, 1]);
  expect(trafficOf(() => onDevice.submit([2, 3]))).toEqual({ ...ONE_RUN, writes: 1 });
  expect(trafficOf(() => onDevice.submit([2, 3]))).toEqual({ ...ONE_RUN, writes: 0 });
});

test("buffers that take turns keep their bind groups", async () => {
  const other = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
  const [, , out = expect.fail()] = onDevice.buffers;
  const turned = other.map((buffer, i) => (i === 2 ? out : buffer));
  backend.upload(other[0] ?? expect.fail(), ramp(BLOCKS));
  for (const buffers of [other, turned, onDevice.buffers]) onDevice.submit([4, 4], buffers);
  for (const buffers of [other, onDevice.buffers, turned]) {
    expect(trafficOf(() => onDevice.submit([4, 4], buffers))).toEqual({ ...ONE_RUN, writes: 0 });
  }
  const bytes = await backend.download(other[3] ?? expect.fail(), 4 * 100 * BLOCKS);
  expect([...new Float32Array(bytes)]).toEqual(scaled(BLOCKS, 4, 4));
  for (const buffer of other) backend.release(buffer);
});

test("a run that takes its scratch memory from the pool finds the bind groups of the run before", () => {
  const [input, , ...outputs] = onDevice.buffers;
  const run = (): void => {
    const scratch = backend.allocate(plan.slots[1]?.sizeBytes ?? 0);
    onDevice.submit([5, 5], [input ?? expect.fail(), scratch, ...outputs]);
    backend.release(scratch);
  };
  run();
  expect(trafficOf(run)).toEqual({ ...ONE_RUN, writes: 0 });
});

test("equal kernels share one pipeline", async () => {
  const before = backend.pipelines.createdCount;
  await compilePlan(backend, scalePlan(7));
  expect(backend.pipelines.createdCount).toBe(before);
});

test("bind groups of buffers that were destroyed are forgotten", () => {
  const submission = (buffers: PlanOnDevice["buffers"]) => onDevice.submit([6, 6], buffers);
  const other = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
  submission(other);
  for (const buffer of other) backend.release(buffer);
  backend.pool.drain();
  const again = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
  expect(trafficOf(() => submission(again))).toMatchObject({ bindGroups: 2 });
  for (const buffer of again) backend.release(buffer);
});

test("programs beyond 65535 fold into a second axis", async () => {
  const blocks = 70_000;
  const large = await PlanOnDevice.prepare(backend, scalePlan(blocks, 2));
  large.upload([Float32Array.from({ length: 2 * blocks }, (_, i) => i % 1000)]);
  large.submit([2, 2]);
  const [bytes = new ArrayBuffer()] = await large.read();
  const wrong = new Float32Array(bytes).findIndex((value, i) => value !== 10 * (2 * (i % 1000) + 2) + 1);
  expect([bytes.byteLength, wrong]).toEqual([8 * blocks, -1]);
  large.release();
});
