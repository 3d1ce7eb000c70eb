/** @file Which workloads there are. */
import type { Matmul, Workload } from "../workload/types.ts";

function matmuls(): Matmul[] {
  const layouts = ["nn", "nt", "tn"] as const;
  return layouts.flatMap((layout) =>
    [64, 128, 256, 512, 1024, 2048].map(
      (edge): Matmul => ({
        kind: "matmul",
        name: `matmul-${edge}-${layout}`,
        family: `matmul-${layout}`,
        size: edge,
        isQuick: edge === 256 || (layout === "nn" && edge <= 128),
        layout,
        m: edge,
        k: edge,
        n: edge,
      }),
    ),
  );
}

/** In the order in which they run. */
export const workloads: readonly Workload[] = [...matmuls()];
