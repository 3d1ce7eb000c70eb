/** @file The JSON of a run: what `bench/results` holds, and what tables, reports and comparisons are made of. */
import { z } from "zod";
import { adapterNames } from "../catalogue/adapters.ts";
import { runtimeNames } from "../catalogue/engines.ts";
import { limitsSchema } from "./limits-schema.ts";
import { bytes, count, engineName, lossValue, milliseconds } from "./measures.ts";
import { growthSchema, resultSchema } from "./result-schema.ts";

/** Grows whenever a field changes its meaning or goes. */
export const SCHEMA_VERSION = 1;

const versionsByName = z.record(z.string(), z.string());

const machine = z.strictObject({
  cpu: z.string().describe("model, as the operating system names it"),
  cores: count.describe("logical processors that the run could use"),
  memoryBytes: bytes.describe("main memory, in bytes"),
  platform: z.string().describe("operating system, as Node names it"),
  arch: z.string().describe("instruction set, as Node names it"),
});

const workload = z.strictObject({
  name: z.string().describe("says all that matters"),
  kind: z.string().describe("what is computed; see bench/README.md"),
  family: z.string().describe("workloads that differ in size alone"),
  size: z.number().describe("what the family grows in"),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.number())]))
    .describe("shapes and settings, by the names that workload/types.ts gives them"),
  flops: z.number().nonnegative().describe("nominal floating-point operations of one run: the least"),
  bytes: bytes.describe("nominal memory traffic of one run, in bytes: the least"),
  referenceLosses: z.array(lossValue).describe("training alone: of each step, by PyTorch in double precision"),
});

const engineFacts = z.strictObject({
  threads: count.describe("how many threads compute"),
  features: z.array(z.string()).describe("what it uses of the machine that matters for its times"),
  adapter: z.string().optional().describe("its WebGPU adapter, in its own words"),
  versions: versionsByName.describe("of what it is made, where npm does not say"),
});

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION).describe("grows when a field changes its meaning or goes"),
    date: z.iso.datetime().describe("when the run began"),
    elapsedMs: milliseconds.describe("how long the run took, in milliseconds"),
    command: z.string().describe("what was typed"),
    isQuick: z.boolean().describe("few and small workloads, few samples: good for a look, not for a claim"),
    interrupted: z.boolean().describe("ended by the user before all was measured"),
    selection: z
      .strictObject({ workloads: z.array(z.string().describe("name of a workload")), engines: z.array(engineName) })
      .describe("what was to be measured"),
    pace: z.record(z.string(), z.number()).describe("how long things are measured; see measure/pace.ts"),
    runtime: z.strictObject({
      name: z.enum(runtimeNames).describe("where engines for JavaScript ran"),
      version: z.string().describe("of Node or Chromium"),
    }),
    adapter: z
      .strictObject({
        asked: z.enum(adapterNames).nullable().describe("the one that --adapter named; null if none was named"),
        used: z.enum(adapterNames).nullable().describe("the one that was provided; null if there was none"),
        descriptions: z.array(z.string()).describe("in the words of the engines that used it"),
      })
      .describe("of WebGPU"),
    machine,
    versions: z.strictObject({
      adjoint: z.string().describe("version of Adjoint"),
      commit: z
        .strictObject({
          hash: z.string().describe("of git"),
          isModified: z.boolean().describe("files differed from the commit"),
        })
        .optional()
        .describe("of the repository, if it is one"),
      node: z.string().describe("version of Node that ran the harness"),
      packages: versionsByName.describe("from npm, of the peers"),
    }),
    engines: z.partialRecord(engineName, engineFacts).describe("of those that started"),
    limits: limitsSchema,
    workloads: z.array(workload),
    results: z.array(resultSchema).describe("one for each workload on each engine"),
    growth: z.array(growthSchema),
  })
  .describe("A run of Adjoint's benchmarks. Times are in milliseconds, sizes in bytes, unless said otherwise.");

export type Report = z.infer<typeof reportSchema>;
export type Result = Report["results"][number];
export type ReportedWorkload = Report["workloads"][number];

/** As JSON Schema 2020-12: what `bench/schema.json` holds. */
export function jsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: "draft-2020-12" });
}
