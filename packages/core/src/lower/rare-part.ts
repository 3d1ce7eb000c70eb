/** @file Whether a graph needs the part of the compiler that loads on demand, and that part, once it has loaded. */
import type { Node, NodeKind } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";

type Rare = typeof import("./rare-graphs.ts");

/** Reductions of this many elements in all are done in two stages, where few results give work to few. */
export const LONG_REDUCTION = 32768;

const COMMON: ReadonlySet<NodeKind> = new Set([
  "buffer",
  "const",
  "scalar",
  "map",
  "cast",
  "reshape",
  "expand",
  "reduce",
  "barrier",
  "detach",
  "variable",
  "custom",
]);

let loaded: Rare | undefined;

/** True if a graph of these nodes can only be lowered with the part. */
export function needsRare(order: readonly Node[]): boolean {
  return order.some(({ spec, inputs: [x] }) => {
    const isLong = spec.kind === "reduce" && x !== undefined && sizeOf(x.shape) >= LONG_REDUCTION;
    // Over an axis that is not the last: see spread.ts.
    const isOuter = spec.kind === "reduce" && sizeOf((x?.shape ?? []).slice((spec.axes.at(-1) ?? 0) + 1)) > 1;
    return isLong || isOuter || !COMMON.has(spec.kind);
  });
}

export function provideRare(part: Rare): void {
  loaded = part;
}

export function loadedRare(): Rare | undefined {
  return loaded;
}

/** The part. Whoever lowers a graph that needs it has loaded it before. */
export function rarePart(): Rare {
  if (loaded === undefined) throw new Error("a part of the compiler was not loaded");
  return loaded;
}
