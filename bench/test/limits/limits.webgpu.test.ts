import { expect, it } from "vitest";
import { limitsWebgpu } from "../../src/engine/limits/start-webgpu.ts";
import { dispatchProbe, gpuCopyProbe, gpuMultiplyAddProbe, readbackProbe } from "../../src/measure/probes.ts";

const probes = [gpuMultiplyAddProbe(1), gpuCopyProbe(2 ** 21, 2), dispatchProbe, readbackProbe];

it("runs each probe of a device", async () => {
  const { facts, open } = await limitsWebgpu();
  expect(facts.adapter).not.toBe("");
  for (const probe of probes) {
    const job = await open(probe, {});
    await job?.run();
    await job?.run();
    expect(await job?.outputs(), probe.name).toEqual({});
    await job?.close();
  }
});
