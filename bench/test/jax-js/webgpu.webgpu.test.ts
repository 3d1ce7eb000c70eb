/** @file jax-js on WebGPU: values. What training compiles would take software adapters many seconds. */
import { beforeAll, expect, it } from "vitest";
import type { Engine } from "../../src/engine/contract.ts";
import { jaxJsWebgpu } from "../../src/engine/jax-js/start.ts";
import { complaintAbout } from "../check-engine.ts";
import { fewWorkloads } from "./small-workloads.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await jaxJsWebgpu();
});

it("names its adapter", () => {
  expect(engine.facts.adapter).toMatch(/\w/);
});

it.each(fewWorkloads.map((of) => [of.name, of] as const))("computes %s as double precision does", async (_, of) => {
  expect(await complaintAbout(engine, of)).toBeUndefined();
});
