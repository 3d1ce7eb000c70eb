/**
 * @file The tiles that are worth measuring for a product on a device. All add the products of an element in the order of k,
 * so that which of them is taken changes no sum, unless a compiler contracts them differently.
 */
import type { DotSpec } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { type BlockTile, chooseTile, type DotTile, tileKey } from "../dot/tile.ts";

const SMALL: BlockTile = { kind: "block", source: "own", rows: 4, columns: 4, lanesM: 8, lanesN: 8, depth: 4 };

/** The most promising first, since the budget may end. Without those of a subgroup, which depend on its size. */
const BLOCKS: readonly BlockTile[] = [
  { ...SMALL, source: "shared", rows: 8, columns: 8, depth: 16 },
  { ...SMALL, rows: 8, columns: 8 },
  { ...SMALL, source: "shared", depth: 16 },
  { ...SMALL, source: "shared", lanesM: 16, lanesN: 16, depth: 16 },
  SMALL,
  { ...SMALL, rows: 8, columns: 8, lanesM: 1 },
];

/** Sums of an invocation that shares rows with its subgroup, at most: compilers take very long for more. */
const BROADCAST_SUMS = 256;

/** Bytes of workgroup memory that a tile stages. */
export function stagedBytes({ source, rows, columns, lanesM, lanesN, depth }: BlockTile): number {
  return source === "shared" ? 4 * depth * (rows * lanesM + columns * lanesN) : 0;
}

/**
 * The heuristic's choice first, then others that the device can run, each once. Where lanes share k there is that choice
 * only: their number decides in which order an element is summed.
 */
export function candidateTiles(spec: DotSpec, traits: DeviceTraits): readonly DotTile[] {
  const chosen = chooseTile(spec, traits);
  // Views are not products of matrices that could stand for others.
  if (chosen.kind !== "block" || spec.aView !== undefined || spec.bView !== undefined) return [chosen];
  const possible = [...broadcasts(traits), ...BLOCKS].filter((tile) => {
    return tile.lanesM * tile.lanesN <= traits.maxWorkgroupSize && stagedBytes(tile) <= traits.maxSharedBytes;
  });
  return [...new Map([chosen, ...possible].map((tile) => [tileKey(tile), tile])).values()];
}

function broadcasts({ hasSubgroups, subgroupMinSize, subgroupMaxSize: lanes }: DeviceTraits): readonly BlockTile[] {
  if (!hasSubgroups || lanes === 0 || subgroupMinSize !== lanes) return [];
  const tile: BlockTile = { ...SMALL, source: "broadcast", rows: 4 * lanes, lanesM: 1, lanesN: lanes };
  const all = [tile, { ...tile, columns: 8 }, { ...tile, rows: 8 * lanes }, { ...tile, rows: 8 * lanes, columns: 8 }];
  return all.filter(({ rows, columns }) => rows * columns <= BROADCAST_SUMS);
}
