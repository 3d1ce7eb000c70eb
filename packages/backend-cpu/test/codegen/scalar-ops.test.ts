/** @file Every scalar operation and conversion, for every type it is defined for, in vectors and in tails. */
import {
  buildKernel,
  type Expr,
  type Kernel,
  k,
  SCALARS,
  type ScalarDef,
  type ScalarOp,
  scalarDef,
  type ValueType,
} from "@adjoint/core";
import { expect, test } from "vitest";
import { findDifference } from "./compare.ts";

const TYPES = ["f32", "f64", "i32", "u32", "bool"] as const;

const DOMAINS: Readonly<Record<ScalarDef["domain"], readonly ValueType[]>> = {
  float: ["f32", "f64"],
  number: ["f32", "f64", "i32", "u32"],
  integer: ["i32", "u32"],
  logic: ["bool", "i32", "u32"],
  any: TYPES,
};

const FLOATS = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.7, -3.7, 1e-3, 88, -88, 1e10, -1e10, 2 ** 31, -(2 ** 31)];
const EXTREMES = [Infinity, -Infinity, NaN, 1e-40, 3e38, 2 ** 32, 4294967000, 2147483520, 16777217];
const WHOLE = [0, 1, -1, 2, 3, 5, 7, 31, 32, 100, -100, 65535, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 1, 123456789];

function samples(type: ValueType): readonly number[] {
  if (type === "bool") return [0, 1];
  if (type === "u32") return WHOLE.map((x) => x >>> 0);
  if (type === "i32") return WHOLE;
  return [...FLOATS, ...EXTREMES].map((x) => k.wrapTo(type, x));
}

/** All pairs of samples, cut to a length that leaves a tail. */
function operands(types: readonly ValueType[]): number[][] {
  const [first = [], second = [0]] = types.map(samples);
  const rows = first.flatMap((a) => second.map((b) => [a, b, samples(types[2] ?? "bool")[0] ?? 0]));
  rows.forEach((row, i) => {
    const third = samples(types[2] ?? "bool");
    row[2] = third[i % third.length] ?? 0;
  });
  while (rows.length % 4 !== 3) rows.push([...(rows[0] ?? [])]);
  return types.map((_, j) => rows.map((row) => row[j] ?? 0));
}

function mapKernel(types: readonly ValueType[], result: ValueType, f: (args: readonly Expr[]) => Expr): Kernel {
  return buildKernel("map", (b) => {
    b.gridIndex("g");
    const n = b.param("n", "i32");
    const inputs = types.map((type, i) => b.input(`x${i}`, type));
    const out = b.output("out", result);
    b.lanes(n, (lane) => b.store(out, lane, f(inputs.map((x) => b.load(x, lane)))));
  });
}

function check(types: readonly ValueType[], result: ValueType, f: (args: readonly Expr[]) => Expr): void {
  const buffers = operands(types);
  const n = buffers[0]?.length ?? 0;
  const kernel = mapKernel(types, result, f);
  expect(findDifference(kernel, { buffers: [...buffers, new Array(n).fill(0)], params: [n], grid: [1] })).toBe(
    undefined,
  );
}

const cases = (Object.keys(SCALARS) as ScalarOp[]).flatMap((op) =>
  DOMAINS[scalarDef(op).domain].map((type) => [op, type] as const),
);

test.each(cases)("%s of %s", (op, type) => {
  const { arity, result } = scalarDef(op);
  const types = new Array<ValueType>(arity).fill(type);
  if (op === "where") types[0] = "bool";
  check(types, result === "bool" ? "bool" : type, (args) => k.apply(op, args));
});

const conversions = TYPES.flatMap((from) => TYPES.filter((to) => to !== from).map((to) => [from, to] as const));

test.each(conversions)("%s to %s", (from, to) => check([from], to, ([x]) => k.cast(x as Expr, to)));

test.each([
  ["f32", "i32"],
  ["f32", "u32"],
  ["i32", "f32"],
  ["u32", "f32"],
  ["i32", "u32"],
] as const)("bits of %s as %s", (from, to) => check([from], to, ([x]) => k.bitcast(x as Expr, to)));

test.each(["i32", "u32"] as const)("division of %s by constants", (type) => {
  for (const divisor of [0, 1, 2, 3, 7, 64, ...(type === "i32" ? [-1, -3, -(2 ** 31)] : [2 ** 32 - 1])]) {
    for (const op of ["idiv", "mod"] as const) {
      check([type], type, ([x]) => k.apply(op, [x as Expr, k.constant(divisor, type)]));
    }
  }
});

test.each(["i32", "u32"] as const)("shifts of %s by uniform distances", (type) => {
  for (const distance of [0, 1, 31, 32, 33]) {
    check([type], type, ([x]) => k.shl(x as Expr, distance));
    check([type], type, ([x]) => k.shr(x as Expr, distance));
  }
});

test("larger and smaller by comparison, with zeros of both signs and NaN", () => {
  const pick = (swap: boolean) => (args: readonly Expr[]) => {
    const [a, b] = args as readonly [Expr, Expr];
    return swap ? k.where(k.lt(a, b), a, b) : k.where(k.lt(a, b), b, a);
  };
  check(["f32", "f32"], "f32", pick(false));
  check(["f32", "f32"], "f32", pick(true));
});

test("sums of products are not contracted", () => {
  // 1 − 2⁻⁴⁶ rounds to 1 before 1 is taken off; in one rounding, −2⁻⁴⁶ would be left.
  const buffers = [1 + 2 ** -23, 1 - 2 ** -23, -1].map((x) => new Array<number>(7).fill(x));
  const kernel = mapKernel(["f32", "f32", "f32"], "f32", ([a, b, c]) => k.add(k.mul(a as Expr, b as Expr), c as Expr));
  expect(findDifference(kernel, { buffers: [...buffers, new Array(7).fill(0)], params: [7], grid: [1] })).toBe(
    undefined,
  );
});
