/** @file Builders of the nodes that nearly every graph has. Their gradient rules are a table of `autograd`. */
import { DTYPES, type DType, isFloat } from "../dtype.ts";
import { DTypeError } from "../errors.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { type ScalarOp, scalarDef } from "../scalar/table.ts";
import { formatShape, type Shape, sameShape, sizeOf } from "../shape.ts";
import type { GradientRule } from "./gradient-rule.ts";
import { expect, make, misfit } from "./make.ts";
import { Node } from "./node.ts";

/** Numbers that belong to the structure of a graph, where the simplifier can use them. All others may vary between runs. */
const STRUCTURAL = new Set([0, 1, -1, 2]);

/** A rank-0 number: part of the structure if it is 0, ±1 or 2, else free to change from run to run. */
export function number(value: number, dtype: DType): Node {
  return make({ kind: STRUCTURAL.has(value) && !Object.is(value, -0) ? "const" : "scalar", value }, [], [], dtype);
}

/** A rank-0 number that may change from run to run whatever its value is, such as a learning rate. */
export function scalar(value: number, dtype: DType): Node {
  return make({ kind: "scalar", value }, [], [], dtype);
}

/** A number repeated over a shape. */
export function full(value: number, shape: Shape, dtype: DType): Node {
  return expand(number(value, dtype), shape);
}

/** Indices along one axis. */
export function iota(shape: Shape, axis: number): Node {
  return make({ kind: "iota", axis }, [], shape, "i32");
}

const DOMAINS: Readonly<Record<string, (dtype: DType) => boolean>> = {
  float: isFloat,
  number: (dtype) => dtype !== "bool",
  integer: (dtype) => DTYPES[dtype].kind === "integer",
  logic: (dtype) => !isFloat(dtype),
  any: () => true,
};

/** An elementwise operation of operands of equal shape and, but for the condition of `where`, equal dtype. */
export function map(op: ScalarOp, ...inputs: readonly Node[]): Node {
  const def = scalarDef(op);
  const begin = op === "where" ? 1 : 0;
  const first = inputs[begin];
  if (first === undefined || inputs.length !== def.arity) throw new TypeError(`${op} takes ${def.arity} operands`);
  const { shape, dtype } = first;
  let fits = DOMAINS[def.domain]?.(dtype) === true;
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i] as Node;
    if (!sameShape(input.shape, shape)) throw misfit(op, "operands must have one shape", inputs);
    fits &&= i < begin || input.dtype === dtype;
  }
  if (!fits) {
    const rule = `operands must share one dtype of the kind ${def.domain}`;
    throw new DTypeError({ op, rule, got: inputs.map((n) => n.dtype).join(", "), hint: "cast them" });
  }
  return make({ kind: "map", op }, inputs, shape, def.result === "bool" ? "bool" : dtype);
}

export function cast(x: Node, dtype: DType): Node {
  return x.dtype === dtype ? x : make({ kind: "cast" }, [x], x.shape, dtype);
}

/** Reinterprets 32-bit elements. */
export function bitcast(x: Node, dtype: "f32" | "i32" | "u32"): Node {
  if (DTYPES[x.dtype].sizeBytes !== 4 || x.dtype === "bool") {
    throw new DTypeError({ op: "bitcast", rule: "elements must have 32 bits", got: x.dtype });
  }
  return x.dtype === dtype ? x : make({ kind: "bitcast" }, [x], x.shape, dtype);
}

export function reshape(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  expect(
    sizeOf(x.shape) === sizeOf(shape),
    "reshape",
    () => `the number of elements must stay for shape ${formatShape(shape)}`,
    x,
  );
  return make({ kind: "reshape" }, [x], shape, x.dtype);
}

export function expand(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const lead = shape.length - x.shape.length;
  let fits = lead >= 0;
  for (let axis = 0; axis < x.shape.length; axis++) {
    const extent = x.shape[axis];
    fits &&= extent === shape[axis + lead] || extent === 1;
  }
  if (!fits) throw misfit("expand", `the shape must broadcast to ${formatShape(shape)}`, [x]);
  return make({ kind: "expand" }, [x], shape, x.dtype);
}

/** Reduces over sorted `axes`, which stay as extents of 1. An empty reduction gives the identity. Products bring their rule. */
export function reduce(op: ReduceOp, x: Node, axes: readonly number[], rule?: GradientRule<"reduce">): Node {
  if (axes.length === 0) return x;
  const shape = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  return make({ kind: "reduce", op, axes }, [x], shape, x.dtype, rule);
}

/** The same value, through which no gradient flows. */
export function detach(x: Node): Node {
  return new Node({ kind: "detach" }, [x], x.shape, x.dtype, false);
}

/** The same value, in a buffer of its own. */
export function barrier(x: Node): Node {
  return make({ kind: "barrier" }, [x], x.shape, x.dtype);
}

/** The same value as a new leaf of differentiation. */
export function variable(x: Node): Node {
  return new Node({ kind: "variable" }, [x], x.shape, x.dtype, true);
}

/** A leaf that holds data. */
export function buffer(shape: Shape, dtype: DType, tracked = false): Node {
  return new Node({ kind: "buffer" }, [], shape, dtype, tracked);
}
