/**
 * @file Matrix products as WGSL: which module computes a product, over how many workgroups, with which arguments.
 */
import type { DotSpec } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { layoutKey, layoutOf } from "./layout.ts";
import { blockGroups, renderBlock } from "./render-block.ts";
import { renderVector, vectorGroups } from "./render-vector.ts";
import { chooseTile, type DotTile, tileKey } from "./tile.ts";

export interface DotModule {
  /** Equal for equal code. */
  readonly key: string;
  readonly code: string;
  /** Workgroups of the dispatch; none if there is nothing to compute. */
  readonly groups: readonly [x: number, y: number, z: number];
  /** The argument block, bound behind a, b and the output. */
  readonly args: Uint32Array<ArrayBuffer>;
}

/** Workgroups along one axis of a dispatch, at most: the default limit of WebGPU. */
const MAX_GROUPS = 65535;

/** The module for a product, with the tile that suits the device. */
export function dotModule(spec: DotSpec, traits: DeviceTraits): DotModule {
  return dotModuleOf(spec, chooseTile(spec, traits));
}

/** The module for a product and a tile. */
export function dotModuleOf(spec: DotSpec, tile: DotTile): DotModule {
  const layout = layoutOf(spec);
  const [alongM, alongN] = tile.kind === "block" ? blockGroups(spec, tile) : vectorGroups(spec, tile, layout);
  const total = spec.m === 0 || spec.n === 0 ? 0 : spec.batch * alongM * alongN;
  const y = Math.ceil(total / MAX_GROUPS);
  const x = total === 0 ? 0 : Math.ceil(total / y);
  const { m, n, k, aBatchStride, bBatchStride } = spec;
  return {
    key: `dot ${layoutKey(layout)} ${tileKey(tile)}`,
    code: tile.kind === "block" ? renderBlock(layout, tile) : renderVector(layout, tile),
    groups: [x, y, total === 0 ? 0 : 1],
    args: Uint32Array.of(m, n, k, aBatchStride, bBatchStride, total, x, alongM, alongN, 0, 0, 0),
  };
}
