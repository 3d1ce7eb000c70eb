/** @file The kernel programs of the library, loaded when a graph first needs one. */
import type { Collected } from "../lower/collect.ts";
import type { ProgramOf } from "../lower/lower.ts";

/** Nodes that `programs/program-of.ts` knows the kernels of. */
const KINDS: ReadonlySet<string> = new Set(["sort", "cumsum", "scatterAdd"]);

let loaded: ProgramOf | undefined;
let loading: Promise<void> | undefined;

/** The programs, once they are loaded. */
export function loadedPrograms(): ProgramOf | undefined {
  return loaded;
}

/** Loads the programs if the graph needs them; undefined if it can be planned at once. */
export function preparePlanning(graph: Collected): Promise<void> | undefined {
  if (loaded !== undefined || !graph.order.some(({ spec }) => KINDS.has(spec.kind))) return undefined;
  loading ??= load().finally(() => {
    loading = undefined;
  });
  return loading;
}

async function load(): Promise<void> {
  loaded = (await import("../programs/program-of.ts")).programOf;
}
