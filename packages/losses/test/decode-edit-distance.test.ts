/** @file Edit distances and error rates against published figures and a plain recursion. */
import { UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { editDistance } from "../src/edit-distance.ts";
import { cer, wer } from "../src/error-rate.ts";
import fixtures from "./fixtures/ctc-decode.json" with { type: "json" };

interface EditCase {
  readonly hyp: string;
  readonly ref: string;
  readonly unit?: "word";
  readonly distance: number;
  readonly cer?: number | string;
  readonly wer?: number;
}

const published = (fixtures.cases as unknown as { name: string; cases: EditCase[] }[]).find(
  ({ name }) => name === "edit_distance",
)?.cases as EditCase[];
const INFINITY = Number.POSITIVE_INFINITY;

describe("editDistance", () => {
  it.each(published)("of '$hyp' and '$ref' is $distance", (c) => {
    const split = (text: string): readonly string[] => (c.unit === "word" ? text.split(" ") : [...text]);
    expect(editDistance(split(c.hyp), split(c.ref))).toBe(c.distance);
    expect(editDistance(split(c.ref), split(c.hyp))).toBe(c.distance);
    if (c.wer !== undefined) expect(wer([c.hyp], [c.ref])).toBe(c.wer);
    if (typeof c.cer === "number") expect(cer([c.hyp], [c.ref])).toBe(c.cer);
    if (typeof c.cer === "string") expect(cer([c.hyp], [c.ref])).toBe(INFINITY);
  });

  it("normalised, is TensorFlow's", () => {
    const hypotheses = [["a"], [], ["b"], []];
    const references = [[], ["a"], ["b", "c"], ["a"]];
    const rates = hypotheses.map((hypothesis, i) =>
      editDistance<string>(hypothesis, references[i] ?? [], { normalize: true }),
    );
    expect(rates).toEqual([INFINITY, 1, 0.5, 1]);
    expect(editDistance("", "", { normalize: true })).toBe(0);
    expect(editDistance("abcd", "x", { normalize: true })).toBe(4);
  });

  it("agrees with the recursion it is defined by", () => {
    const plain = (a: string, b: string): number => {
      if (a === "" || b === "") return a.length + b.length;
      const [x, y] = [a.slice(1), b.slice(1)];
      return a[0] === b[0] ? plain(x, y) : 1 + Math.min(plain(x, y), plain(x, b), plain(a, y));
    };
    const words = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: i % 6 }, (_, j) => "abc"[Math.floor(3 * Math.abs(Math.sin(7 * i + 3 * j)))] ?? "").join(""),
    );
    for (const a of words) for (const b of words) expect(editDistance(a, b), `${a} ${b}`).toBe(plain(a, b));
  });

  it("compares code points of strings, and elements of anything else", () => {
    expect(editDistance("a😀", "a😁")).toBe(1);
    expect(editDistance("😀", "")).toBe(1);
    expect(editDistance(Int32Array.of(1, 2, 3), [1, 3])).toBe(1);
    expect(editDistance([Number.NaN], [Number.NaN])).toBe(1);
  });
});

describe("error rates", () => {
  it("count errors over all references together, or for each", () => {
    const [hypotheses, references] = [
      [[1, 2], [3], []],
      [[1, 2, 4], [], []],
    ];
    expect(cer(hypotheses, references)).toBe(2 / 3);
    expect(cer(hypotheses, references, { reduction: "total" })).toBe(2 / 3);
    expect(cer(hypotheses, references, { reduction: "none" })).toEqual([1 / 3, INFINITY, 0]);
    expect(wer(["a b", "c"], ["a", "c"], { reduction: "none" })).toEqual([1, 0]);
    expect(wer(["a b", "c"], ["a", "c"])).toBe(0.5);
  });

  it("are 0 without edits, and Infinity for edits of nothing", () => {
    expect(cer([""], [""])).toBe(0);
    expect(cer([], [])).toBe(0);
    expect(wer([" \n"], [""])).toBe(0);
    expect(wer(["x"], [" "])).toBe(INFINITY);
  });

  it("count characters by code points, and words by white space", () => {
    expect(cer(["😀"], ["😁!"])).toBe(1);
    expect(wer(["the  cat\tsat"], ["the cat sat"])).toBe(0);
  });

  it("refuse lists of different lengths, and unknown reductions", () => {
    expect(() => cer(["a"], [])).toThrow(UsageError);
    expect(() => wer([], ["a"])).toThrow(/each hypothesis needs a reference; got 0 and 1/);
    expect(() => cer(["a"], ["a"], { reduction: "mean" as "total" })).toThrow(/reduction must be .*got mean/);
  });
});
