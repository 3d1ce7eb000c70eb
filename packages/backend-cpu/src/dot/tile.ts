/** @file The size of the register tile: how much of the output one pass over k computes. */

export interface DotTile {
  /** Rows of the tile. */
  readonly rows: number;
  /** Vectors of four columns in each row of the tile. */
  readonly vectors: number;
}

/**
 * 3×12: nine sums, three vectors of b and three numbers of a are held at once, and stay within the fifteen registers that
 * V8 uses on x86-64, even where it computes all products before it adds any of them. Larger tiles spill there and run at
 * half the speed, with and without fused multiply-add.
 */
export const DEFAULT_TILE: DotTile = { rows: 3, vectors: 3 };

/** Products are summed in blocks of this many, each from zero: b's panel and a's rows then fit the first-level cache. */
export const BLOCK_K = 256;

/**
 * Panels that are packed together, so that whole cache lines are read while they are there, and pages are not left and
 * entered again for each panel.
 */
export const PANEL_GROUP = 4;

/** How a dot module is emitted. */
export interface DotTarget {
  readonly tile: DotTile;
  /** Whether relaxed SIMD's fused multiply-add may be used. */
  readonly isFma: boolean;
  readonly isShared: boolean;
}

/** Columns of a tile. */
export function columnsOf(tile: DotTile): number {
  return tile.vectors * 4;
}

/** Bytes of one packed panel of a. Packing writes whole vectors, hence the space behind it. */
export function panelBytes(tile: DotTile): number {
  return BLOCK_K * tile.rows * 4 + 64;
}

/** Bytes of a packed panel of b. Not a multiple of a page, so that panels do not compete for the same cache lines. */
export function bPanelBytes(tile: DotTile): number {
  return BLOCK_K * columnsOf(tile) * 4 + 64;
}
