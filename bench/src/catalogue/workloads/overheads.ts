/** @file What costs before any computing does. */
import type { ColdStart, GraphBuilding, TinyOps } from "../../workload/types.ts";

const tinyOps: TinyOps = {
  kind: "tiny-ops",
  name: "tiny-ops-1000",
  family: "tiny-ops",
  size: 1000,
  isQuick: true,
  count: 1000,
  elements: 10,
};

const graphBuilding: GraphBuilding = {
  kind: "graph-building",
  name: "graph-building-1000",
  family: "graph-building",
  size: 1000,
  isQuick: true,
  count: 1000,
  elements: 10,
};

const coldStart: ColdStart = { kind: "cold-start", name: "cold-start", family: "cold-start", size: 64, isQuick: true };

export const overheads: readonly (TinyOps | GraphBuilding | ColdStart)[] = [tinyOps, graphBuilding, coldStart];
