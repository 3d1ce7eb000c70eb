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
  /** Output rows of an invocation, a multiple of 4. */
  readonly rows: number;
  /** Output columns of an invocation, a multiple of 4. */
  readonly columns: number;
  /** Invocations of a workgroup along the rows and along the columns. With `broadcast`, a subgroup lies along the columns. */
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

export type DotTile = BlockTile | VectorTile;

/** Subgroups of at most this many lanes are the vectors of a processor: loads are what costs there. */
const PROCESSOR_LANES = 8;
/** Invocations of a workgroup for vectors. */
const VECTOR_LANES = 64;

/** The tile for a product. Results depend on nothing but the product and this choice. */
export function chooseTile(spec: DotSpec, traits: DeviceTraits): DotTile {
  if (spec.m === 1 || spec.n === 1) return vectorTile(spec);
  const { subgroupMinSize, subgroupMaxSize, maxWorkgroupSize } = traits;
  const isProcessor = subgroupMaxSize > 0 && subgroupMaxSize <= PROCESSOR_LANES;
  if (isProcessor && traits.hasSubgroups && subgroupMinSize === subgroupMaxSize) {
    const lanes = subgroupMaxSize;
    if (spec.m >= 4 * lanes && spec.n >= 4 * lanes) return broadcastTile(lanes);
  }
  const small: BlockTile = { kind: "block", source: "own", rows: 4, columns: 4, lanesM: 8, lanesN: 8, depth: 4 };
  if (isProcessor)
    return spec.m >= 32 && spec.n >= 32 ? { ...small, rows: 8, columns: 8, lanesM: 1, lanesN: 8 } : small;
  const isLarge = spec.m >= 64 && spec.n >= 64 && spec.k >= 16 && maxWorkgroupSize >= 64;
  return isLarge ? { ...small, source: "shared", rows: 8, columns: 8, depth: 16 } : small;
}

function broadcastTile(lanes: number): BlockTile {
  return { kind: "block", source: "broadcast", rows: 4 * lanes, columns: 4, lanesM: 1, lanesN: lanes, depth: 4 };
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
