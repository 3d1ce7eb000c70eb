/**
 * @file Which frames one launch of the CTC kernels has in memory. Where all fit, the one window holds all. Else states of
 * only one window at a time are kept, and of all others the row at which each direction enters them: the gradient works
 * a window out again from there. Memory is then that of √T frames rather than T, for one more run along the paths.
 */
import type { CtcSizes } from "./sizes.ts";
import { emissionSlots, statePositions } from "./sizes.ts";

/** How a problem is cut to fit. */
export interface CtcLayout {
  /** Frames of a window. */
  readonly rows: number;
  /** Windows of all frames; 1 if nothing needs to be worked out again. */
  readonly windows: number;
  /** Sequences that are computed at once. */
  readonly group: number;
}

/** The most bytes of one buffer: what every WebGPU device binds. Tests lower it. */
export const BUFFER_BUDGET = 2 ** 27;

/** Words of all states of a number of frames, both directions, and of their emissions in one direction. */
export const stateWords = (sizes: CtcSizes, frames: number): number =>
  2 * sizes.items * frames * 4 * statePositions(sizes.labels);
export const emissionWords = (sizes: CtcSizes, frames: number): number =>
  sizes.items * frames * 2 * emissionSlots(sizes.labels);

/** A window for all frames if they fit; else windows of about √T frames or more, and as many sequences as fit so. */
export function layOut(sizes: CtcSizes, budget = BUFFER_BUDGET): CtcLayout {
  const { items } = sizes;
  const frames = Math.max(sizes.frames, 1);
  const perItem = 4 * stateWords({ ...sizes, items: 1 }, 1);
  if (items * frames * perItem <= budget) return { rows: frames, windows: 1, group: items };
  const least = Math.ceil(Math.sqrt(frames));
  const group = Math.min(items, Math.max(1, Math.floor(budget / (perItem * least))));
  const rows = Math.min(frames, Math.max(least, Math.floor(budget / (perItem * group))));
  return { rows, windows: Math.ceil(frames / rows), group };
}
