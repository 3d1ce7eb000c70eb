/**
 * @file How a contraction reads its operands: movement operations above an operand are absorbed into the layout
 * (transposed or not, one matrix repeated over the batch), if they amount to that, and the widening of 16-bit floats.
 */
import type { DotReads, Node } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import {
  addForms,
  atomForm,
  constantForm,
  type Form,
  flatten,
  indexForm,
  mentions,
  scaleForm,
  unflatten,
} from "./index-form.ts";
import type { DotSpec, DotView } from "./plan.ts";

export interface DotOperand {
  /** The node whose buffer is read. */
  readonly base: Node;
  readonly isTransposed: boolean;
  /** Elements from one matrix of the batch to the next; 0 if all are the same. */
  readonly batchStride: number;
  readonly view?: DotView | undefined;
}

const ABSORBED = new Set(["reshape", "permute", "expand"]);

/**
 * Follows an operand of shape [batch…, rows, columns] down through movement operations while the layout stays simple; through
 * windows, too, if `hasWindows`, while each index adds its own part to where an element lies; and through
 * the widening of 16-bit floats, if it `hasHalves`.
 */
function dotOperand(operand: Node, hasWindows: boolean, hasHalves: boolean): DotOperand {
  const rank = operand.shape.length;
  const [rows, columns] = [operand.shape[rank - 2] ?? 1, operand.shape[rank - 1] ?? 1];
  const batch = sizeOf(operand.shape) / (rows * columns);
  const [b, i, j] = [indexForm("b", batch), indexForm("i", rows), indexForm("j", columns)];
  let best: DotOperand = { base: operand, isTransposed: false, batchStride: rows * columns };
  let indices: readonly Form[] = [...unflatten(b, operand.shape.slice(0, -2)), i, j];
  let node = operand;
  let isWindow = false;
  const isAbsorbed = (above: Node): boolean =>
    ABSORBED.has(above.spec.kind) || (hasWindows && above.spec.kind === "window") || (hasHalves && isWidened(above));
  while (isAbsorbed(node) && node.inputs[0] !== undefined) {
    isWindow ||= node.spec.kind === "window";
    indices = moveThrough(node, indices);
    node = node.inputs[0];
    const position = flatten(indices, node.shape);
    const layout = matchLayout(position, b, i, j, rows, columns);
    const view = isWindow && layout === undefined ? viewOf(position) : undefined;
    if (layout !== undefined) best = { base: node, ...layout };
    else if (view !== undefined) best = { base: node, isTransposed: false, batchStride: 0, view };
  }
  return best;
}

/** True for 16-bit floats that are made 32-bit ones. */
export function isWidened({ spec, dtype, inputs }: Node): boolean {
  return spec.kind === "cast" && dtype === "f32" && inputs[0]?.dtype === "f16";
}

function moveThrough(node: Node, indices: readonly Form[]): readonly Form[] {
  const source = node.inputs[0];
  const { spec } = node;
  if (source === undefined || spec.kind === "cast") return indices;
  if (spec.kind === "reshape") return unflatten(flatten(indices, node.shape), source.shape);
  if (spec.kind === "permute") {
    const inner = new Array<Form>(indices.length);
    spec.order.forEach((axis, at) => {
      inner[axis] = indices[at] ?? constantForm(0);
    });
    return inner;
  }
  if (spec.kind === "window") {
    const inside = scaleForm(indices.at(-1) ?? constantForm(0), spec.dilation);
    return source.shape.map((_, axis) => {
      const index = indices[axis] ?? constantForm(0);
      return axis === spec.axis ? addForms(scaleForm(index, spec.stride), inside) : index;
    });
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

/** A position as a sum of parts that depend on one index each; undefined if it is none. */
function viewOf(position: Form): DotView | undefined {
  const parts = { b: constantForm(0), i: constantForm(position.offset), j: constantForm(0) };
  const names = ["b", "i", "j"] as const;
  for (const term of position.terms) {
    const own = atomForm(term.atom);
    const [name, other] = names.filter((index) => mentions(own, index));
    if (name === undefined || other !== undefined || term.factor < 0) return undefined;
    parts[name] = addForms(parts[name], scaleForm(own, term.factor));
  }
  return position.offset < 0 ? undefined : { batch: parts.b, row: parts.i, column: parts.j };
}

/** Both operands of a `dot` node. Those of vectors are matrices in memory: their products have templates of their own. */
export function dotOperands(node: Node): [DotOperand, DotOperand] {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) throw new RangeError("dot takes two operands");
  const isVector = node.shape.at(-1) === 1 || node.shape.at(-2) === 1;
  const { hasWindows, hasHalves }: DotReads = node.spec.kind === "dot" ? node.spec : {};
  const operand = (of: Node, canView: boolean): DotOperand => dotOperand(of, canView && !isVector, hasHalves === true);
  return [operand(a, hasWindows === "both"), operand(b, hasWindows !== undefined)];
}

/** The contraction of a `dot` node with its operands' layouts; a batch that shares b is folded into the rows. */
export function dotSpec(node: Node): { spec: DotSpec; a: Node; b: Node } {
  const [left, right] = node.inputs;
  const [a, b] = dotOperands(node);
  const m = left?.shape.at(-2) ?? 1;
  const k = left?.shape.at(-1) ?? 1;
  const n = right?.shape.at(-1) ?? 1;
  const batch = sizeOf(node.shape) / (m * n);
  const isFolded =
    batch > 1 && b.view === undefined && b.batchStride === 0 && a.batchStride === m * k && !a.isTransposed;
  const spec: DotSpec = {
    batch: isFolded ? 1 : batch,
    m: isFolded ? m * batch : m,
    n,
    k,
    isATransposed: a.isTransposed,
    isBTransposed: b.isTransposed,
    aBatchStride: isFolded || batch === 1 ? 0 : a.batchStride,
    bBatchStride: batch === 1 ? 0 : b.batchStride,
    ...(a.view === undefined ? {} : { aView: a.view }),
    ...(b.view === undefined ? {} : { bView: b.view }),
    ...(a.base.dtype === "f16" ? { aDtype: "f16" } : {}),
    ...(b.base.dtype === "f16" ? { bDtype: "f16" } : {}),
  };
  return { spec, a: a.base, b: b.base };
}
