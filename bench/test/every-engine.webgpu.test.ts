/** @file The harness as a whole: tiny workloads on every engine, in Node and in Chromium. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, expect, inject, test } from "vitest";
import { type EngineName, engineNames, engines, type RuntimeName } from "../src/catalogue/engines.ts";
import { type Report, reportSchema } from "../src/report/schema.ts";

const script = fileURLToPath(new URL("../../scripts/bench.mjs", import.meta.url));
const schema = fileURLToPath(new URL("../schema.json", import.meta.url));
const workloads = ["matmul-16-nn", "ctc-t10-u3-c6-n2"];
const folder = mkdtempSync(join(tmpdir(), "every-engine-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Software of the machine itself, which a clone need not have. */
const mayBeMissing: readonly EngineName[] = ["pytorch"];
const adapter = inject("adapter");
// lavapipe and a GPU are reached through flags of Chromium that not every build takes.
const runtimes: readonly RuntimeName[] = adapter === "swiftshader" ? ["node", "chromium"] : ["node"];

test.each(runtimes)("every engine measures tiny workloads in %s", { timeout: 240_000 }, async (runtime) => {
  const output = join(folder, runtime);
  const { status, said } = await bench("--workload", ...workloads, "--runtime", runtime, "--output", output);
  expect(said).toContain("Written: ");
  expect(status).toBe(0);
  const [json = ""] = readdirSync(output).filter((name) => name.endsWith(".json"));
  const report: unknown = JSON.parse(readFileSync(join(output, json), "utf8"));
  const validate = new Ajv2020({ validateFormats: false }).compile(JSON.parse(readFileSync(schema, "utf8")));
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(outcomes(reportSchema.parse(report))).toEqual(expectedOutcomes(runtime));
  expect(readFileSync(join(output, "report.html"), "utf8")).toContain("tfjsctcloss");
});

/** `measured` for each engine that measured at least one of the workloads, else its reason. */
function outcomes({ results }: Report): Record<string, string> {
  return Object.fromEntries(
    engineNames.map((engine) => {
      const own = results.filter((result) => result.engine === engine);
      const troubles = own.filter(({ status }) => status !== "measured" && status !== "absent");
      if (
        troubles.length > 0 &&
        !(mayBeMissing.includes(engine) && troubles.every(({ status }) => status === "missing"))
      )
        return [engine, troubles.map(({ reason }) => reason).join("; ")];
      const isMeasured = troubles.length > 0 || own.some(({ time }) => time !== undefined && time.median > 0);
      return [engine, isMeasured ? "measured" : "absent"];
    }),
  );
}

function expectedOutcomes(runtime: RuntimeName): Record<string, string> {
  return Object.fromEntries(
    engineNames.map((engine) => {
      const runs = (engines[engine].runtimes as readonly RuntimeName[]).includes(runtime);
      return [engine, runs ? "measured" : "absent"];
    }),
  );
}

async function bench(...args: string[]): Promise<{ status: unknown; said: string }> {
  const child = spawn(process.execPath, [script, "--quick", "--adapter", adapter, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const status = await new Promise((resolve) => child.once("close", resolve));
  return { status, said };
}
