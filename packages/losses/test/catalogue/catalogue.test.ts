/** @file The catalogue is complete, says something everywhere, and is what `docs/losses.md` was made from. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caseName, claimsOn, matches } from "../../catalogue/claims.ts";
import { defects } from "../../catalogue/defects.ts";
import { document } from "../../catalogue/document.ts";
import { families } from "../../catalogue/index.ts";
import * as losses from "../../src/index.ts";

const fixtures = join(import.meta.dirname, "..", "fixtures");
const page = join(import.meta.dirname, "..", "..", "..", "..", "docs", "losses.md");
const entries = families.flatMap((family) => family.entries);

/** Fixtures without cases of single functions. */
const OF_NO_FUNCTION: Readonly<Record<string, string>> = {
  "ctc-f32-error.json": "a table of errors, which ctc-scale.test.ts holds ours against",
};

describe("the catalogue", () => {
  it("has every exported function once", () => {
    const named = entries.flatMap(({ name, alsoExported = [] }) => [name, ...alsoExported]).sort();
    expect(named).toEqual(Object.keys(losses).sort());
  });

  it.each(entries)("says something everywhere: $name", (entry) => {
    const { name, title, formula, names, options, edges, mean, vectors, source } = entry;
    const words = [name, title, formula, mean, source, ...Object.values(names), ...options.flat(), ...edges];
    if (typeof vectors === "string") words.push(vectors);
    else words.push(...vectors.flatMap(({ file, cases }) => [file, ...cases]));
    expect(words.filter((text) => text.trim() === "" || /\n|\bTODO\b/.test(text))).toEqual([]);
    expect(edges.length).toBeGreaterThan(0);
    expect(vectors.length).toBeGreaterThan(0);
    if (typeof vectors !== "string") expect(vectors.filter(({ cases }) => cases.length === 0)).toEqual([]);
    expect(new Set(options.map(([option]) => option)).size).toBe(options.length);
  });

  it("is what docs/losses.md was made from; npm run docs:losses makes it anew", () => {
    expect(readFileSync(page, "utf8")).toBe(document());
  });
});

describe("the page", () => {
  it("has no empty cell and no row of another width", () => {
    const rows = document()
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
    expect(rows.filter((cells) => cells.some((cell) => cell.trim() === ""))).toEqual([]);
    expect(rows.every(({ length }) => length === 3 || length === 7)).toBe(true);
  });
});

describe("each published case is claimed by a function that is tested with it", () => {
  const files = readdirSync(fixtures).filter((file) => file.endsWith(".json"));
  const namesIn = (file: string): string[] =>
    JSON.parse(readFileSync(join(fixtures, file), "utf8")).cases.map((given: unknown) => caseName(given));

  it.each(files.filter((file) => OF_NO_FUNCTION[file] === undefined))("%s", (file) => {
    const names = namesIn(file);
    const claims = claimsOn(file, entries);
    const unclaimed = names.filter((name) => !claims.some(({ pattern }) => matches(pattern, name)));
    expect([...new Set(unclaimed)], "claimed by nobody").toEqual([]);
    const void_ = claims.filter(({ pattern }) => !names.some((name) => matches(pattern, name)));
    expect(void_, "claims of nothing").toEqual([]);
  });

  it("in files that exist", () => {
    const claimed = entries
      .flatMap(({ vectors }) => (typeof vectors === "string" ? [] : vectors))
      .map(({ file }) => file);
    expect(claimed.filter((file) => !files.includes(file))).toEqual([]);
  });

  it("and those that are wrong are there", () => {
    expect(defects.filter(({ file, name }) => !namesIn(file).includes(name))).toEqual([]);
  });
});
