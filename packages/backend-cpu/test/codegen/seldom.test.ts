/** @file Loops that are emitted once more as if what seldom holds did not: choices of the program, and of one lane. */
import { buildKernel, k } from "@adjoint/core";
import { EXPANSIONS } from "@adjoint/core/expansions";
import { expect, test } from "vitest";
import { compileKernel } from "../../src/codegen/compile-kernel.ts";
import * as rare from "../../src/codegen/rare-kernels.ts";
import { printModule } from "../../src/wasm/print.ts";
import { findDifference } from "./compare.ts";

const f32 = (value: number): k.ExprLike & object => k.constant(value, "f32");

/** By row: the sum over the other columns than the label's, 1 minus those columns, and the label's element. */
const rows = (columns: number) =>
  buildKernel("rows", (b) => {
    const row = b.gridIndex("row");
    const [x, label, flag] = [b.input("x", "f32"), b.input("label", "i32"), b.input("flag", "f32")];
    const [sums, own, out] = [b.output("sums", "f32"), b.output("own", "f32"), b.output("out", "f32")];
    const shared = b.shared("kept", "f32", columns);
    const { sum, picked } = b.reduceAll(columns, (lane) => {
      const value = b.load(x, k.add(k.mul(row, columns), lane));
      const isFlagged = b.let("isFlagged", k.eq(b.load(flag, row), f32(1)));
      const kept = b.let("kept", k.where(isFlagged, k.where(k.eq(value, f32(3)), f32(0), f32(7)), value));
      b.store(shared, lane, kept);
      const isLabel = k.eq(lane, b.load(label, row));
      return {
        sum: { op: "sum", value: k.where(isLabel, f32(0), kept) },
        picked: { op: "sum", value: k.where(isLabel, value, f32(0)) },
      };
    });
    b.store(sums, row, sum);
    b.store(own, row, picked);
    b.lanes(columns, (lane) => {
      const isLabel = b.let("isLabel", k.eq(b.load(label, row), lane));
      const hot = k.cast(isLabel, "f32");
      const value = k.add(k.where(isLabel, f32(0), k.sub(f32(1), b.load(shared, lane))), k.mul(hot, picked));
      b.store(out, k.add(k.mul(row, columns), lane), value);
    });
  });

/** The first, the last, some between; none: negative, behind, and such as come to a column if multiplied by 4. */
const LABELS = [0, 1, 17, 37, 63, 69, -1, 70, 2 ** 30 + 5, -(2 ** 31), -(2 ** 30) + 20];

test.each([16, 31, 64, 70])("rows of %i with a label and a flag each give what the interpreter does", (columns) => {
  const labels = [...LABELS, ...LABELS];
  const flags = labels.map((_, i) => (i < LABELS.length ? 0 : 1));
  const x = Array.from({ length: labels.length * columns }, (_, i) => ((i * 7) % 31) - 15);
  const results = [labels, labels, x].map((like) => like.map(() => -1));
  const difference = findDifference(rows(columns), { buffers: [x, labels, flags, ...results], grid: [labels.length] });
  expect(difference).toBe(undefined);
});

test("the usual loop neither compares nor chooses", () => {
  const { module } = compileKernel(rows(64), { isShared: true, formulas: EXPANSIONS, rare });
  const usual = printModule(module)
    .split(/\n\s+else\n/)
    .filter((part) => !part.includes(" if\n"))
    .map((part) => part.slice(0, part.search(/\n\s+end\n/)));
  expect(usual.length).toBeGreaterThan(0);
  for (const part of usual) expect(part).not.toMatch(/bitselect|laneselect|x4\.eq/);
});

test.each(["max", "min"] as const)("%s keeps NaN and tells zeros apart, wherever they are", (op) => {
  const columns = 75;
  const kernel = buildKernel("extreme", (b) => {
    const row = b.gridIndex("row");
    const [x, out] = [b.input("x", "f32"), b.output("out", "f32")];
    b.store(
      out,
      row,
      b.reduce("top", op, columns, (lane) => b.load(x, k.add(k.mul(row, columns), lane))),
    );
  });
  const sign = op === "max" ? -1 : 1;
  const rows = [0, 40, 63, 64, 74].flatMap((at) =>
    [Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((special) =>
      [sign, sign * 0, -sign * 0, sign * Number.POSITIVE_INFINITY].map((rest) =>
        Array.from({ length: columns }, (_, i) => (i === at ? special : rest)),
      ),
    ),
  );
  const buffers = [rows.flat(), rows.map(() => 5)];
  expect(findDifference(kernel, { buffers, grid: [rows.length] })).toBe(undefined);
});
