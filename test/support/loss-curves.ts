/** @file Trainings on both backends, from one seed: how near their losses are, and that the device does all of the work. */
import { configure, shutdown } from "adjoint";
import { expect } from "vitest";
import { watchDeviceWork } from "../../packages/backend-webgpu/test/support/device-work.ts";

/** Over the first twenty steps, in which roundings have not grown yet. */
const STEPS = 20;
const LARGEST_DIFFERENCE = 0.01;

/** Runs a training on the CPU and on WebGPU, and expects the losses of its first twenty steps to agree within a hundredth. */
export async function expectSameLosses(seed: number, train: () => Promise<readonly number[]>): Promise<void> {
  await configure({ backend: "cpu", threads: 1, seed });
  const cpu = await train();
  await shutdown();

  const work = watchDeviceWork();
  try {
    expect(await configure({ backend: "webgpu", seed })).toMatchObject({ backend: "webgpu" });
    work.begin();
    const webgpu = await train();
    work.expectAll();
    expect(webgpu.length).toBe(cpu.length);
    expect(webgpu.length).toBeGreaterThanOrEqual(STEPS);
    for (const [step, expected] of cpu.slice(0, STEPS).entries()) {
      const distance = Math.abs((webgpu[step] ?? Number.NaN) / expected - 1);
      expect(distance, `step ${step}: ${webgpu[step]} instead of ${expected}`).toBeLessThan(LARGEST_DIFFERENCE);
    }
  } finally {
    work.stop();
    await shutdown();
  }
}
