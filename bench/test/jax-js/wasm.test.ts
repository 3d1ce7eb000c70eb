/** @file jax-js in WebAssembly: values, and losses of training. */
import { beforeAll, expect, it } from "vitest";
import type { Engine } from "../../src/engine/contract.ts";
import { jaxJsWasm } from "../../src/engine/jax-js/start.ts";
import { complaintAbout, lossError } from "../check-engine.ts";
import { smallWorkloads } from "./small-workloads.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await jaxJsWasm();
});

it("has one thread in Node, where there are no Web Workers", () => {
  expect(engine.facts.threads).toBe(1);
});

it.each(smallWorkloads.map((of) => [of.name, of] as const))("computes %s as double precision does", async (_, of) => {
  expect(await complaintAbout(engine, of)).toBeUndefined();
});

it.each(["memory-mlp-64x32x10-n16", "transformer-l16-d32-h2-c32-n2"])("trains %s as PyTorch does", async (name) => {
  expect(await lossError(engine, name)).toBeLessThan(1e-4);
});
