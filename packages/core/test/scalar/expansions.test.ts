/**
 * @file The formulas, rounded after each operation, against the scalar table in double precision. The same sweep runs on
 * WebAssembly in `backend-cpu`, over more numbers.
 */
import { type ExpandedOp, k, type ScalarOp, type ScalarParam, scalarDef, type ValueType } from "@adjoint/core";
import {
  type BoundedOp,
  compileFormula,
  EDGE_FLOATS,
  integers,
  interpretExpr,
  MATH_BOUNDS,
  POW_ULP,
  randomSource,
  sweepMath,
  ulpError,
  WorstUlp,
} from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";

const BOUNDED = Object.keys(MATH_BOUNDS) as BoundedOp[];
const ODD: readonly BoundedOp[] = ["expm1", "log1p", "sin", "tanh", "erf"];

/** The operation on parameters, for the interpreter to evaluate by its formula. */
function interpreted(op: ScalarOp, dtype: ScalarParam["dtype"]): (...args: number[]) => number {
  const { arity } = scalarDef(op);
  const params = Array.from(
    { length: arity },
    (_, index): ScalarParam => ({ kind: "param", index, name: `p${index}`, dtype }),
  );
  const root = k.apply(op, params);
  const none = (): never => {
    throw new Error("a formula of parameters alone");
  };
  return (...args) =>
    interpretExpr(root, {
      precision: "f32",
      useExpansions: true,
      variable: none,
      load: none,
      param: ({ index }) => args[index] ?? 0,
    });
}

/** Float32 numbers of all magnitudes: their bits are uniform. */
function anyFloats(seed: number, count: number): Float32Array {
  return new Float32Array(integers(seed, count, -(2 ** 31), 2 ** 31).buffer);
}

describe.each(BOUNDED)("%s", (op) => {
  const formula = compileFormula(op, "f32");
  const exact = (x: number): number => scalarDef(op).js(x, 0, 0);

  test("keeps its bound over every 16411th float32", async () => {
    const { ulp } = MATH_BOUNDS[op];
    const worst = await sweepMath(op, (xs) => xs.map((x) => formula(x)), { stride: 16411 });
    expect(worst.count).toBeGreaterThan(100_000);
    expect(worst.error, `${worst}`).toBeLessThanOrEqual(ulp);
  });
  test("keeps its bound at the edges of float32", () => {
    const { ulp, largest } = MATH_BOUNDS[op];
    for (const x of EDGE_FLOATS) {
      if (Math.abs(x) > largest && Number.isFinite(x)) continue;
      expect(ulpError(formula(x), exact(x)), `${op}(${x}) = ${formula(x)}, exactly ${exact(x)}`).toBeLessThanOrEqual(
        ulp,
      );
    }
  });
  test("is the same by the interpreter", () => {
    const slow = interpreted(op, "f32");
    for (const x of [...EDGE_FLOATS, ...anyFloats(3, 200)]) expect(slow(x), `${op}(${x})`).toBe(formula(x));
  });
});

test.each(ODD)("%s keeps −0", (op) => {
  const formula = compileFormula(op, "f32");
  expect([formula(-0), formula(0)]).toEqual([-0, 0]);
});

test("tanh and erf stay within ±1, and reach it", () => {
  for (const op of ["tanh", "erf"] as const) {
    const formula = compileFormula(op, "f32");
    const values = Array.from({ length: 12_000 }, (_, i) => Math.abs(formula(Math.fround(i / 1000))));
    expect(Math.max(...values)).toBe(1);
    expect([formula(9.1), formula(-9.1)]).toEqual([1, -1]);
  }
});

describe("pow", () => {
  const pow = compileFormula("pow", "f32");
  test("has the special cases of Math.pow", () => {
    const odd = [3, -3, 2 ** 24 - 1, 1.5, -1.5, -0.5, 150, -149].flatMap((y) => [y, -y]);
    for (const x of [...EDGE_FLOATS, ...odd]) {
      for (const y of [...EDGE_FLOATS, ...odd]) {
        const value = pow(x, y);
        const message = `pow(${x}, ${y}) = ${value}, exactly ${x ** y}`;
        expect(ulpError(value, x ** y), message).toBeLessThanOrEqual(POW_ULP);
        expect(Object.is(value, -0), message).toBe(Object.is(Math.fround(x ** y), -0));
      }
    }
  });
  test("keeps its bound where the result is finite", () => {
    const worst = new WorstUlp();
    const next = randomSource(11);
    const xs = anyFloats(12, 400_000);
    for (const [i, any] of xs.entries()) {
      // Half of the arguments from all magnitudes, half around 1, where log2 is small and y large.
      const x = i % 2 === 0 ? Math.abs(any) : Math.fround(0.5 + 1.5 * next());
      const y = Math.fround((300 * (next() - 0.5)) / Math.log2(x));
      if (Number.isFinite(x) && Number.isFinite(y)) worst.record([x, y], pow(x, y), x ** y);
    }
    expect(worst.count).toBeGreaterThan(300_000);
    expect(worst.error, `${worst}`).toBeLessThanOrEqual(POW_ULP);
  });
  test("is the same by the interpreter", () => {
    const slow = interpreted("pow", "f32");
    const [xs, ys] = [anyFloats(13, 300), anyFloats(14, 300)];
    for (const [i, x] of xs.entries()) expect(slow(x, ys[i] ?? 0)).toBe(pow(x, ys[i] ?? 0));
  });
});

describe("mod of float32", () => {
  const mod = compileFormula("mod", "f32");
  test("is exact for |a / b| < 2^23, and within |b| beyond", () => {
    const next = randomSource(21);
    const failures: string[] = [];
    for (const a of [...anyFloats(22, 50_000), ...EDGE_FLOATS]) {
      const near = [a / (next() * 2 ** (23 * next())), a / Math.ceil(100 * next())];
      for (const b of [...near, 3, -0.7].map(Math.fround)) {
        const value = mod(a, b);
        const exact = Math.fround(a % b);
        const isRight = Math.abs(a / b) >= 2 ** 23 ? !(Math.abs(value) >= Math.abs(b)) : Object.is(value, exact);
        if (!isRight) failures.push(`mod(${a}, ${b}) = ${value}, exactly ${exact}`);
      }
    }
    expect(failures).toEqual([]);
  });
  test.each([
    [5, 3, 2],
    [-5, 3, -2],
    [5, -3, 2],
    [-6, 3, -0],
    [5, Number.POSITIVE_INFINITY, 5],
    [Number.POSITIVE_INFINITY, 5, Number.NaN],
    [5, 0, Number.NaN],
    [Number.NaN, 5, Number.NaN],
    [5, Number.NaN, Number.NaN],
  ])("mod(%d, %d) = %d", (a, b, value) => {
    expect(mod(a, b)).toBe(value);
  });
});

describe("integers", () => {
  const values = [0, 1, 2, 3, 7, -1, -2, -7, 2 ** 31 - 1, -(2 ** 31), 123456789, -987654321];
  const cases: [op: ExpandedOp, dtype: "i32" | "u32" | "bool"][] = (
    ["neg", "abs", "max", "min", "mod", "not"] as const
  ).flatMap((op) => [
    [op, "i32"],
    [op, "u32"],
  ]);
  test.each([...cases, ["not", "bool"] as const])("%s of %s is exact", (op, dtype) => {
    const formula = compileFormula(op, dtype);
    const wrap = (x: number): number => k.wrapTo(dtype as ValueType, x);
    for (const a of values.map(wrap)) {
      for (const b of values.map(wrap)) {
        // The table leaves the remainder by 0 to its words: 0.
        const exact = op === "mod" && b === 0 ? 0 : wrap(scalarDef(op).js(a, b, 0));
        expect(formula(a, b), `${op}(${a}, ${b})`).toBe(exact);
      }
    }
  });
});
