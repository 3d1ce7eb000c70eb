/** @file Checks of a linear layer over classes, and how many of its rows make a chunk. */
import {
  type DType,
  DTypeError,
  extentOf,
  formatShape,
  reshape,
  ShapeError,
  sameShape,
  type Tensor,
  UsageError,
} from "@adjoint/core";
import { checkFloats, checkIntegers } from "../check.ts";
import { checkClassWeight, checkLabelRange } from "../classification/label-rows.ts";
import type { LinearParts, LinearTarget } from "./chunked-cross-entropy.ts";

interface LinearOptions {
  readonly bias?: Tensor | undefined;
  readonly chunk?: number | undefined;
  readonly classWeight?: Tensor | undefined;
  readonly ignoreIndex?: number | undefined;
  readonly smoothing: number;
}

/** A chunk's logits have at least so many elements, */
const LEAST = 2 ** 20;
/** and no more than the smallest limit of a WebGPU binding, 128 MiB, holds. */
const MOST = 2 ** 25;
/** Planning takes a second for some hundred chunks. */
const MOST_CHUNKS = 64;

/** The parts of the loss, with all axes of `x` but the last made one. */
export function checkLinear(
  op: string,
  x: Tensor,
  weight: Tensor,
  labels: Tensor<DType>,
  options: LinearOptions,
): { readonly parts: LinearParts; readonly target: LinearTarget } {
  const { parts, classes } = checkLinearParts(op, x, weight, options.bias);
  const rows = x.shape.slice(0, -1);
  const y = checkIntegers(op, "labels", labels);
  if (!sameShape(y.shape, rows)) {
    const got = `x=${formatShape(x.shape)}, labels=${formatShape(y.shape)}`;
    const rule = "labels must have the shape of x without its last axis";
    throw new ShapeError({ op, rule, got, hint: `labels would be ${formatShape(rows)}` });
  }
  checkLabelRange(op, y, classes, options.ignoreIndex);
  const count = extentOf(parts.x.shape, 0);
  return {
    parts,
    target: {
      labels: reshape(y, [count]),
      classWeight: checkClassWeight(op, options.classWeight, classes),
      ignoreIndex: options.ignoreIndex,
      smoothing: options.smoothing,
      rows: checkChunk(op, options.chunk) ?? chunkRows(count, extentOf(parts.x.shape, 1), classes),
    },
  };
}

/** Checks x […, H], weight [C, H] and bias [C]; x comes out as [N, H]. */
export function checkLinearParts(
  op: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
): { readonly parts: LinearParts; readonly classes: number } {
  const a = checkFloats(op, "x", x);
  const w = checkFloats(op, "weight", weight);
  const b = bias === undefined ? undefined : checkFloats(op, "bias", bias);
  const width = a.shape[a.rank - 1] ?? 0;
  const classes = w.shape[0] ?? 0;
  if (a.rank < 1 || w.rank !== 2 || w.shape[1] !== width || classes === 0) {
    const got = `x=${formatShape(a.shape)}, weight=${formatShape(w.shape)}`;
    throw new ShapeError({
      op,
      rule: "x must be […, H] and weight [C, H], with C ≥ 1",
      got,
      hint: "transpose weight?",
    });
  }
  if (b !== undefined && !sameShape(b.shape, [classes])) {
    const got = `bias=${formatShape(b.shape)} for ${classes} classes`;
    throw new ShapeError({ op, rule: "bias must have one element for each class", got });
  }
  if (w.dtype !== a.dtype || (b !== undefined && b.dtype !== a.dtype)) {
    const got = [a, w, ...(b === undefined ? [] : [b])].map(({ dtype }) => dtype).join(", ");
    throw new DTypeError({ op, rule: "x, weight and bias must be of one dtype", got, hint: "cast the others" });
  }
  const count = a.shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
  return { parts: { x: reshape(a, [count, width]), weight: w, bias: b }, classes };
}

function checkChunk(op: string, chunk: number | undefined): number | undefined {
  if (chunk === undefined || (Number.isInteger(chunk) && chunk >= 1)) return chunk;
  throw new UsageError({
    op,
    rule: "chunk must be a whole number of at least 1",
    got: String(chunk),
    hint: "it counts rows",
  });
}

/** Rows whose logits are no more than x, within limits; in chunks of equal size where that costs less than half of them. */
export function chunkRows(count: number, width: number, classes: number): number {
  const elements = Math.max(count * width, Math.ceil(count / MOST_CHUNKS) * classes, LEAST);
  const most = Math.max(1, Math.min(count, Math.floor(Math.min(elements, MOST) / classes)));
  for (let rows = most; 2 * rows > most; rows--) if (count % rows === 0) return rows;
  return most;
}
