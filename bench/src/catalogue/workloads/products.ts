/** @file Matrix products: square ones in all layouts, and ones whose edges are no multiples of anything. */
import type { BatchMatmul, Matmul } from "../../workload/types.ts";

const layouts = ["nn", "nt", "tn"] as const;
type Layout = Matmul["layout"];

export const matmuls: readonly Matmul[] = [
  // For tests of the harness.
  square(16, "nn", false),
  ...layouts.flatMap((layout) =>
    [64, 128, 256, 512, 1024, 2048].map((edge) => square(edge, layout, isQuick(edge, layout))),
  ),
  odd(127, 129, 131, "nn", true),
  ...layouts.map((layout) => odd(1000, 777, 513, layout, false)),
];

/** Grows in matrices. */
export const batchMatmuls: readonly BatchMatmul[] = [batched(4, 16, true), batched(64, 64, false)];

function batched(batch: number, edge: number, isQuick: boolean): BatchMatmul {
  const family = `batch-matmul-${edge}`;
  return { kind: "batch-matmul", name: `${family}-n${batch}`, family, size: batch, isQuick, batch, edge };
}

function isQuick(edge: number, layout: Layout): boolean {
  return edge === 256 || (layout === "nn" && edge < 256);
}

function square(edge: number, layout: Layout, isQuick: boolean): Matmul {
  const name = `matmul-${edge}-${layout}`;
  return { kind: "matmul", name, family: `matmul-${layout}`, size: edge, isQuick, layout, m: edge, k: edge, n: edge };
}

/** Grows in the edge of the cube with as many multiply-adds. */
function odd(m: number, k: number, n: number, layout: Layout, isQuick: boolean): Matmul {
  const name = `matmul-${m}x${k}x${n}-${layout}`;
  const size = Math.round(Math.cbrt(m * k * n));
  return { kind: "matmul", name, family: `matmul-odd-${layout}`, size, isQuick, layout, m, k, n };
}
