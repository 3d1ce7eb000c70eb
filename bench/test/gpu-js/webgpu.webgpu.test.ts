/** @file gpu.js on WebGPU: values. */
import { beforeAll, expect, it } from "vitest";
import type { Engine } from "../../src/engine/contract.ts";
import { gpuJsWebgpu } from "../../src/engine/gpu-js/start.ts";
import { complaintAbout } from "../check-engine.ts";
import { smallWorkloads } from "./small-workloads.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await gpuJsWebgpu();
});

it.each(smallWorkloads.map((of) => [of.name, of] as const))("computes %s as double precision does", async (_, of) => {
  expect(await complaintAbout(engine, of)).toBeUndefined();
});
