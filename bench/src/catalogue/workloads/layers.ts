/** @file What networks are made of, one at a time: elementwise chains, maps of rows, a loss, convolution. */
import type { Conv, CrossEntropy, Gelu, RowMap } from "../../workload/types.ts";

export const gelus: readonly Gelu[] = [10, 12, 14, 16, 18, 20, 22, 24].map((exponent) => ({
  kind: "gelu",
  name: `gelu-2^${exponent}`,
  family: "gelu",
  size: 2 ** exponent,
  isQuick: [10, 14, 18].includes(exponent),
  count: 2 ** exponent,
}));

export const softmaxes: readonly RowMap[] = [128, 1024, 8192].map((rows) => rowMap("softmax", rows, 1024));

export const layerNorms: readonly RowMap[] = [128, 1024, 8192].map((rows) => rowMap("layer-norm", rows, 768));

export const crossEntropies: readonly CrossEntropy[] = [
  crossEntropy(64, 1000, true),
  crossEntropy(64, 50257, false),
  crossEntropy(1024, 8192, false),
];

export const convs: readonly Conv[] = [
  conv("conv", 1, 14, 16, true),
  conv("conv", 8, 56, 64, false),
  conv("conv-forward", 1, 14, 16, true),
  conv("conv-forward", 8, 56, 64, false),
];

/** Grows in elements. */
function rowMap(kind: RowMap["kind"], rows: number, columns: number): RowMap {
  const name = `${kind}-${rows}x${columns}`;
  return { kind, name, family: kind, size: rows * columns, isQuick: rows === 128, rows, columns };
}

/** Grows in elements. */
function crossEntropy(rows: number, columns: number, isQuick: boolean): CrossEntropy {
  const kind = "cross-entropy";
  return { kind, name: `${kind}-${rows}x${columns}`, family: kind, size: rows * columns, isQuick, rows, columns };
}

/** Grows in positions. */
function conv(kind: Conv["kind"], batch: number, edge: number, channels: number, isQuick: boolean): Conv {
  const name = `${kind}-n${batch}-${edge}x${edge}-c${channels}`;
  const family = `${kind}-c${channels}`;
  return { kind, name, family, size: batch * edge * edge, isQuick, batch, channels, edge };
}
