/** @file `npm run bench` as a user meets it. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/schema.ts";
import { aReport, aResult } from "../report/a-report.ts";

const script = fileURLToPath(new URL("../../../scripts/bench.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bench = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });

test("an unknown value ends with 2 and the list", { timeout: 60_000 }, () => {
  const { status, stderr } = bench("--engine", "numpy");
  expect(stderr).toContain("adjoint-cpu, adjoint-cpu-1, adjoint-webgpu, loops, tfjs-cpu");
  expect(status).toBe(2);
});

test("runs that do not agree end with 1", { timeout: 60_000 }, () => {
  const files = [1, 2].map((ms) => {
    const path = join(folder, `${ms}.json`);
    writeFileSync(path, JSON.stringify({ ...aReport, results: [aResult("matmul-64-nn", "loops", ms)] }));
    return path;
  });
  const { status, stdout } = bench("--compare", ...files);
  expect(stdout).toContain("0 of 2 figures agree");
  expect(status).toBe(1);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s writes what is done, and ends with 130",
  { timeout: 120_000 },
  async (signal) => {
    const output = join(folder, signal);
    const args = ["--workload", "matmul-16-nn", "--engine", "loops", "--output", output];
    const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.resume();
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (said === "") child.kill(signal);
      said += text;
    });
    const status = await new Promise((resolve) => child.once("close", resolve));
    expect(said).toContain("Interrupted: writing what is done.");
    expect(status).toBe(130);
    const [json = ""] = readdirSync(output).filter((name) => name.endsWith(".json"));
    const report = reportSchema.parse(JSON.parse(readFileSync(join(output, json), "utf8")));
    expect(report).toMatchObject({ interrupted: true, selection: { workloads: ["matmul-16-nn"], engines: ["loops"] } });
    expect(readdirSync(output)).toContain("report.html");
  },
);
