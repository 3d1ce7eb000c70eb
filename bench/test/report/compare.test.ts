import { expect, test } from "vitest";
import { compareReports, comparisonText, LEAST_AGREEMENT } from "../../src/report/compare.ts";
import type { Report, Result } from "../../src/report/schema.ts";
import { aReport, aResult } from "./a-report.ts";

const withResults = (...results: Result[]): Report => ({ ...aReport, results });

test("a run agrees with itself, and Adjoint's ratio to itself is no figure", () => {
  const { figures, agreement, differences, onlyOne } = compareReports(aReport, aReport);
  expect(agreement).toBe(1);
  expect(differences).toEqual([]);
  expect(onlyOne).toEqual([]);
  expect(figures.filter(({ engine, figure }) => engine === "adjoint-cpu" && figure === "ratio")).toEqual([]);
  expect(figures.filter(({ workload }) => workload === "matmul-64-nn").map(({ figure }) => figure)).toEqual([
    "time",
    "time",
    "ratio",
  ]);
});

test("figures agree if their intervals share a value, and only then", () => {
  const run = withResults(aResult("matmul-64-nn", "loops", 10));
  const agreements = [10.9, 11.1, 9.06, 9.04].map((ms) => {
    const other = withResults(aResult("matmul-64-nn", "loops", ms));
    return compareReports(run, other).figures.find(({ figure }) => figure === "time")?.agrees;
  });
  expect(agreements).toEqual([true, false, true, false]);
});

test("what does not agree is shown with both intervals, and so are results that only one run has", () => {
  const failed: Result = { workload: "gelu-2^10", engine: "loops", status: "failed", rounds: [], losses: [] };
  const a = withResults(aResult("matmul-64-nn", "loops", 10), failed);
  const b = withResults(aResult("matmul-64-nn", "loops", 20), aResult("gelu-2^10", "loops", 1));
  const comparison = compareReports(a, { ...b, isQuick: false });
  expect(comparison.agreement).toBeLessThan(LEAST_AGREEMENT);
  const text = comparisonText(comparison);
  expect(text).toContain("10.0 ms (9.50 ms … 10.5 ms)");
  expect(text).toContain("×2.00");
  expect(text).toContain("gelu-2^10 on loops: failed in the first run, measured in the second");
  expect(text).toContain("The runs differ in pace: quick / full");
  expect(text).toContain("0 of 2 figures agree within their stated spread: 0 %.");
});

test("runs with nothing in common do not agree", () => {
  const comparison = compareReports(withResults(), withResults());
  expect(comparison.agreement >= LEAST_AGREEMENT).toBe(false);
  expect(comparisonText(comparison)).toBe("The runs have no figures in common.");
});
