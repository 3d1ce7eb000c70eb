/**
 * @file Extents and layouts of a CTC problem. Kernels get the extents as launch numbers, so that one compiled kernel
 * serves all sizes; the layouts of what they pass to each other are defined here and nowhere else.
 */
import { type Expr, type KernelBuilder, k, type ScalarParam } from "@adjoint/core";

/** What the kernels must know about the shapes. */
export interface CtcSizes {
  /** N: sequences. */
  readonly items: number;
  /** T: frames of the longest sequence. */
  readonly frames: number;
  /** C: classes, the blank among them. */
  readonly classes: number;
  /** U: labels of the longest target; at least 1. */
  readonly labels: number;
  /** Elements between the logits of one sequence and the next, and of one frame and the next. */
  readonly itemStride: number;
  readonly frameStride: number;
  readonly blank: number;
}

const NAMES = ["items", "frames", "classes", "labels", "itemStride", "frameStride", "blank", "rows"] as const;

/** The sizes, and `rows`: the frames of each sequence that emissions and states have room for. */
export type SizeParams = Readonly<Record<keyof CtcSizes | "rows", ScalarParam>>;

/** Declares the sizes as the first parameters of a kernel. */
export function declareSizes(b: KernelBuilder): SizeParams {
  return Object.fromEntries(NAMES.map((name) => [name, b.param(name, "i32")])) as Record<keyof SizeParams, ScalarParam>;
}

/** The numbers for `declareSizes`. */
export function sizeValues(sizes: CtcSizes, rows: number): number[] {
  return NAMES.map((name) => (name === "rows" ? rows : sizes[name]));
}

/*
 * Emissions: for each sequence and frame a row of mantissas (their bits) and a row of exponents, both of `slots`.
 * Slot 0 and slot U + 1 are zero, so that neighbours of the first and last label need no test; slot p is the
 * probability of label p − 1. Slot U + 2 is the blank. The last slot holds, instead, the greatest logit (in the row
 * of mantissas) and the logarithm of the sum (in the row of exponents).
 *
 * Where not all frames fit, emissions and states hold a window of them (`window.ts`); frames count from its first.
 */

export const emissionSlots = (labels: number): number => labels + 4;
export const slotsOf = (size: SizeParams): Expr => k.add(size.labels, 4);
export const blankSlot = (size: SizeParams): Expr => k.add(size.labels, 2);
export const scaleSlot = (size: SizeParams): Expr => k.add(size.labels, 3);

/** Start of the row of mantissas; the exponents follow after `slotsOf`. */
export function emissionRow(size: SizeParams, item: Expr, frame: Expr): Expr {
  return k.mul(k.add(k.mul(item, size.rows), frame), k.mul(slotsOf(size), 2));
}

/*
 * States: for each direction (0: forward, 1: backward), sequence and frame four rows of `positions`: mantissas and
 * exponents of the blanks 0 … U (blank u stands before label u), then of the labels. Label u stands at position u + 1;
 * positions 0 and U + 1 are zero.
 */

export const statePositions = (labels: number): number => labels + 2;
export const positionsOf = (size: SizeParams): Expr => k.add(size.labels, 2);

/** Start of the four rows. */
export function stateRow(size: SizeParams, direction: Expr | number, item: Expr, frame: Expr): Expr {
  const start = typeof direction === "number" && direction === 0 ? item : k.add(k.mul(size.items, direction), item);
  return k.mul(k.add(k.mul(start, size.rows), frame), k.mul(positionsOf(size), 4));
}

/*
 * Facts: for each sequence the frames that have a gradient (0 if there is no path), the number of its labels, the power
 * of two just below the weight of all paths, and for each label how often it occurs (0 but at its first occurrence) and
 * where it occurs next.
 */

export const factCount = (labels: number): number => LABEL_FACTS + 2 * labels;
export const factRow = (size: SizeParams, item: Expr): Expr => k.mul(item, k.add(k.mul(size.labels, 2), LABEL_FACTS));

/** Where, in the facts of a sequence, those of its labels begin. */
export const LABEL_FACTS = 3;

/** The next power of two, at least 32: sizes of shared arrays and hints, so that few kernels serve all problems. */
export function bucketOf(count: number): number {
  return 2 ** Math.max(5, Math.ceil(Math.log2(count)));
}
