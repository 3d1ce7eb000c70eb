/**
 * @file What the code of a product depends on beside its tile: how the operands lie in memory, and what is aligned. Extents
 * are arguments.
 */
import type { DotSpec, DotView } from "@adjoint/core";
import { type Operand, viewKey } from "./operand.ts";

export interface DotLayout {
  readonly a: Operand;
  readonly b: Operand;
  /** The output is an array of vectors of four. */
  readonly isOutVector: boolean;
  /** Which operand is a vector; b where both are. */
  readonly vector: "a" | "b" | undefined;
  /** k is a multiple of 4. */
  readonly isKWhole: boolean;
}

export function layoutOf(spec: DotSpec): DotLayout {
  const { m, n, k } = spec;
  const isHalf = { a: spec.aDtype === "f16", b: spec.bDtype === "f16" };
  const operand = (name: "a" | "b", isAlongK: boolean, stride: number): Operand => {
    const extent = name === "a" ? "m" : "n";
    const along = isAlongK ? k : spec[extent];
    const isAligned = along % 4 === 0 && (spec.batch <= 1 || stride % 4 === 0);
    return { name, extent, isAlongK, isVector: k > 0 && isAligned, isHalf: isHalf[name] };
  };
  const viewed = (name: "a" | "b", { batch, row, column }: DotView): Operand => {
    const [outer, inner] = name === "a" ? [row, column] : [column, row];
    const view = { batch, outer, inner };
    return { name, extent: name === "a" ? "m" : "n", isAlongK: false, isVector: false, isHalf: isHalf[name], view };
  };
  // A vector runs along k, whichever way its matrix is written.
  const { aView, bView } = spec;
  const a = aView ? viewed("a", aView) : operand("a", m === 1 || !spec.isATransposed, spec.aBatchStride);
  const b = bView ? viewed("b", bView) : operand("b", n === 1 || spec.isBTransposed, spec.bBatchStride);
  const vector = n === 1 ? "b" : m === 1 ? "a" : undefined;
  // Of a matrix whose rows lie along k, an invocation has one output; a part of a vector may not be stored alone.
  const isOneEach = vector !== undefined && (vector === "a" ? b : a).isAlongK;
  return { a, b, isOutVector: !isOneEach && (n === 1 ? m : n) % 4 === 0, vector, isKWhole: k % 4 === 0 };
}

/** Identifies a layout in cache keys. */
export function layoutKey({ a, b, isOutVector, vector, isKWhole }: DotLayout): string {
  const operand = ({ isAlongK, isVector, isHalf, view }: Operand): string =>
    `${isHalf ? "f16 " : ""}${view === undefined ? `${isAlongK ? "k" : "o"}${isVector ? 4 : 1}` : viewKey(view)}`;
  return `${operand(a)} ${operand(b)} ${isOutVector ? 4 : 1}${isKWhole ? "" : " rest"} ${vector ?? "matrix"}`;
}
