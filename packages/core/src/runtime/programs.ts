/** @file What planning a graph waits for: parts of the compiler, and kernel programs, that few graphs need. */
import type { Collected } from "../lower/collect.ts";
import { loadedRare, needsRare, provideRare } from "../lower/rare-part.ts";
import { loadedScan, provideScan } from "../lower/scan-part.ts";

/** Nodes that `programs/program-of.ts` knows the kernels of. */
const PROGRAMS: ReadonlySet<string> = new Set(["sort", "cumsum", "scatterAdd"]);

/** Gives the kernels behind a node, as they are best for a device. */
export type ProgramsFor = typeof import("../programs/program-of.ts").programOf;

let programOf: ProgramsFor | undefined;
/** What is being loaded, by what it is. */
const loading: Partial<Record<"rare" | "programs" | "scan", Promise<void> | undefined>> = {};

/** The programs, once they are loaded. */
export function loadedPrograms(): ProgramsFor | undefined {
  return programOf;
}

/** Loads what the graph needs; undefined if it can be planned at once. */
export function preparePlanning({ order }: Collected): Promise<unknown> | undefined {
  const hasScan = order.some(({ spec }) => spec.kind === "scan");
  if (loadedRare() !== undefined && programOf !== undefined && !hasScan) return undefined;
  const parts: Promise<void>[] = [];
  if (loadedRare() === undefined && needsRare(order)) parts.push(load("rare", loadRare));
  if (hasScan && loadedScan() === undefined) parts.push(load("scan", loadScan));
  // What the body of a scan has is not looked at.
  if (programOf === undefined && (hasScan || order.some(({ spec }) => PROGRAMS.has(spec.kind))))
    parts.push(load("programs", loadPrograms));
  return parts.length === 0 ? undefined : Promise.all(parts);
}

/** One attempt at a time; a failed one may be repeated. */
function load(part: keyof typeof loading, start: () => Promise<void>): Promise<void> {
  loading[part] ??= start().finally(() => {
    loading[part] = undefined;
  });
  return loading[part];
}

async function loadRare(): Promise<void> {
  provideRare(await import("../lower/rare-graphs.ts"));
}

async function loadScan(): Promise<void> {
  provideScan(await import("../lower/scan/scan-graphs.ts"));
}

async function loadPrograms(): Promise<void> {
  programOf = (await import("../programs/program-of.ts")).programOf;
}
