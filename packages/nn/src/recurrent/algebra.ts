/**
 * @file The arithmetic that the formulas of recurrent cells need, on two kinds of value: kernel expressions (one unit of one
 * sequence) and graph nodes (all units at once). A cell is written once and serves as kernel and as composite.
 */
import { type Expr, ir, type KernelBuilder, k, type Node } from "@adjoint/core";

/** Elementwise arithmetic on values of type `T`. */
export interface Algebra<T> {
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  /** 1 − a. */
  complement(a: T): T;
  tanh(a: T): T;
  /** 1 / (1 + e^−a), from a negative power only, so that nothing overflows. */
  sigmoid(a: T): T;
  /** `value` where `test` is positive or NaN, else 0. */
  wherePositive(test: T, value: T): T;
}

/** On expressions of a lane, each of them named, so that none is computed twice. */
export function laneAlgebra(b: KernelBuilder): Algebra<Expr> {
  const named = (value: Expr): Expr => b.let("value", value);
  return {
    add: (x, y) => named(k.add(x, y)),
    sub: (x, y) => named(k.sub(x, y)),
    mul: (x, y) => named(k.mul(x, y)),
    complement: (x) => named(k.sub(1, x)),
    tanh: (x) => named(k.tanh(x)),
    sigmoid: (x) => {
      const isNegative = k.lt(x, 0);
      const power = named(k.exp(k.where(isNegative, x, k.neg(x))));
      return named(k.div(k.where(isNegative, power, 1), k.add(power, 1)));
    },
    wherePositive: (test, value) => named(k.where(k.le(test, 0), 0, value)),
  };
}

const filled = (value: number, like: Node): Node => ir.full(value, like.shape, like.dtype);

/** On graph nodes of one shape. */
export const nodeAlgebra: Algebra<Node> = {
  add: (a, b) => ir.map("add", a, b),
  sub: (a, b) => ir.map("sub", a, b),
  mul: (a, b) => ir.map("mul", a, b),
  complement: (a) => ir.map("sub", filled(1, a), a),
  tanh: (a) => ir.map("tanh", a),
  sigmoid: (a) => {
    const isNegative = ir.map("lt", a, filled(0, a));
    const power = ir.map("exp", ir.map("where", isNegative, a, ir.map("neg", a)));
    const numerator = ir.map("where", isNegative, power, filled(1, a));
    return ir.map("div", numerator, ir.map("add", power, filled(1, a)));
  },
  wherePositive: (test, value) => ir.map("where", ir.map("le", test, filled(0, test)), filled(0, value), value),
};
