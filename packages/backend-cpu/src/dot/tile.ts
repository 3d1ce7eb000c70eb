/** @file The size of the register tile: how much of the output one pass over k computes, and what is packed for it. */

export interface DotTile {
  /** The tiles, the widest first, which is that of a full panel. Narrow ones are for what is left at the right edge. */
  readonly widths: readonly TileWidth[];
  /** Steps of k in a round of the loop, in tiles of full height. */
  readonly unroll: number;
}

export interface TileWidth {
  /** Vectors of four columns. */
  readonly vectors: number;
  /** Rows, most first, down to 1. Narrow tiles have more, so that enough sums hide the time that one addition takes. */
  readonly heights: readonly number[];
}

const NARROW: TileWidth = { vectors: 1, heights: [6, 2, 1] };

/**
 * Tiles worth trying: what is fast depends on how many registers an engine leaves to the code, and in what order it schedules.
 * Each is named for that of a full panel.
 */
export const TILES = {
  /**
   * V8 since 2024 keeps the order of instructions, and has 15 registers on x86-64: twelve sums, two numbers of a and one
   * vector of b. In a loop of four steps they reach what the processor can do.
   */
  "2x24": {
    widths: [
      { vectors: 6, heights: [2, 1] },
      { vectors: 4, heights: [2, 1] },
      { vectors: 2, heights: [6, 2, 1] },
      NARROW,
    ],
    unroll: 4,
  },
  "6x8": { widths: [{ vectors: 2, heights: [6, 2, 1] }, NARROW], unroll: 4 },
  /** Older ones move all loads to the front of the loop, so no more than eight sums stay in registers, in a loop of one step. */
  "2x16": { widths: [{ vectors: 4, heights: [2, 1] }, { vectors: 2, heights: [4, 1] }, NARROW], unroll: 1 },
} as const satisfies Record<string, DotTile>;

export type TileName = keyof typeof TILES;

/** The tile to begin with, before any has been measured. Engines with relaxed SIMD switched on are new ones. */
export function likelyTile(isFma: boolean): TileName {
  return isFma ? "2x24" : "2x16";
}

/** Products are summed in blocks of at most this many, each from zero: b's panel and a's rows then fit the first-level cache. */
export const BLOCK_K = 256;

/** Rows and columns of a block are multiples of these, whatever the tile, so that few tiles are not full. */
export const ROW_STEP = 4;
export const COLUMN_STEP = 48;

/**
 * Columns of b that are packed together, so that whole cache lines are read while they are there, and pages are not left
 * and entered again for each panel.
 */
export const GROUP_COLUMNS = 192;

/** From one packed row of a to the next, in bytes. Not a multiple of a page, so that rows do not compete for the same cache lines. */
export const A_PITCH = BLOCK_K * 4 + 64;

/** How a dot module is emitted. */
export interface DotTarget {
  readonly tile: DotTile;
  /** Whether relaxed SIMD's fused multiply-add may be used. */
  readonly isFma: boolean;
  readonly isShared: boolean;
}

/** Columns of a full panel. */
export function columnsOf({ widths }: DotTile): number {
  return (widths[0] ?? NARROW).vectors * 4;
}

/** Bytes of a packed panel of b. */
export function bPanelBytes(tile: DotTile): number {
  return BLOCK_K * columnsOf(tile) * 4 + 64;
}

/** Panels of b that are packed together. */
export function panelsOfGroup(tile: DotTile): number {
  return GROUP_COLUMNS / columnsOf(tile);
}

/** Bytes of scratch memory for b: the most that any tile needs. */
export const B_SCRATCH_BYTES = GROUP_COLUMNS * BLOCK_K * 4 + (GROUP_COLUMNS / 4) * 64;

/** Bytes of scratch memory for so many rows of a. Packing writes four rows at a time. */
export function aScratchBytes(rows: number): number {
  return Math.ceil(rows / 4) * 4 * A_PITCH;
}

/** Bytes of scratch memory for the sums of a block, in panels one behind the other, of any tile. */
export function sumsScratchBytes(rows: number, columns: number): number {
  return rows * Math.ceil(columns / COLUMN_STEP) * COLUMN_STEP * 4;
}
