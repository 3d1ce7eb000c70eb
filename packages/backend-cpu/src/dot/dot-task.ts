/**
 * @file From a `DotSpec` to a task: which operand plays which role, how the output is cut into blocks, and the arguments.
 * How it is cut depends on the number of threads; the result does not.
 *
 * A program computes one block of one matrix of the batch, with all of k. Programs are numbered with columns innermost:
 * `program = (matrix · rowBlocks + rowBlock) · columnBlocks + columnBlock`, so those of one row block lie one behind the
 * other. A row block has rows `rowBlock · blockRows` to `(rowBlock + 1) · blockRows − 1` (fewer at the end), and holds whole
 * rows of the output where `columnBlocks` is 1, which it is up to 1056 columns unless rows are too few to occupy all threads.
 * Where k is cut into parts, a program is one part of the whole output instead. If one b is shared by a batch that lies densely, its matrices are the rows of one.
 */
import type { DotSpec } from "@adjoint/core";
import type { Launch } from "../launch.ts";
import { DOT_ARGS, DOT_ARGS_BYTES, DOT_METHOD } from "./args.ts";
import { MATVEC_ROWS } from "./emit-matvec.ts";
import { aScratchBytes, B_SCRATCH_BYTES, BLOCK_K, COLUMN_STEP, ROW_STEP, sumsScratchBytes } from "./tile.ts";
import { viewTables } from "./view-tables.ts";

/** A dot, ready to be run by the dot module. */
export interface DotTask {
  readonly programs: number;
  readonly chunk: number;
  readonly isParallel: boolean;
  /** Estimated time of one thread, in ns. */
  readonly workNs: number;
  readonly scratchBytes: number;
  /** Bytes of the arguments, with what programs keep behind them. */
  readonly argsBytes: number;
  /** The arguments, by `DOT_ARGS`, but for the addresses of the operands. */
  readonly words: readonly number[];
  /** The tables of a view, behind them. */
  readonly table: Launch["table"];
  /** Which words take the addresses of a, b and the output. */
  readonly pointers: readonly [a: number, b: number, out: number];
}

/**
 * Most rows and columns of a block: packed rows of a, and columns of b packed together, stay in the second-level cache.
 * Each block reads all of its columns of b again, from farther away; so the more rows, the better.
 */
const MAX_BLOCK_ROWS = 528;
const MAX_BLOCK_COLUMNS = 1056;
/** With vectors only the output has to stay in the first-level cache. */
const MAX_VECTOR_COLUMNS = 1920;
/** Blocks are not cut smaller than this to occupy more threads: packing would eat the gain. */
const MIN_BLOCK_ROWS = 16;
const MIN_BLOCK_COLUMNS = 48;
/** Blocks of so many rows are cut so that each thread gets several: one that comes late then delays little. */
const EASY_BLOCK_ROWS = 128;
const EASY_BLOCKS_PER_THREAD = 3;
/** Multiply-adds: least that is worth a thread's attention (about a µs), and least that is worth calling others for. */
const CHUNK_WORK = 2 ** 15;
const PARALLEL_WORK = 2 ** 16;
const NS_PER_MULTIPLY_ADD = 0.045;
/** Blocks are not cut smaller than this to keep programs short. */
const SHORT_BLOCK_ROWS = 64;
const SHORT_BLOCK_COLUMNS = 192;
/**
 * A small output of long sums gives too few blocks: k is then cut into parts, at least this long, whose sums are added in
 * order. It depends on the shape alone, and so does the result.
 */
const MIN_PART_K = 4096;
const MAX_PARTS = 16;
const MAX_PART_ELEMENTS = 4096;
/** b is read where it lies if it stays in the first-level cache, or if too few rows use it. */
const UNPACKED_B_BYTES = 24 * 1024;
const PACK_B_ROWS = 6;
/** Columns from which on it pays to copy rows of a that are longer than a block of k. */
const PACK_A_COLUMNS = 96;

/** Sizes and roles in which a dot is computed. */
interface Shape extends DotSpec {
  readonly isSwapped: boolean;
  readonly method: keyof typeof DOT_METHOD;
}

interface Blocks {
  readonly rowBlocks: number;
  readonly columnBlocks: number;
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly blockK: number;
  readonly parts: number;
  readonly partK: number;
  readonly partBytes: number;
}

/** The task of a dot. It suits any tile. Programs shall take no longer than `longestNs`, as far as that can be told. */
export function dotTask(spec: DotSpec, threads: number, longestNs = Number.POSITIVE_INFINITY): DotTask {
  const shape = arrange(spec);
  const { batch, m, n, k } = shape;
  const blocks = cut(shape, threads, longestNs / NS_PER_MULTIPLY_ADD);
  const { parts, partBytes } = blocks;
  const programs = batch * m * n === 0 ? 0 : batch * blocks.rowBlocks * blocks.columnBlocks * parts;
  const work = batch * m * n * k;
  const perProgram = Math.max(1, work / Math.max(1, programs));
  const sumsAt = B_SCRATCH_BYTES + aScratchBytes(shallPackA(shape) ? blocks.blockRows : 0);
  const sumsBytes = shape.k > blocks.blockK ? sumsScratchBytes(blocks.blockRows, blocks.blockColumns) : 0;
  const tablesAt = DOT_ARGS_BYTES + (parts > 1 ? parts * partBytes : 0);
  const tables = viewTables(shape);
  const views = tables ? [tablesAt, tablesAt + tables.rowsAt, tablesAt + tables.columnsAt] : [0, 0, 0];
  return {
    programs,
    chunk: Math.max(1, Math.min(Math.ceil(programs / threads), Math.floor(CHUNK_WORK / perProgram))),
    isParallel: work >= PARALLEL_WORK && programs > 1,
    workNs: work * NS_PER_MULTIPLY_ADD,
    scratchBytes: shape.method === "tiles" ? sumsAt + sumsBytes : 0,
    argsBytes: tablesAt + (tables?.words.byteLength ?? 0),
    words: [0, 0, 0, ...argsBehindPointers(shape, blocks, sumsAt), ...views],
    table: tables && { offset: tablesAt, words: tables.words },
    pointers: shape.isSwapped ? [DOT_ARGS.b, DOT_ARGS.a, DOT_ARGS.out] : [DOT_ARGS.a, DOT_ARGS.b, DOT_ARGS.out],
  };
}

function argsBehindPointers(shape: Shape, blocks: Blocks, sumsAt: number): number[] {
  const { m, n, k, isATransposed, isBTransposed } = shape;
  const aRow = (isATransposed ? m : k) * 4;
  const bRow = shape.bView !== undefined ? 0 : (isBTransposed ? k : n) * 4;
  const distances = [aRow, bRow, n * 4, shape.aBatchStride * 4, shape.bBatchStride * 4, m * n * 4];
  const { rowBlocks, columnBlocks, blockRows, blockColumns } = blocks;
  const flags = [Number(isATransposed), Number(isBTransposed), DOT_METHOD[shape.method]];
  const { parts, partK, partBytes, blockK } = blocks;
  const packing = [blockK, Number(shallPackA(shape)), Number(shallPackB(shape, blockRows)), sumsAt];
  const inParts = [parts, partK, partBytes, 0];
  return [m, n, k, ...distances, rowBlocks, columnBlocks, blockRows, blockColumns, ...flags, ...packing, ...inParts];
}

function shallPackA({ isATransposed, n, k }: Shape): boolean {
  return isATransposed || (k > BLOCK_K && n >= PACK_A_COLUMNS);
}

function shallPackB({ isBTransposed, bView, n, k }: Shape, rows: number): boolean {
  if (isBTransposed || bView !== undefined) return true;
  return rows >= PACK_B_ROWS && Math.min(k, BLOCK_K) * n * 4 > UNPACKED_B_BYTES;
}

/** Chooses the roles: one matrix for a whole batch becomes a taller a, and vectors take the side that suits them. */
function arrange(given: DotSpec): Shape {
  const spec = foldBatch(given);
  const plain: Shape = { ...spec, isSwapped: false, method: "tiles" };
  if (spec.bView !== undefined) return plain;
  // A matrix with one row or one column is stored the same way, transposed or not.
  const isRowMajorA = !spec.isATransposed || spec.m === 1;
  if (spec.n === 1) {
    if (isRowMajorA) return { ...plain, isATransposed: false, isBTransposed: true, method: "matVec" };
    return { ...swap({ ...plain, isBTransposed: true }), method: "vecMat" };
  }
  if (spec.m !== 1) return plain;
  if (!spec.isBTransposed) return { ...plain, isATransposed: false, method: "vecMat" };
  return { ...swap({ ...plain, isATransposed: true }), method: "matVec" };
}

/** (A · B)ᵀ = Bᵀ · Aᵀ, and the output is a vector, which is its own transpose in memory. */
function swap(shape: Shape): Shape {
  return {
    ...shape,
    m: shape.n,
    n: shape.m,
    isATransposed: !shape.isBTransposed,
    isBTransposed: !shape.isATransposed,
    aBatchStride: shape.bBatchStride,
    bBatchStride: shape.aBatchStride,
    isSwapped: true,
  };
}

function foldBatch(spec: DotSpec): DotSpec {
  const { batch, m, k, isATransposed, aBatchStride, bBatchStride, bView } = spec;
  const canFold = batch > 1 && bView === undefined && bBatchStride === 0 && !isATransposed && aBatchStride === m * k;
  return canFold ? { ...spec, batch: 1, m: batch * m, aBatchStride: 0 } : spec;
}

/** Cuts k: into parts with sums of their own, if there are too few rows and columns to share out, and into blocks. */
function cutK({ batch, m, n, k }: Shape): Pick<Blocks, "blockK" | "parts" | "partK" | "partBytes"> {
  const isLong = batch === 1 && m * n <= MAX_PART_ELEMENTS && k >= 2 * MIN_PART_K;
  const wanted = isLong ? Math.min(MAX_PARTS, Math.floor(k / MIN_PART_K)) : 1;
  const partK = wanted === 1 ? k : Math.ceil(k / wanted / BLOCK_K) * BLOCK_K;
  const kBlocks = Math.max(1, Math.ceil(partK / BLOCK_K));
  return {
    blockK: Math.ceil(Math.ceil(partK / kBlocks) / 4) * 4,
    parts: partK === 0 ? 1 : Math.ceil(k / partK),
    partK,
    // Whole vectors are written, and read.
    partBytes: Math.ceil((m * n) / 4) * 16 + 16,
  };
}

/** Cuts the output into blocks: no larger than the caches want, and enough of them for all threads, if they are worth it. */
function cut(shape: Shape, threads: number, mostWork: number): Blocks {
  const { batch, m, n, k, method } = shape;
  const ofK = cutK(shape);
  const isParallel = threads > 1 && ofK.parts === 1 && batch * m * n * k >= PARALLEL_WORK;
  let columnBlocks = Math.max(1, Math.ceil(n / (method === "vecMat" ? MAX_VECTOR_COLUMNS : MAX_BLOCK_COLUMNS)));
  let rowBlocks = Math.max(1, Math.ceil(m / MAX_BLOCK_ROWS));
  if (ofK.parts > 1) [rowBlocks, columnBlocks] = [1, 1];
  if (isParallel) {
    const isEnough = (): boolean =>
      batch * rowBlocks * columnBlocks >= threads || (m * n * k) / (rowBlocks * columnBlocks) < 2 * CHUNK_WORK;
    while (!isEnough() && m / (rowBlocks + 1) >= MIN_BLOCK_ROWS) rowBlocks++;
    while (!isEnough() && n / (columnBlocks + 1) >= MIN_BLOCK_COLUMNS) columnBlocks++;
    const easy = Math.ceil((EASY_BLOCKS_PER_THREAD * threads) / (batch * columnBlocks));
    rowBlocks = Math.max(rowBlocks, Math.min(easy, Math.floor(m / EASY_BLOCK_ROWS)));
    // As many blocks for each thread.
    if (batch === 1 && columnBlocks === 1 && rowBlocks > 1) rowBlocks = Math.ceil(rowBlocks / threads) * threads;
  }
  if (ofK.parts === 1) {
    const isLong = (): boolean => (m * n * k) / (rowBlocks * columnBlocks) > mostWork;
    while (isLong() && m / (rowBlocks + 1) >= SHORT_BLOCK_ROWS) rowBlocks++;
    while (isLong() && n / (columnBlocks + 1) >= SHORT_BLOCK_COLUMNS) columnBlocks++;
  }
  const blockRows = roundUp(Math.ceil(m / rowBlocks), method === "matVec" ? MATVEC_ROWS : ROW_STEP);
  const blockColumns = roundUp(Math.ceil(n / columnBlocks), COLUMN_STEP);
  return {
    blockRows,
    blockColumns,
    rowBlocks: Math.ceil(m / blockRows),
    columnBlocks: Math.ceil(n / blockColumns),
    ...ofK,
  };
}

function roundUp(value: number, step: number): number {
  return Math.max(step, Math.ceil(value / step) * step);
}
