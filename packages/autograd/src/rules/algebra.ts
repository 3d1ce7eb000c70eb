/**
 * @file What gradient rules are written in: the builders of `ir`, with the simplifications that keep gradient graphs small
 * where cotangents are constants. Only `const` nodes are folded, never the numbers that vary from run to run, so that
 * the structure of a gradient does not depend on their values.
 */
import { type DType, ir, type Node, type ScalarOp, type Shape, sameShape } from "@adjoint/core";

/** The value of a constant, repeated or not; undefined for everything else. */
export function constantOf(node: Node): number | undefined {
  let source = node;
  while (source.spec.kind === "expand" || source.spec.kind === "reshape") source = source.inputs[0] as Node;
  return source.spec.kind === "const" ? source.spec.value : undefined;
}

/** The number behind a constant or a run-time scalar, repeated or not. */
export function numberOf(node: Node): number | undefined {
  let source = node;
  while (source.spec.kind === "expand" || source.spec.kind === "reshape") source = source.inputs[0] as Node;
  return source.spec.kind === "const" || source.spec.kind === "scalar" ? source.spec.value : undefined;
}

/** `value` in the shape and dtype of `node`. */
export const like = (node: Node, value: number): Node => ir.full(value, node.shape, node.dtype);

/** Zeros in the shape and dtype of `node`. */
export const zerosLike = (node: Node): Node => like(node, 0);

export function neg(x: Node): Node {
  const value = constantOf(x);
  if (value !== undefined && value !== 0) return like(x, -value);
  if (x.spec.kind === "map" && x.spec.op === "neg") return x.inputs[0] as Node;
  return ir.map("neg", x);
}

export function mul(a: Node, b: Node): Node {
  const x = constantOf(a);
  const y = constantOf(b);
  if (x !== undefined && y !== undefined) return like(a, x * y);
  if (x === 1) return b;
  if (y === 1) return a;
  if (x === -1) return neg(b);
  if (y === -1) return neg(a);
  return ir.map("mul", a, b);
}

export function add(a: Node, b: Node): Node {
  const x = constantOf(a);
  const y = constantOf(b);
  if (x !== undefined && y !== undefined) return like(a, x + y);
  if (x === 0) return b;
  if (y === 0) return a;
  if (b.spec.kind === "map" && b.spec.op === "neg") return ir.map("sub", a, b.inputs[0] as Node);
  return ir.map("add", a, b);
}

export const sub = (a: Node, b: Node): Node => ir.map("sub", a, b);

/** `x · factor`, for a number that the formula fixes. */
export const times = (x: Node, factor: number): Node => mul(x, like(x, factor));

/** `a` where `condition` holds, else `b`. */
export const where = (condition: Node, a: Node, b: Node): Node => ir.map("where", condition, a, b);

export const compare = (op: ScalarOp & ("lt" | "le" | "eq"), a: Node, b: Node | number): Node =>
  ir.map(op, a, typeof b === "number" ? like(a, b) : b);

export const and = (a: Node, b: Node): Node => ir.map("and", a, b);

/**
 * `c / d`, and 0 where both are 0: a function that is singular at a point gets no gradient there from a branch that was
 * not taken, as in `where(x > 0, log(x), 0)`.
 */
export function quotient(c: Node, d: Node): Node {
  if (constantOf(d) === 1) return c;
  const isSingular = singular(c, d);
  return ir.map("div", c, isSingular === undefined ? d : where(isSingular, like(d, 1), d));
}

/** Where both `c` and `d` are 0; undefined if their form shows that it is nowhere. */
export function singular(c: Node, d: Node): Node | undefined {
  if (isNonzero(d, 8)) return undefined;
  const factor = constantOf(c);
  if (factor !== undefined && factor !== 0) return undefined;
  return and(compare("eq", d, 0), compare("eq", c, 0));
}

/** True if the form of a node shows that it is positive (underflow aside), or a number other than 0. */
export function isNonzero(node: Node, depth: number): boolean {
  const value = numberOf(node);
  return value !== undefined ? value !== 0 : isPositive(node, depth);
}

function isPositive(node: Node, depth: number): boolean {
  const value = numberOf(node);
  if (value !== undefined) return value > 0;
  const [a, b] = node.inputs;
  if (depth === 0 || a === undefined) return false;
  switch (node.spec.kind) {
    case "expand":
    case "reshape":
    case "permute":
      return isPositive(a, depth - 1);
    case "reduce":
      return node.spec.op === "sum" && isPositive(a, depth - 1);
    case "map":
      if (node.spec.op === "exp") return true;
      if (b === undefined || (node.spec.op !== "add" && node.spec.op !== "mul")) return false;
      return isPositive(a, depth - 1) && isPositive(b, depth - 1);
    default:
      return false;
  }
}

/** Repeats `x`, whose rank may be lower, over a shape; a constant is repeated only once. */
export function expandTo(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const value = constantOf(x);
  return value === undefined ? ir.expand(x, shape) : ir.full(value, shape, x.dtype);
}

/** A change of shape; a constant is made anew. */
export function reshapeTo(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const value = constantOf(x);
  return value === undefined ? ir.reshape(x, shape) : ir.full(value, shape, x.dtype);
}

/** Sums `x` down to a shape that broadcasts to its own: the adjoint of `expand`. */
export function sumTo(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.shape.length - shape.length;
  const axes: number[] = [];
  let count = 1;
  x.shape.forEach((extent, axis) => {
    if (axis >= lead && shape[axis - lead] === extent) return;
    axes.push(axis);
    count *= extent;
  });
  const value = constantOf(x);
  if (value !== undefined) return ir.full(value * count, shape, x.dtype);
  return ir.reshape(ir.reduce("sum", x, axes), shape);
}

/** The zeros of a shape. */
export const zeros = (shape: Shape, dtype: DType): Node => ir.full(0, shape, dtype);
