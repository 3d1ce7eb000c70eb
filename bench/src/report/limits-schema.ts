/** @file What the machine allowed, in the JSON. */
import { z } from "zod";
import { count, milliseconds } from "./measures.ts";

const gflops = z.number().positive().describe("GFLOP/s; a multiply-add counts as two");

const copyRates = z
  .array(
    z.strictObject({
      bytes: z.number().positive().describe("read and written together by one copy, in bytes"),
      gigabytesPerSecond: z.number().positive().describe("read and written together, in 10^9 bytes a second"),
    }),
  )
  .describe("by size, since caches differ from memory");

const trouble = z.strictObject({ trouble: z.string().describe("why the probe gave nothing") });

const cpu = z.strictObject({
  threads: count.describe("threads of the probe that uses all"),
  isFused: z.boolean().describe("whether multiply-adds were fused"),
  fma: z
    .strictObject({ one: gflops, all: gflops })
    .describe("multiply-adds of WebAssembly in registers alone, on one thread and on all"),
  copy: z.strictObject({ one: copyRates, all: copyRates }).describe("copies by WebAssembly, on one thread and on all"),
});

const webgpu = z.strictObject({
  adapter: z.string().describe("the adapter, in its own words"),
  fma: gflops.describe("GFLOP/s of multiply-adds in registers alone"),
  copy: copyRates,
  dispatchMs: milliseconds.describe("an empty kernel, submitted and awaited, in milliseconds"),
  readbackMs: milliseconds.describe("reading 4 bytes back, in milliseconds"),
});

export const limitsSchema = z
  .strictObject({ cpu: z.union([cpu, trouble]), webgpu: z.union([webgpu, trouble]) })
  .describe("what the machine allows, measured in the same run");
