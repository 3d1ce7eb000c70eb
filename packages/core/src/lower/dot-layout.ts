/**
 * @file How a contraction reads its operands: movement operations above an operand are absorbed into the layout
 * (transposed or not, one matrix repeated over the batch), if they amount to that.
 */
import type { Node } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import { addForms, constantForm, type Form, flatten, indexForm, scaleForm, unflatten } from "./index-form.ts";
import type { DotSpec } from "./plan.ts";

export interface DotOperand {
  /** The node whose buffer is read. */
  readonly base: Node;
  readonly isTransposed: boolean;
  /** Elements from one matrix of the batch to the next; 0 if all are the same. */
  readonly batchStride: number;
}

const ABSORBED = new Set(["reshape", "permute", "expand"]);

/** Follows an operand of shape [batch…, rows, columns] down through movement operations while the layout stays simple. */
export function dotOperand(operand: Node): DotOperand {
  const rank = operand.shape.length;
  const [rows, columns] = [operand.shape[rank - 2] ?? 1, operand.shape[rank - 1] ?? 1];
  const batch = sizeOf(operand.shape) / (rows * columns);
  const [b, i, j] = [indexForm("b", batch), indexForm("i", rows), indexForm("j", columns)];
  let best: DotOperand = { base: operand, isTransposed: false, batchStride: rows * columns };
  let indices: readonly Form[] = [...unflatten(b, operand.shape.slice(0, -2)), i, j];
  let node = operand;
  while (ABSORBED.has(node.spec.kind) && node.inputs[0] !== undefined) {
    indices = moveThrough(node, indices);
    node = node.inputs[0];
    const layout = matchLayout(flatten(indices, node.shape), b, i, j, rows, columns);
    if (layout !== undefined) best = { base: node, ...layout };
  }
  return best;
}

function moveThrough(node: Node, indices: readonly Form[]): readonly Form[] {
  const source = node.inputs[0];
  const { spec } = node;
  if (source === undefined) return indices;
  if (spec.kind === "reshape") return unflatten(flatten(indices, node.shape), source.shape);
  if (spec.kind === "permute") {
    const inner = new Array<Form>(indices.length);
    spec.order.forEach((axis, at) => {
      inner[axis] = indices[at] ?? constantForm(0);
    });
    return inner;
  }
  const lead = node.shape.length - source.shape.length;
  return source.shape.map((extent, axis) =>
    extent === 1 ? constantForm(0) : (indices[axis + lead] ?? constantForm(0)),
  );
}

function matchLayout(
  position: Form,
  b: Form,
  i: Form,
  j: Form,
  rows: number,
  columns: number,
): Omit<DotOperand, "base"> | undefined {
  const sum = (x: Form, factor: number, y: Form): Form => addForms(scaleForm(x, factor), y);
  for (const batchStride of [rows * columns, 0]) {
    if (position.key === addForms(scaleForm(b, batchStride), sum(i, columns, j)).key)
      return { isTransposed: false, batchStride };
    if (position.key === addForms(scaleForm(b, batchStride), sum(j, rows, i)).key)
      return { isTransposed: true, batchStride };
  }
  return undefined;
}

/** The contraction of a `dot` node with its operands' layouts; a batch that shares b is folded into the rows. */
export function dotSpec(node: Node): { spec: DotSpec; a: Node; b: Node } {
  const [left, right] = node.inputs;
  if (left === undefined || right === undefined) throw new RangeError("dot takes two operands");
  const [a, b] = [dotOperand(left), dotOperand(right)];
  const m = left.shape.at(-2) ?? 1;
  const k = left.shape.at(-1) ?? 1;
  const n = right.shape.at(-1) ?? 1;
  const batch = sizeOf(node.shape) / (m * n);
  const isFolded = batch > 1 && b.batchStride === 0 && a.batchStride === m * k && !a.isTransposed;
  const spec: DotSpec = {
    batch: isFolded ? 1 : batch,
    m: isFolded ? m * batch : m,
    n,
    k,
    isATransposed: a.isTransposed,
    isBTransposed: b.isTransposed,
    aBatchStride: isFolded || batch === 1 ? 0 : a.batchStride,
    bBatchStride: batch === 1 ? 0 : b.batchStride,
  };
  return { spec, a: a.base, b: b.base };
}
