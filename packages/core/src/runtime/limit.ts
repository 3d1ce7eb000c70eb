/**
 * @file Bounds the graph that a program builds without reading anything, as in a loop that only accumulates.
 */
import { AdjointError } from "../errors.ts";
import type { Node } from "../ir/node.ts";
import { realizeNodes } from "./flush.ts";
import { lastFlushedId, noteFlush } from "./flush-mark.ts";

let limit = 20_000;

/** Sets how many nodes may be made before the newest one is computed. For tests. Returns the former limit. */
export function setGraphLimit(nodes: number): number {
  const before = limit;
  limit = nodes;
  return before;
}

/** Computes a new node if very many were made since the last flush. What cannot be computed fails when it is read. */
export function limitGraph(node: Node): void {
  if (node.id - lastFlushedId() < limit) return;
  noteFlush();
  try {
    realizeNodes("limit", [node]);
  } catch (error) {
    if (!(error instanceof AdjointError)) throw error;
  }
}
