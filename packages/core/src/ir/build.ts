/**
 * @file Makes legal nodes: one function for each primitive, with its shape and dtype rule. Operands must fit exactly;
 * broadcasting and promotion happen in `ops/`, which also checks what users pass and words their errors.
 */
import { DTYPES, type DType, isFloat } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { type ScalarOp, scalarDef } from "../scalar/table.ts";
import { extentOf, formatShape, type Shape, sameShape, sizeOf } from "../shape.ts";
import {
  type ConvGeometry,
  type ConvPart,
  type CustomRule,
  type DotReads,
  Node,
  type NodeSpec,
  resultTypes,
} from "./node.ts";
import type { KernelProgram } from "./program.ts";

/** Numbers that belong to the structure of a graph, where the simplifier can use them. All others may vary between runs. */
const STRUCTURAL = new Set([0, 1, -1, 2]);

let isTracking = true;

/** Runs `body` with tracking on or off: what it builds while it is off counts as constant for every gradient. */
export function withTracking<T>(isOn: boolean, body: () => T): T {
  const before = isTracking;
  isTracking = isOn;
  try {
    return body();
  } finally {
    isTracking = before;
  }
}

/** True unless an enclosing `withTracking` has switched it off. */
export function tracks(): boolean {
  return isTracking;
}

/** A node as it is given, tracked if its inputs are: for those who know that it is legal. */
export function make(spec: NodeSpec, inputs: readonly Node[], shape: Shape, dtype: DType): Node {
  // Integers and conditions have no derivative; the dtype of a kernel node, or a scan, is only that of its first result.
  const mayTrack = isTracking && (isFloat(dtype) || spec.kind === "kernel" || spec.kind === "scan");
  return new Node(spec, inputs, shape, dtype, mayTrack && someTracked(inputs));
}

function someTracked(nodes: readonly Node[]): boolean {
  for (let i = 0; i < nodes.length; i++) if ((nodes[i] as Node).isTracked) return true;
  return false;
}

/** Nodes are born by the hundred in each step of training, so a rule with facts in it is a function. */
function expect(holds: boolean, op: string, rule: string | (() => string), ...nodes: readonly Node[]): void {
  if (!holds) throw misfit(op, typeof rule === "string" ? rule : rule(), nodes);
}

function misfit(op: string, rule: string, nodes: readonly Node[]): ShapeError {
  return new ShapeError({ op, rule, got: nodes.map((n) => `${n.dtype}${formatShape(n.shape)}`).join(", ") });
}

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

export function permute(x: Node, order: readonly number[]): Node {
  if (order.every((axis, i) => axis === i)) return x;
  return make(
    { kind: "permute", order },
    [x],
    order.map((axis) => extentOf(x.shape, axis)),
    x.dtype,
  );
}

/** Swaps the last two axes. */
export function transpose(x: Node): Node {
  const rank = x.shape.length;
  const order = x.shape.map((_, axis) => axis);
  order[rank - 2] = rank - 1;
  order[rank - 1] = rank - 2;
  return permute(x, order);
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

/** Surrounds with zeros. Counts are not negative. */
export function pad(x: Node, before: readonly number[], after: readonly number[]): Node {
  if (before.every((n) => n === 0) && after.every((n) => n === 0)) return x;
  const shape = x.shape.map((extent, axis) => extentOf(before, axis) + extent + extentOf(after, axis));
  return make({ kind: "pad", before, after }, [x], shape, x.dtype);
}

export function shrink(x: Node, begin: readonly number[], end: readonly number[]): Node {
  const shape = x.shape.map((_, axis) => extentOf(end, axis) - extentOf(begin, axis));
  return sameShape(shape, x.shape) ? x : make({ kind: "shrink", begin, end }, [x], shape, x.dtype);
}

export function flip(x: Node, axes: readonly number[]): Node {
  return axes.length === 0 ? x : make({ kind: "flip", axes }, [x], x.shape, x.dtype);
}

/** How many windows of `size` elements fit an axis; below 1 if none does. */
export function countWindows(extent: number, size: number, stride: number, dilation: number): number {
  return Math.floor((extent - dilation * (size - 1) - 1) / stride) + 1;
}

/** Windows of `size` elements along an axis, at least one; see the node kind. */
export function window(x: Node, axis: number, size: number, stride: number, dilation: number): Node {
  const count = countWindows(extentOf(x.shape, axis), size, stride, dilation);
  expect(size > 0 && count > 0, "window", () => `one of ${size} elements must fit axis ${axis}`, x);
  const shape = [...x.shape.map((extent, i) => (i === axis ? count : extent)), size];
  return size === 1 && stride === 1
    ? reshape(x, shape)
    : make({ kind: "window", axis, stride, dilation }, [x], shape, x.dtype);
}

/** Adds up windows, which lie along an axis and the last one, into an axis of `extent` elements. */
export function fold(y: Node, axis: number, extent: number, stride: number, dilation: number): Node {
  const size = extentOf(y.shape, y.shape.length - 1);
  const fits = countWindows(extent, size, stride, dilation) === y.shape[axis];
  expect(fits, "fold", () => `windows must be as many as fit ${extent} elements`, y);
  const shape = y.shape.slice(0, -1).map((count, i) => (i === axis ? extent : count));
  return make({ kind: "fold", axis, stride, dilation }, [y], shape, y.dtype);
}

/** Reduces over sorted `axes`, which stay as extents of 1. An empty reduction gives the identity. */
export function reduce(op: ReduceOp, x: Node, axes: readonly number[]): Node {
  if (axes.length === 0) return x;
  const shape = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  return make({ kind: "reduce", op, axes }, [x], shape, x.dtype);
}

/** Matrix product over the last two axes; all leading axes are batch axes, and equal. */
export function dot(a: Node, b: Node, reads: DotReads = {}): Node {
  const rank = a.shape.length;
  const rule = "a[…, M, K] and b[…, K, N] need equal batch axes and K";
  expect(rank >= 2 && b.shape.length === rank && a.dtype === b.dtype, "dot", rule, a, b);
  const batch = a.shape.slice(0, -2);
  expect(sameShape(batch, b.shape.slice(0, -2)) && a.shape[rank - 1] === b.shape[rank - 2], "dot", rule, a, b);
  return make(
    { kind: "dot", ...reads },
    [a, b],
    [...batch, extentOf(a.shape, rank - 2), extentOf(b.shape, rank - 1)],
    a.dtype,
  );
}

/** One factor of a convolution, of the given shape, from the two others; see `ConvPart`. */
export function conv(of: ConvPart, geometry: ConvGeometry, a: Node, b: Node, shape: Shape): Node {
  const [x, w, y] =
    of === "output"
      ? [a.shape, b.shape, shape]
      : of === "input"
        ? [shape, b.shape, a.shape]
        : [a.shape, shape, b.shape];
  const { stride, dilation, before, after, groups } = geometry;
  const [outputs = 0, channels = 0, ...kernel] = w;
  const counts = kernel.map((size, i) => {
    const padded = extentOf(x, i + 2) + extentOf(before, i) + extentOf(after, i);
    return countWindows(padded, size, extentOf(stride, i), extentOf(dilation, i));
  });
  const fits = x[1] === channels * groups && outputs % groups === 0 && a.dtype === b.dtype;
  const isWhole = fits && sameShape(y, [x[0] ?? 0, outputs, ...counts]);
  expect(isWhole, "conv", () => `factors must fit ${formatShape(shape)}`, a, b);
  return make({ kind: "conv", of, geometry }, [a, b], shape, a.dtype);
}

/** `x[…, indices[…], …]` along `axis`: the shapes are equal but for that axis. An index outside reads 0. */
export function gather(x: Node, indices: Node, axis: number): Node {
  const fits = x.shape.length === indices.shape.length && x.shape.every((n, i) => i === axis || n === indices.shape[i]);
  expect(fits && indices.dtype === "i32", "gather", "i32 indices of the shape of x but for the axis", x, indices);
  return make({ kind: "gather", axis }, [x, indices], indices.shape, x.dtype);
}

/** Adds `updates` to `base` where `indices` point along `axis`, in the order of the updates. An index outside is dropped. */
export function scatterAdd(base: Node, indices: Node, updates: Node, axis: number): Node {
  const fits =
    base.shape.length === indices.shape.length && base.shape.every((n, i) => i === axis || n === indices.shape[i]);
  const isTyped = indices.dtype === "i32" && updates.dtype === base.dtype && base.dtype !== "bool";
  expect(
    fits && isTyped && sameShape(indices.shape, updates.shape),
    "scatterAdd",
    "indices and updates of one shape",
    base,
    indices,
    updates,
  );
  return make({ kind: "scatterAdd", axis }, [base, indices, updates], base.shape, base.dtype);
}

/** Values and i32 indices, sorted along the last axis: all of them, or the first `count`. */
export function sort(x: Node, isDescending: boolean, count?: number): { values: Node; indices: Node } {
  const shape = count === undefined ? x.shape : [...x.shape.slice(0, -1), count];
  const node = make({ kind: "sort", isDescending }, [x], shape, x.dtype);
  return { values: result(node, 0), indices: result(node, 1) };
}

/** Running sums along the last axis. */
export function cumsum(x: Node): Node {
  return make({ kind: "cumsum" }, [x], x.shape, x.dtype);
}

/** Runs kernels written in the kernel language; one node for each output. */
export function kernel(program: KernelProgram, inputs: readonly Node[]): Node[] {
  const first = program.outputs[0];
  if (first === undefined) throw new TypeError(`kernel program ${program.name} has no output`);
  const node = make({ kind: "kernel", program }, inputs, first.shape, first.dtype);
  return program.outputs.map((_, index) => result(node, index));
}

/** One of several results of a node. */
export function result(node: Node, index: number): Node {
  const type = resultTypes(node)[index];
  if (type === undefined) throw new RangeError(`result ${index} of ${node.spec.kind}`);
  return make({ kind: "result", index }, [node], type.shape, type.dtype);
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

/** `result` as a function of `args`, differentiated by `rule`. */
export function custom(result: Node, args: readonly Node[], rule: CustomRule): Node {
  return make({ kind: "custom", rule }, [result, ...args], result.shape, result.dtype);
}

/** A leaf that holds data. */
export function buffer(shape: Shape, dtype: DType, tracked = false): Node {
  return new Node({ kind: "buffer" }, [], shape, dtype, tracked);
}
