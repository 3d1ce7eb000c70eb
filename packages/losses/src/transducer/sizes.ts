/**
 * @file Extents and layouts of a transducer problem. A node (t, u) of the lattice has emitted u labels before frame t ends.
 * What the kernels pass to each other lies diagonal by diagonal, d = t + u, since all nodes of one depend on the one
 * before only: row d has one place for each u.
 */
import { type Expr, type KernelBuilder, k, type ScalarParam } from "@adjoint/core";
import { BUFFER_BUDGET } from "../ctc/window.ts";

/** What the kernels must know about the shapes. */
export interface RnntSizes {
  /** N: sequences. */
  readonly items: number;
  /** T: frames of the longest sequence. */
  readonly frames: number;
  /** U + 1: nodes of a frame. */
  readonly positions: number;
  /** C: classes, the blank among them. */
  readonly classes: number;
  /** Elements between the labels of one sequence and the next. */
  readonly labelStride: number;
  readonly blank: number;
}

const NAMES = ["items", "frames", "positions", "classes", "labelStride", "blank"] as const;

export type RnntSizeParams = Readonly<Record<keyof RnntSizes, ScalarParam>>;

/** Declares the sizes as the first parameters of a kernel. */
export function declareSizes(b: KernelBuilder): RnntSizeParams {
  return Object.fromEntries(NAMES.map((name) => [name, b.param(name, "i32")])) as Record<keyof RnntSizes, ScalarParam>;
}

/** The numbers for `declareSizes`. */
export const sizeValues = (sizes: RnntSizes): number[] => NAMES.map((name) => sizes[name]);

/** T + U. */
export const diagonalCount = ({ frames, positions }: RnntSizes): number => frames + positions - 1;
const diagonalsOf = (size: RnntSizeParams): Expr => k.sub(k.add(size.frames, size.positions), 1);

/** Rows of an emission: mantissas and exponents of the blank and of the label, then the softmax's greatest logit and log. */
export const EMISSION_ROWS = 6;
/** Start of the rows of a diagonal; each has `positions` words. */
export function emissionRow(size: RnntSizeParams, item: Expr, diagonal: Expr): Expr {
  const row = k.add(k.mul(item, diagonalsOf(size)), diagonal);
  return k.mul(row, k.mul(size.positions, EMISSION_ROWS));
}

/** Mantissas and exponents, for either direction. */
export const STATE_ROWS = 2;
export function stateRow(size: RnntSizeParams, direction: Expr | number, item: Expr, diagonal: Expr): Expr {
  const start = direction === 0 ? item : k.add(k.mul(size.items, direction), item);
  const row = k.add(k.mul(start, diagonalsOf(size)), diagonal);
  return k.mul(row, k.mul(size.positions, STATE_ROWS));
}

/** How many sequences can be computed at once so that no buffer has more than `budget` bytes; at least one. */
export function itemsAtOnce(sizes: RnntSizes, budget = BUFFER_BUDGET): number {
  // Both directions of the states take less than the emissions.
  const bytes = 4 * EMISSION_ROWS * diagonalCount(sizes) * sizes.positions;
  return Math.max(1, Math.min(sizes.items, Math.floor(budget / Math.max(bytes, 1))));
}

/** Node (t, u) in the order of the logits. */
export function nodeIndex(size: RnntSizeParams, item: Expr, t: Expr, u: Expr): Expr {
  return k.add(k.mul(k.add(k.mul(item, size.frames), t), size.positions), u);
}

/**
 * Facts: for each sequence the frames that have a gradient (0 if there is no path), the number of its labels, and the power
 * of two just below the weight of all paths.
 */
export const FACTS = 3;

/** The nodes of a diagonal: the least u, and how many there are. Not positive where there are none. */
export function nodesOf(b: KernelBuilder, diagonal: Expr, frameCount: Expr, labelCount: Expr) {
  const first = b.let("first", k.max(k.sub(k.add(diagonal, 1), frameCount), 0));
  const last = k.min(labelCount, diagonal);
  return { first, count: b.let("nodes", k.add(k.sub(last, first), 1)) };
}
