import { ir, type ScalarOp } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { SCALAR_RULES } from "../src/rules/scalar-rules.ts";
import { expectTwiceDifferentiable, type NodeFunction, vector } from "./helpers.ts";

/** Operands of each operation that has a derivative, inside its domain and away from kinks. */
const CASES = {
  neg: [[-1.5, 0, 2]],
  abs: [[-1.5, 0.3, 2]],
  sqrt: [[0.04, 1, 9]],
  floor: "constant",
  ceil: "constant",
  trunc: "constant",
  round: "constant",
  add: [
    [1, -2, 0],
    [0.5, 3, 0],
  ],
  sub: [
    [1, -2, 0],
    [0.5, 3, 0],
  ],
  mul: [
    [1, -2, 0],
    [0.5, 3, 0],
  ],
  div: [
    [1, -2, 0],
    [0.5, 3, -1.5],
  ],
  max: [
    [1, -2, 0],
    [0.5, 3, 0.1],
  ],
  min: [
    [1, -2, 0],
    [0.5, 3, 0.1],
  ],
  lt: "constant",
  le: "constant",
  eq: "constant",
  where: "condition",
  not: "constant",
  and: "constant",
  or: "constant",
  xor: "constant",
  shl: "constant",
  shr: "constant",
  idiv: "constant",
  mod: [
    [7.3, -7.3, 2.2],
    [2, 3, -0.7],
  ],
  exp: [[-2, 0, 1.5]],
  expm1: [[-2, 0, 1.5]],
  log: [[0.1, 1, 7]],
  log1p: [[-0.5, 0, 7]],
  sin: [[-2, 0, 1.5]],
  cos: [[-2, 0, 1.5]],
  tanh: [[-2, 0, 1.5]],
  erf: [[-2, 0, 1.5]],
  pow: [
    [0.5, 1.7, 3, 2],
    [2.5, -1.2, 0, 1],
  ],
  threefry: "constant",
  farSine: "constant",
} as const satisfies Record<ScalarOp, readonly (readonly number[])[] | "constant" | "condition">;

describe("derivatives of scalar operations", () => {
  for (const [op, operands] of Object.entries(CASES) as [ScalarOp, (typeof CASES)[ScalarOp]][]) {
    if (operands === "constant") {
      it(`${op} has none`, () => {
        expect(SCALAR_RULES[op]).toBe("constant");
      });
    } else if (operands === "condition") {
      it(`${op} agrees with differences, by both branches`, () => {
        const f: NodeFunction = (a, b) => {
          const condition = ir.map("lt", ir.iota([3], 0), ir.full(2, [3], "i32"));
          return ir.map("where", condition, ir.map("mul", a, a), ir.map("sin", b));
        };
        expectTwiceDifferentiable(f, vector(1, 2, 3), vector(0.1, 0.2, 0.3));
      });
    } else {
      it(`${op} agrees with differences, and so does its derivative`, () => {
        expectTwiceDifferentiable((...inputs) => ir.map(op, ...inputs), ...operands.map((data) => vector(...data)));
      });
    }
  }
});
