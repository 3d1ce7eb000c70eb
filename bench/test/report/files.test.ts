import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { machineSlug } from "../../src/machine.ts";
import { readReport, reportName, UnreadableError, writeReport } from "../../src/report/files.ts";
import { aReport } from "./a-report.ts";

const folder = mkdtempSync(join(tmpdir(), "bench-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("runs that are not comparable have names of their own", () => {
  expect(reportName(aReport)).toBe("2026-11-22-amd-epyc-2c-node-swiftshader-quick");
  const chromium = { ...aReport.runtime, name: "chromium" as const };
  const without = { asked: null, used: null, descriptions: [] };
  expect(reportName({ ...aReport, runtime: chromium, adapter: without, isQuick: false })).toBe(
    "2026-11-22-amd-epyc-2c-chromium",
  );
});

test("a second run of a day does not overwrite the first, and what was written is read back", () => {
  const first = writeReport(aReport, join(folder, "new"));
  const second = writeReport({ ...aReport, interrupted: true }, join(folder, "new"));
  expect(basename(second.json)).toBe(basename(first.json).replace(".json", "-2.json"));
  expect(readReport(first.json)).toEqual(aReport);
  expect(readReport(second.json).interrupted).toBe(true);
  expect(readFileSync(second.html, "utf8")).toContain("interrupted");
});

test.each([
  ["nowhere.json", undefined, /cannot be read/],
  ["broken.json", "{", /cannot be read/],
  ["other.json", "{}", /is not the JSON of a run:(.|\n)*schemaVersion/],
])("%s is refused", (name, content, message) => {
  const file = join(folder, name);
  if (content !== undefined) writeFileSync(file, content);
  expect(() => readReport(file)).toThrow(UnreadableError);
  expect(() => readReport(file)).toThrow(message);
});

test.each([
  ["AMD EPYC", 2, "amd-epyc-2c"],
  ["Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", 8, "intel-xeon-platinum-8259cl-8c"],
  ["AMD Ryzen 7 5800X 8-Core Processor", 16, "amd-ryzen-7-5800x-16c"],
  ["Apple M2 Pro", 10, "apple-m2-pro-10c"],
  ["", 1, "unknown-1c"],
])("%s", (cpu, cores, slug) => expect(machineSlug({ cpu, cores })).toBe(slug));
