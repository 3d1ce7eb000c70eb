/** @file `docs/numerics.md` states the bounds that the suites hold, and the special values that they expect. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { document } from "./numerics/document.ts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "numerics.md"), "utf8");

/** Rows of functions and sums have what was measured behind their bounds. */
const bounds = (text: string): string[] =>
  [...text.matchAll(/^\| (`\w+` \| ≤ [\d.]+|.* of [\d,]+|matmul .*?) \| ≤ [\d.]+ \|/gm)].map(([row]) => row);
const specials = (text: string): string => text.slice(text.indexOf("## Special values"));

test("npm run docs:numerics has been run since a bound changed", () => {
  const expected = bounds(document([]));
  expect(expected.length).toBeGreaterThan(30);
  expect(bounds(page)).toEqual(expected);
});

test("npm run docs:numerics has been run since a special value changed", () => {
  expect(specials(page)).toBe(specials(document([])));
});

test("every run found less than is promised", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  for (const row of rows) {
    const [, , cpu = "", webgpu = "", ...rest] = row.split("|").map((cell) => cell.replace("≤", "").trim());
    const found = rest.slice(0, -2).map(Number);
    expect(Math.max(...found.slice(0, 2)), row).toBeLessThanOrEqual(Number(cpu));
    expect(Math.max(...found.slice(2)), row).toBeLessThanOrEqual(Number(webgpu));
  }
});
