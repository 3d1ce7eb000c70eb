/**
 * @file Derivatives of the scalar operations: for each, and each of its operands, the cotangent of the operand from the
 * cotangent `c` of the result. Rules build graph, so that gradients fuse and differentiate again.
 *
 * Sub-gradients, decided here once: |·|′(0) = 0; where the operands of max or min are equal, the first gets all, so
 * `minimum(maximum(x, lo), hi)` passes 1 at its bounds; rounding has derivative 0 everywhere.
 */
import { ir, type Node, type SCALARS, type ScalarOp } from "@adjoint/core";
import {
  add,
  and,
  compare,
  constantOf,
  like,
  mul,
  neg,
  numberOf,
  quotient,
  singular,
  sub,
  times,
  where,
  zerosLike,
} from "./algebra.ts";

/** The cotangent of one operand, from the cotangent of the result, the operands and the result. */
type Unary = (c: Node, x: Node, y: Node) => Node;
type Binary = (c: Node, a: Node, b: Node, y: Node) => Node;
type Ternary = (c: Node, condition: Node, a: Node, b: Node, y: Node) => Node;

interface RulesOfArity {
  readonly 1: readonly [Unary];
  readonly 2: readonly [Binary, Binary];
  readonly 3: readonly [null, Ternary, Ternary];
}

/** One rule for each operand, `null` for one that never gets a gradient; or the derivative is zero or does not exist. */
export type ScalarRules = { readonly [Op in ScalarOp]: RulesOfArity[(typeof SCALARS)[Op]["arity"]] | "constant" };

export const SCALAR_RULES = {
  neg: [(c) => neg(c)],
  abs: [(c, x) => where(compare("eq", x, 0), zerosLike(c), where(compare("lt", x, 0), neg(c), c))],
  sqrt: [(c, _x, y) => quotient(times(c, 0.5), y)],
  floor: "constant",
  ceil: "constant",
  trunc: "constant",
  round: "constant",

  add: [(c) => c, (c) => c],
  sub: [(c) => c, (c) => neg(c)],
  mul: [(c, _a, b) => mul(c, b), (c, a) => mul(c, a)],
  div: [(c, _a, b) => quotient(c, b), divisor],
  max: [
    (c, a, b) => where(compare("lt", a, b), zerosLike(c), c),
    (c, a, b) => where(compare("lt", a, b), c, zerosLike(c)),
  ],
  min: [
    (c, a, b) => where(compare("lt", b, a), zerosLike(c), c),
    (c, a, b) => where(compare("lt", b, a), c, zerosLike(c)),
  ],

  lt: "constant",
  le: "constant",
  eq: "constant",
  where: [
    null,
    (c, condition) => where(condition, c, zerosLike(c)),
    (c, condition) => where(condition, zerosLike(c), c),
  ],

  not: "constant",
  and: "constant",
  or: "constant",
  xor: "constant",
  shl: "constant",
  shr: "constant",
  idiv: "constant",
  mod: [(c) => c, (c, a, b, y) => neg(mul(c, ir.map("round", ir.map("div", sub(a, y), b))))],

  exp: [(c, _x, y) => mul(c, y)],
  expm1: [(c, _x, y) => mul(c, add(y, like(y, 1)))],
  log: [(c, x) => quotient(c, x)],
  log1p: [(c, x) => quotient(c, add(x, like(x, 1)))],
  sin: [(c, x) => mul(c, ir.map("cos", x))],
  cos: [(c, x) => neg(mul(c, ir.map("sin", x)))],
  tanh: [(c, _x, y) => mul(c, sub(like(y, 1), mul(y, y)))],
  erf: [(c, x) => mul(times(c, 2 / Math.sqrt(Math.PI)), ir.map("exp", neg(mul(x, x))))],
  pow: [powBase, powExponent],

  threefry: "constant",
  farSine: "constant",
} as const satisfies ScalarRules;

/** −c · y / b, and 0 where both c and b are 0. */
function divisor(c: Node, _a: Node, b: Node, y: Node): Node {
  const slope = quotient(c, b);
  const isSingular = singular(c, b);
  return neg(mul(slope, isSingular === undefined ? y : where(isSingular, zerosLike(y), y)));
}

/**
 * b · a^(b−1), where the exponent at a = b = 0 is taken as 0: the derivative of a⁰ is 0 there too. No gradient comes
 * from a = 0 where c is 0, as in `quotient`.
 */
function powBase(c: Node, a: Node, b: Node): Node {
  const fixed = constantOf(b);
  if (fixed === 0) return zerosLike(c);
  if (fixed === 1) return c;
  if (fixed === 2) return mul(times(c, 2), a);
  const isSingular = singular(c, a);
  const base = isSingular === undefined ? a : where(isSingular, like(a, 1), a);
  return mul(c, mul(b, ir.map("pow", base, lowerExponent(a, b))));
}

function lowerExponent(a: Node, b: Node): Node {
  const value = numberOf(b);
  if (value !== undefined && value !== 0) return ir.expand(ir.scalar(value - 1, b.dtype), b.shape);
  const isFlat = and(compare("eq", a, 0), compare("eq", b, 0));
  return where(isFlat, zerosLike(b), sub(b, like(b, 1)));
}

/** a^b · log a; 0 at a = 0 with b ≥ 0. */
function powExponent(c: Node, a: Node, b: Node, y: Node): Node {
  const isFlat = and(compare("eq", a, 0), compare("le", zerosLike(b), b));
  const log = ir.map("log", where(isFlat, like(a, 1), a));
  return mul(c, mul(y, log));
}
