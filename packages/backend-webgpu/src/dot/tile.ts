/**
 * @file How a matrix product is divided among invocations. A tile is a value: the renderers take any, so that the choice may
 * be measured on a device.
 */
import type { DotSpec } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";

/**
 * Each invocation computes a block of the output in registers. Its operands come in blocks of 4 × 4 elements:
 * - `own`: an invocation loads all that it needs;
 * - `shared`: the workgroup loads both operands, `depth` steps of k at a time, into its memory;
 * - `broadcast`: the lanes of a subgroup have the same rows; each loads a part of a, and they tell each other.
 */
export interface BlockTile {
  readonly kind: "block";
  readonly source: "own" | "shared" | "broadcast";
  /** Output rows of an invocation, a multiple of 4; with `broadcast` of four times the subgroup. */
  readonly rows: number;
  /** Output columns of an invocation, a multiple of 4. */
  readonly columns: number;
  /** Invocations of a workgroup along the rows and along the columns. With `broadcast`, 1 and one subgroup. */
  readonly lanesM: number;
  readonly lanesN: number;
  /** Steps of k that are staged together, a multiple of 4. */
  readonly depth: number;
}

/** One operand is a vector. Lanes along k have partial sums, which workgroup memory combines. */
export interface VectorTile {
  readonly kind: "vector";
  /** Lanes that share one output, a power of two. */
  readonly lanesK: number;
  /** Outputs (or vectors of four outputs, where those lie together) of a workgroup. */
  readonly lanesO: number;
}

/**
 * Few outputs and a long k: the invocations of a workgroup have the same block of the output, each for a part of k, and
 * add up their sums through workgroup memory.
 */
export interface SplitTile {
  readonly kind: "split";
  /** Output rows and columns, multiples of 4. */
  readonly rows: number;
  readonly columns: number;
  /** Invocations, which take turns of four steps of k. At least as many as the block has vectors. */
  readonly lanesK: number;
}

export type DotTile = BlockTile | VectorTile | SplitTile;

/** Subgroups of at most this many lanes are the vectors of a processor: loads are what costs there. */
const PROCESSOR_LANES = 8;
/** Invocations of a workgroup for vectors. */
const VECTOR_LANES = 64;

/** Lanes, rows and columns of a block whose sums just fit into the workgroup memory of every device. */
const SPLIT: SplitTile = { kind: "split", rows: 8, columns: 8, lanesK: 64 };
/** Fewer workgroups than these leave a GPU idle. */
const FEW_GROUPS = 128;
/** Splitting pays from so many turns of each lane on. */
const SPLIT_TURNS = 4;

/** The tile for a product. Results depend on nothing but the product and this choice. */
export function chooseTile(spec: DotSpec, traits: DeviceTraits): DotTile {
  if (spec.m === 1 || spec.n === 1) return vectorTile(spec);
  const { subgroupMaxSize } = traits;
  const isProcessor = subgroupMaxSize > 0 && subgroupMaxSize <= PROCESSOR_LANES;
  if (isProcessor) return processorTile(spec, traits);
  return isSplit(spec) ? SPLIT : deviceTile(spec);
}

const groupsOf = ({ batch, m, n }: DotSpec, rows: number, columns: number): number =>
  batch * Math.ceil(m / rows) * Math.ceil(n / columns);

/**
 * The order of summation follows from this, so it must not be measured. Processors have no more to occupy than cores, and
 * broadcast blocks are faster on them: 64 × 64 × 65536 on lavapipe by a factor of 6 to 8.
 */
function isSplit(spec: DotSpec): boolean {
  return spec.k >= SPLIT_TURNS * 4 * SPLIT.lanesK && groupsOf(spec, 32, 32) < FEW_GROUPS / 4;
}

const SMALL: BlockTile = { kind: "block", source: "own", rows: 4, columns: 4, lanesM: 8, lanesN: 8, depth: 4 };

/** Products of so many multiplications take less time than a dispatch, in small blocks, too, which compile sooner. */
const LITTLE_WORK = 2 ** 16;

function processorTile({ batch, m, n, k }: DotSpec, traits: DeviceTraits): BlockTile {
  if (batch * m * n * k <= LITTLE_WORK) return SMALL;
  const { hasSubgroups, subgroupMinSize, subgroupMaxSize: lanes } = traits;
  if (hasSubgroups && subgroupMinSize === lanes && m >= 4 * lanes && n >= 4 * lanes) return broadcastTile(lanes);
  return m >= 32 && n >= 32 ? { ...SMALL, rows: 8, columns: 8, lanesM: 1 } : SMALL;
}

/** Large blocks have fewer loads for each multiplication, small ones occupy a device with little work. */
function deviceTile(spec: DotSpec): BlockTile {
  const { m, n, k } = spec;
  if (k < 16 || m < 32 || n < 32) return SMALL;
  const isLarge = m >= 64 && n >= 64 && groupsOf(spec, 64, 64) >= FEW_GROUPS;
  return { ...SMALL, source: "shared", depth: 16, ...(isLarge ? { rows: 8, columns: 8 } : {}) };
}

function broadcastTile(lanes: number): BlockTile {
  return { ...SMALL, source: "broadcast", rows: 4 * lanes, lanesM: 1, lanesN: lanes };
}

function vectorTile({ m, n, k, isATransposed, isBTransposed }: DotSpec): VectorTile {
  const isContiguous = n === 1 ? m === 1 || !isATransposed : isBTransposed;
  const outputs = isContiguous ? m * n : Math.ceil((m * n) / 4);
  const steps = isContiguous ? Math.ceil(k / 4) : k;
  let lanesK = 1;
  // Lanes beside each other read what lies together; the rest of the group shares k where outputs are few.
  while (lanesK < VECTOR_LANES && lanesK < steps && (isContiguous || lanesK * outputs < VECTOR_LANES)) lanesK *= 2;
  let lanesO = 1;
  while (lanesO < VECTOR_LANES / lanesK && lanesO < outputs) lanesO *= 2;
  return { kind: "vector", lanesK, lanesO };
}

/** Identifies a tile in cache keys. */
export function tileKey(tile: DotTile): string {
  return Object.values(tile).join(",");
}
