import { ir, type Node } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { pullback } from "../src/sweep.ts";
import { evaluate, gradientBy, gradients, leafOf, matrix, type NodeFunction, vector } from "./helpers.ts";

/** Derivatives of an elementwise function of one operand, with cotangent 1 everywhere. */
function slopes(f: NodeFunction, ...data: number[]): readonly number[] {
  const x = leafOf(vector(...data));
  const [gradient] = pullback([f(x)], [ir.full(1, x.shape, "f64")], [x]);
  // Adding 0 turns −0, which is as good, into 0.
  return evaluate(gradient ?? ir.full(0, x.shape, "f64"), [x], [vector(...data)]).map((slope) => slope + 0);
}

const like = (x: Node, value: number): Node => ir.full(value, x.shape, "f64");

describe("sub-gradients", () => {
  it("is 0 for the absolute value at 0", () => {
    expect(slopes((x) => ir.map("abs", x), -2, 0, 3)).toEqual([-1, 0, 1]);
  });

  it("is 1 at both bounds of minimum(maximum(x, lo), hi), and 0 outside", () => {
    const clip: NodeFunction = (x) => ir.map("min", ir.map("max", x, like(x, -1)), like(x, 1));
    expect(slopes(clip, -1.5, -1, 0, 1, 1.5)).toEqual([0, 1, 1, 1, 0]);
  });

  it("is 0 for relu at 0, with a NaN passed on", () => {
    const relu: NodeFunction = (x) => ir.map("where", ir.map("le", x, like(x, 0)), like(x, 0), x);
    expect(slopes(relu, -1, 0, 1, Number.NaN)).toEqual([0, 0, 1, 1]);
  });

  it("passes 1 at the bound of a hinge", () => {
    const hinge: NodeFunction = (x) => ir.map("max", ir.map("sub", like(x, 1), x), like(x, 0));
    expect(slopes(hinge, 0, 1, 2)).toEqual([-1, -1, 0]);
  });

  it("gives equal operands of max and min to the first", () => {
    for (const op of ["max", "min"] as const) {
      const a = leafOf(vector(2));
      const b = leafOf(vector(2));
      const [da, db] = pullback([ir.map(op, a, b)], [ir.full(1, [1], "f64")], [a, b]);
      expect([da, db].map((node) => evaluate(node as Node, [a, b], [vector(2), vector(2)]))).toEqual([[1], [0]]);
    }
  });

  it("shares among equal largest elements of a reduction", () => {
    const x = leafOf(matrix(2, 3));
    const [gradient] = pullback([ir.reduce("max", x, [1])], [ir.full(6, [2, 1], "f64")], [x]);
    expect(evaluate(gradient as Node, [x], [matrix(2, 3, 5, 5, 1, 2, 2, 2)])).toEqual([3, 3, 0, 2, 2, 2]);
  });
});

describe("singular points", () => {
  const above = (x: Node): Node => ir.map("lt", like(x, 0), x);
  const guarded: Readonly<Record<string, NodeFunction>> = {
    sqrt: (x) => ir.map("where", above(x), ir.map("sqrt", x), like(x, 0)),
    log: (x) => ir.map("where", above(x), ir.map("log", x), like(x, 0)),
    "log1p of −x": (x) => ir.map("where", above(x), ir.map("log1p", ir.map("sub", x, like(x, 1))), like(x, 0)),
    quotient: (x) => ir.map("where", above(x), ir.map("div", ir.map("sin", x), x), like(x, 1)),
    reciprocal: (x) => ir.map("where", above(x), ir.map("div", like(x, 1), x), like(x, 1)),
    "negative power": (x) => ir.map("where", above(x), ir.map("pow", x, like(x, -1.5)), like(x, 1)),
  };
  for (const [name, f] of Object.entries(guarded)) {
    it(`gives no NaN from a branch that is not taken: ${name}`, () => {
      const [atZero, atOne] = slopes(f, 0, 1);
      expect(atZero).toBe(0);
      expect(Number.isFinite(atOne) && atOne !== 0).toBe(true);
    });
  }

  it("selects, rather than multiplies by 0, where a branch is NaN", () => {
    const nanMask = (x: Node): Node => ir.map("not", ir.map("eq", x, x));
    const f: NodeFunction = (x) => ir.map("where", nanMask(x), like(x, 0), ir.map("add", x, x));
    expect(slopes(f, Number.NaN, 3)).toEqual([0, 2]);
  });

  it("differentiates whole powers at 0", () => {
    const power = (exponent: number): readonly number[] => slopes((x) => ir.map("pow", x, like(x, exponent)), 0, 2);
    expect(power(0)).toEqual([0, 0]);
    expect(power(1)).toEqual([1, 1]);
    expect(power(2)).toEqual([0, 4]);
    expect(power(3)).toEqual([0, 12]);
  });

  it("differentiates powers by a tensor of exponents at 0", () => {
    const exponents = vector(0, 1, 2, 3);
    const [byBase, byExponent] = gradients((a, b) => ir.map("pow", a, b), [vector(0, 0, 0, 0), exponents]);
    const weight = (i: number): number => Math.sin(2.3 * i + 1) + 1.7;
    expect(byBase).toEqual([0, weight(1), 0, 0]);
    expect(byExponent).toEqual([0, 0, 0, 0]);
  });

  it("has second derivatives of whole powers at 0", () => {
    const weight = Math.sin(1) + 1.7;
    const second = gradients(
      gradientBy((x) => ir.map("pow", x, like(x, 2)), 0),
      [vector(0)],
    );
    expect(second[0]?.[0]).toBeCloseTo(2 * weight * weight, 12);
  });

  it("is infinite for a square root at 0 whose value is used", () => {
    expect(slopes((x) => ir.map("sqrt", x), 0)).toEqual([Number.POSITIVE_INFINITY]);
  });
});
