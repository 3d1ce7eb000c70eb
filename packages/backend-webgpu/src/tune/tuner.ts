/**
 * @file Measures which tile is fastest for a class of products, within a budget. How a tile is run and what the clock says
 * are the caller's, so that nothing here needs a device.
 */
import type { DotSpec } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { type DotLayout, layoutKey, layoutOf } from "../dot/layout.ts";
import { type DotTile, tileKey } from "../dot/tile.ts";
import { candidateTiles } from "./candidates.ts";

/** Keys of tiles by the class of product they are fastest for. */
export type TuningTable = ReadonlyMap<string, string>;

export interface TunerSettings {
  readonly traits: DeviceTraits;
  /** Milliseconds that all measurements together may take; one that has begun is finished. */
  readonly budgetMs: number;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Runs a product once by a tile and resolves when the device has finished. */
  readonly run: (spec: DotSpec, tile: DotTile) => Promise<void>;
}

/** Timed runs of a tile, after one that compiles and warms up. The best counts: what disturbs only makes slower. */
const REPEATS = 3;
/** A tile must take less than this part of the heuristic's time to replace it, lest noise decide. */
const WORTHWHILE = 0.9;

/** Products of one class share a tile: alike in layout and in the powers of two that bound their extents. */
export function classKey(spec: DotSpec): string {
  const layout: DotLayout = layoutOf(spec);
  const sizes = [spec.m, spec.n, spec.k].map((extent) => Math.ceil(Math.log2(Math.max(1, extent))));
  return `f32 ${layoutKey(layout)} ${sizes.join(" ")} ${spec.batch > 1 ? "batched" : "single"}`;
}

/** The tile of a table, if it is one that this device can run; else undefined. */
export function tunedTile(spec: DotSpec, traits: DeviceTraits, table: TuningTable): DotTile | undefined {
  const key = table.get(classKey(spec));
  return key === undefined ? undefined : candidateTiles(spec, traits).find((tile) => tileKey(tile) === key);
}

/**
 * Measures the classes of `specs` that `known` lacks, one after the other, until the budget is spent. A class whose tiles
 * were not all measured is left out, and so is one of which a tile fails: the heuristic answers for it.
 * @returns what was found, without what was known.
 */
export async function tune(
  specs: readonly DotSpec[],
  known: TuningTable,
  settings: TunerSettings,
): Promise<TuningTable> {
  const found = new Map<string, string>();
  const end = settings.now() + settings.budgetMs;
  for (const spec of specs) {
    const key = classKey(spec);
    if (known.has(key) || found.has(key)) continue;
    const best = await fastest(spec, end, settings);
    if (best !== undefined) found.set(key, tileKey(best));
  }
  return found;
}

async function fastest(spec: DotSpec, end: number, settings: TunerSettings): Promise<DotTile | undefined> {
  const [chosen, ...others] = candidateTiles(spec, settings.traits);
  if (chosen === undefined) return undefined;
  try {
    let best = { tile: chosen, time: WORTHWHILE * (await timeOf(spec, chosen, end, settings)) };
    for (const tile of others) {
      const time = await timeOf(spec, tile, end, settings);
      if (time < best.time) best = { tile, time };
    }
    return Number.isFinite(best.time) && settings.now() < end ? best.tile : undefined;
  } catch {
    return undefined;
  }
}

/** Infinity once the budget is spent. */
async function timeOf(spec: DotSpec, tile: DotTile, end: number, { now, run }: TunerSettings): Promise<number> {
  if (now() >= end) return Number.POSITIVE_INFINITY;
  await run(spec, tile);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS && now() < end; i++) {
    const start = now();
    await run(spec, tile);
    best = Math.min(best, now() - start);
  }
  return best;
}
