/** @file Which products share a tile, and a smaller product that stands for a class when it is measured. */
import type { DotSpec } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { layoutKey, layoutOf } from "../dot/layout.ts";
import { type DotTile, tileKey } from "../dot/tile.ts";
import { candidateTiles } from "./candidates.ts";

/** Keys of tiles by the class of product they are fastest for. */
export type TuningTable = ReadonlyMap<string, string>;

/** Products of one class are alike in dtype, layout, and in the powers of two that bound their extents. */
export function classKey(spec: DotSpec): string {
  const sizes = [spec.m, spec.n, spec.k].map((extent) => Math.ceil(Math.log2(Math.max(1, extent))));
  return `f32 ${layoutKey(layoutOf(spec))} ${sizes.join(" ")} ${spec.batch > 1 ? "batched" : "single"}`;
}

/** The tile of a table, if it is one that this device can run; else undefined. */
export function tunedTile(spec: DotSpec, traits: DeviceTraits, table: TuningTable): DotTile | undefined {
  const key = table.get(classKey(spec));
  return key === undefined ? undefined : candidateTiles(spec, traits).find((tile) => tileKey(tile) === key);
}

/** What a product that is measured may take of the device. */
const MOST_BYTES = 32 << 20;
const MOST_PRODUCTS = 2 ** 28;
/** Extents are not halved below this: tiles are as large. */
const LEAST_EXTENT = 128;

/** The product itself, or one with its longest extents halved until it is small enough. */
export function withinReason(spec: DotSpec): DotSpec {
  const { batch, m, n, k } = spec;
  const isSmall = batch * m * n * k <= MOST_PRODUCTS && 4 * batch * (m * k + k * n + m * n) <= MOST_BYTES;
  const smaller = isSmall ? undefined : halved(spec);
  return smaller === undefined ? spec : withinReason(smaller);
}

/** The product with its longest extent halved, of the same layout and alignment; undefined if all extents are short. */
export function halved(spec: DotSpec): DotSpec | undefined {
  const { batch, m, n, k } = spec;
  const longest = Math.max(m, n, k);
  if (longest < 2 * LEAST_EXTENT)
    return batch > 1 ? { ...spec, batch: Math.floor(batch / 2) + (batch % 2) } : undefined;
  const name = k === longest ? "k" : m === longest ? "m" : "n";
  const half = { ...spec, [name]: Math.floor(longest / 8) * 4 + (longest % 4) };
  return {
    ...half,
    aBatchStride: alike(spec.aBatchStride, half.m * half.k),
    bBatchStride: alike(spec.bBatchStride, half.k * half.n),
  };
}

/** At least `size`, and aligned as `stride`; 0 where that is 0. */
function alike(stride: number, size: number): number {
  return stride === 0 ? 0 : size + ((((stride - size) % 4) + 4) % 4);
}
