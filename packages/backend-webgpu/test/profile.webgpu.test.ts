/** @file `profile` on a device: with its timestamps, rounded or not, and without; and what the device is measured to do. */
import { configure, type Profile, profile, shutdown, tensor } from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fragileGpu } from "./support/fragile-gpu.ts";

/** Where Dawn rounds timestamps, it is to this many ns. */
const ROUNDED_MS = 65536e-6;

async function profiled(): Promise<Profile> {
  const a = tensor(
    Float32Array.from({ length: 128 * 128 }, (_, i) => i % 7),
    { shape: [128, 128] },
  );
  const product = a.matmul(a);
  const measured = await profile(() => product.sum(0).add(product.max(1)).data());
  expect(measured.steps.length).toBeGreaterThan(1);
  return measured;
}

/** Everything that holds whichever clock it was. */
function expectSense(measured: Profile): void {
  const { limits, steps, elapsedMs } = measured;
  expect(limits?.gflops).toBeGreaterThan(0.1);
  expect(limits?.gigabytesPerSecond).toBeGreaterThan(0.1);
  for (const step of steps) {
    expect(step.elapsedMs).toBeGreaterThanOrEqual(0);
    expect(step.startMs + step.elapsedMs).toBeLessThanOrEqual(elapsedMs + 1);
  }
  const starts = steps.map(({ startMs }) => startMs);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(measured.host.map(({ name }) => name)).toContain("submit");
}

describe("with timestamps", () => {
  beforeAll(() => configure({ backend: "webgpu" }));
  afterAll(shutdown);

  test("steps have times of the device, in one submission", async () => {
    const measured = await profiled();
    expect(measured.clock.kind).toBe("timestamps");
    // In Node nothing is rounded.
    expect(measured.clock.resolutionMs).toBeLessThan(0.01);
    expect(measured.steps.every((step) => step.elapsedMs > 0)).toBe(true);
    expect(measured.host.filter(({ name }) => name === "submit")).toHaveLength(1);
    expect(measured.host.map(({ name }) => name)).toContain("encode");
    expectSense(measured);
    expect(String(measured)).toContain("by the device's timestamps");
  });

  test("a plan as a whole has the time of one wait", async () => {
    const x = tensor([1, 2, 3]);
    const { steps, clock } = await profile(() => x.exp().data(), { bySteps: false });
    expect(steps).toMatchObject([{ kind: "plan" }]);
    expect(clock.kind).toBe("waiting");
  });

  test("values are those of an unprofiled run", async () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ]);
    let values: unknown;
    await profile(async () => {
      values = await a.matmul(a).add(1.5).array();
    });
    expect(values).toEqual([
      [8.5, 11.5],
      [16.5, 23.5],
    ]);
  });
});

describe("with timestamps that are rounded, as in browsers", () => {
  beforeAll(() => configure({ backend: "webgpu", gpu: fragileGpu().gpu }));
  afterAll(shutdown);

  test("the profile says how coarse they are", async () => {
    const measured = await profiled();
    expect(measured.clock.kind).toBe("timestamps");
    const ticks = (measured.clock.resolutionMs ?? 0) / ROUNDED_MS;
    expect(ticks).toBeGreaterThan(0.99);
    expect(Math.abs(ticks - Math.round(ticks))).toBeLessThan(1e-6);
    expectSense(measured);
  });
});

describe("without timestamps", () => {
  beforeAll(() => configure({ backend: "webgpu", gpu: fragileGpu({ isMinimal: true }).gpu }));
  afterAll(shutdown);

  test("the device is waited for after each step", async () => {
    const measured = await profiled();
    expect(measured.clock).toEqual({ kind: "waiting", resolutionMs: undefined });
    expect(measured.host.filter(({ name }) => name === "submit")).toHaveLength(measured.steps.length);
    expectSense(measured);
    expect(String(measured)).toContain("waiting for the device");
  });
});
