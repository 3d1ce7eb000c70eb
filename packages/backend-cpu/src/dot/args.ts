/** @file Arguments of a dot task: words in memory, at the address that the task names. */

/** Word numbers. Distances are in bytes. */
export const DOT_ARGS = {
  a: 0,
  b: 1,
  out: 2,
  m: 3,
  n: 4,
  k: 5,
  /** From one row of a matrix to the next, as it is stored. */
  aRow: 6,
  bRow: 7,
  outRow: 8,
  /** From one matrix of the batch to the next; 0 repeats one. */
  aBatch: 9,
  bBatch: 10,
  outBatch: 11,
  /** Blocks of the output, and their size. A program is one of them. */
  rowBlocks: 12,
  columnBlocks: 13,
  blockRows: 14,
  blockColumns: 15,
  isATransposed: 16,
  isBTransposed: 17,
  /** A number of `DOT_METHOD`. */
  method: 18,
  /** Steps of k that are summed before they are added to the output. */
  blockK: 19,
  /** Whether rows of a and panels of b are copied before they are read. */
  shallPackA: 20,
  shallPackB: 21,
  /** Where in scratch memory sums are kept from one block of k to the next. */
  sumsAt: 22,
  /**
   * Parts of k that are summed on their own, and k in each, a multiple of `blockK`. With more than one, a program is a part of the
   * whole output; its sums go behind the arguments, `partBytes` apart, and who finishes last adds them up.
   */
  parts: 23,
  partK: 24,
  partBytes: 25,
  /** Parts that are finished. 0 between runs. */
  finished: 26,
  /**
   * Where the tables of a view that b is lie behind the arguments, in bytes: by matrix, by row and by column. 0 if b is a matrix in
   * memory; else `bRow` and `bBatch` are 0.
   */
  viewBatches: 27,
  viewRows: 28,
  viewColumns: 29,
  words: 30,
} as const;

/** How a block is computed. With a vector, its side of the block has extent 1. */
export const DOT_METHOD = {
  tiles: 0,
  /** b is a vector, and a is stored [M, K]. */
  matVec: 1,
  /** a is a vector, and b is stored [K, N]. */
  vecMat: 2,
} as const;

/** Bytes of the arguments, without the sums of parts. */
export const DOT_ARGS_BYTES = Math.ceil((DOT_ARGS.words * 4) / 16) * 16;
