/** @file What was measured of a workload on an engine, in the JSON. */
import { z } from "zod";
import { bytes, count, engineName, interval, lossValue, milliseconds } from "./measures.ts";

const counters = z
  .strictObject({
    dispatches: count.describe("kernels and products"),
    submits: count.describe("submissions to the device"),
    movedBytes: bytes.describe("read and written by kernels, in bytes"),
    flops: z.number().nonnegative().describe("floating-point operations of kernels"),
    peakBytes: bytes.describe("most that tensors and scratch memory held since the process started, in bytes"),
    planMs: milliseconds
      .optional()
      .describe("what the host takes to build the graph and to find its known plan, in milliseconds"),
    hostMs: milliseconds
      .optional()
      .describe("what the host takes from a known plan to its submission, in milliseconds; on WebGPU"),
    planHits: count.describe("runs of known structure since the workload was opened"),
    planRuns: count.describe("all runs since the workload was opened"),
  })
  .describe("what the engine counted in one run");

const memory = z.strictObject({
  residentBytes: bytes.optional().describe("of the process, in bytes; absent in a page"),
  heldBytes: bytes.optional().describe("by the engine's own account, in bytes"),
});

export const resultSchema = z
  .strictObject({
    workload: z.string().describe("name of the workload"),
    engine: engineName,
    status: z
      .enum(["measured", "absent", "missing", "wrong", "failed", "crashed", "timeout", "interrupted"])
      .describe(
        "measured: has times; absent: the engine does not have the workload, or not in this runtime; missing: the machine lacks what the engine needs; wrong: its values are wrong; failed: it threw; crashed: its process ended; timeout: took too long; interrupted: the run ended first",
      ),
    reason: z.string().optional().describe("for a reader, unless measured"),
    rounds: z.array(z.array(milliseconds)).describe("milliseconds of one run, by sample, in each round"),
    time: interval.optional().describe("milliseconds of one run"),
    ratio: interval
      .extend({ to: engineName.describe("Adjoint on the same device") })
      .optional()
      .describe("time over that of Adjoint, round by round; below 1 the engine is faster"),
    gflops: z.number().optional().describe("GFLOP/s by the nominal cost of the workload"),
    gigabytesPerSecond: z.number().optional().describe("10^9 bytes a second by the nominal cost of the workload"),
    share: z
      .strictObject({
        limit: z.enum(["fma", "copy", "dispatch", "readback"]).describe("the nearest limit"),
        fraction: z.number().describe("part of the fastest sample's time that this limit alone would take"),
      })
      .optional()
      .describe("how near the result is to what the machine allows"),
    loss: z
      .strictObject({
        value: lossValue,
        reference: z.number().describe("that of PyTorch in double precision"),
        isOff: z.boolean().describe("differs by more than 1 %"),
      })
      .optional()
      .describe("training alone: after the last of the given steps"),
    losses: z.array(lossValue).describe("training alone: at each step, before its update"),
    error: z
      .number()
      .nonnegative()
      .optional()
      .describe("largest error of the values compared, as a fraction of what is allowed"),
    held: z
      .strictObject({
        before: memory.describe("after a tenth of the steps"),
        after: memory.describe("after all of the steps"),
      })
      .optional()
      .describe("memory while the workload ran many times"),
    counters: counters.optional(),
    residentBytes: bytes.optional().describe("largest seen of the engine's process, in bytes"),
    setUpMs: milliseconds.optional().describe("bringing the inputs to where they are computed with, in milliseconds"),
    firstRunMs: milliseconds.optional().describe("the first run, with whatever is compiled for it, in milliseconds"),
    threads: count.optional().describe("how many threads computed"),
  })
  .describe("a workload on an engine");

export const growthSchema = z
  .strictObject({
    family: z.string().describe("family of workloads"),
    engine: engineName,
    exponent: z.number().describe("e of time ~ size^e, by least squares of the logarithms"),
    sizes: z.array(z.number()).describe("sizes that the fit rests on"),
  })
  .describe("how the time of a family grows with its size");
