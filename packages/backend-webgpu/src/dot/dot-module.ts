/**
 * @file Matrix products as WGSL: which module computes a product, over how many workgroups, with which arguments.
 */
import type { DotSpec, Epilogue } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { type EpilogueText, renderEpilogue } from "./epilogue.ts";
import { type DotLayout, layoutKey, layoutOf } from "./layout.ts";
import { blockGroups, renderBlock } from "./render-block.ts";
import { renderSplit, splitGroups } from "./render-split.ts";
import { renderVector, vectorGroups } from "./render-vector.ts";
import { DOT_WORDS, type DotResult } from "./shell.ts";
import { chooseTile, type DotTile, tileKey } from "./tile.ts";

export interface DotModule {
  /** Equal for equal code. */
  readonly key: string;
  readonly code: string;
  /** Workgroups of the dispatch; none if there is nothing to compute. */
  readonly groups: readonly [x: number, y: number, z: number];
  /** The argument block, bound behind the buffers; places for the epilogue's numbers are 0. */
  readonly args: Uint32Array<ArrayBuffer>;
  /** First word of the epilogue's numbers: its parameters, then the lengths of these buffers of its kernel. */
  readonly paramsWord: number;
  readonly countedBuffers: readonly number[];
}

/** Workgroups along one axis of a dispatch, at most: the default limit of WebGPU. */
const MAX_GROUPS = 65535;

/** The module for a product and its epilogue, with the tile that was found to be the fastest, or should suit the device. */
export function dotModule(spec: DotSpec, traits: DeviceTraits, epilogue?: Epilogue, found?: DotTile): DotModule {
  return dotModuleOf(spec, found ?? chooseTile(spec, traits), epilogue, traits.hasF16);
}

/** The module for a product, its epilogue, and a tile. */
export function dotModuleOf(spec: DotSpec, tile: DotTile, epilogue?: Epilogue, hasF16 = false): DotModule {
  const layout = layoutOf(spec);
  const [alongM, alongN] = groupsOf(spec, tile, layout);
  const total = spec.m === 0 || spec.n === 0 ? 0 : spec.batch * alongM * alongN;
  const y = Math.ceil(total / MAX_GROUPS);
  const x = total === 0 ? 0 : Math.ceil(total / y);
  const { m, n, k, aBatchStride, bBatchStride } = spec;
  const extents = { columns: n, rows: spec.batch * m, byFour: tile.kind !== "vector" && n % 4 === 0, hasF16 };
  const text = epilogue === undefined ? undefined : renderEpilogue(epilogue, extents);
  const result = { isStored: epilogue === undefined || epilogue.isProductKept, epilogue: text };
  const args = new Uint32Array(Math.ceil((DOT_WORDS + wordsOf(text)) / 4) * 4);
  args.set([m, n, k, aBatchStride, bBatchStride, total, x, alongM, alongN]);
  return {
    key: `dot ${layoutKey(layout)} ${tileKey(tile)}${text === undefined ? "" : ` ${text.key}`}`,
    code: render(layout, tile, result),
    groups: [x, y, total === 0 ? 0 : 1],
    args,
    paramsWord: DOT_WORDS,
    countedBuffers: text?.countedBuffers ?? [],
  };
}

/** Workgroups along the rows and columns of one product. */
function groupsOf(spec: DotSpec, tile: DotTile, layout: DotLayout): [alongM: number, alongN: number] {
  if (tile.kind === "block") return blockGroups(spec, tile);
  return tile.kind === "split" ? splitGroups(spec, tile) : vectorGroups(spec, tile, layout);
}

function render(layout: DotLayout, tile: DotTile, result: DotResult): string {
  if (tile.kind === "block") return renderBlock(layout, tile, result);
  return tile.kind === "split" ? renderSplit(layout, tile, result) : renderVector(layout, tile, result);
}

const wordsOf = (text: EpilogueText | undefined): number => text?.fields.length ?? 0;
