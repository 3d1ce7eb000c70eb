/**
 * @file Bounds the graph that a program builds without reading anything, as in a loop that only accumulates.
 */
import { AdjointError } from "../errors.ts";
import { type Node, nextNodeId } from "../ir/node.ts";
import { realizeNodes } from "./flush.ts";

let limit = 20_000;
let lastFlushed = 0;

/** Sets how many nodes may be made before the newest one is computed. For tests. Returns the former limit. */
export function setGraphLimit(nodes: number): number {
  const before = limit;
  limit = nodes;
  return before;
}

/** Notes that a flush has bounded the graph. */
export function noteFlush(): void {
  lastFlushed = nextNodeId();
}

/** Computes a new node if very many were made since the last flush. What cannot be computed fails when it is read. */
export function limitGraph(node: Node): void {
  if (node.id - lastFlushed < limit) return;
  noteFlush();
  try {
    realizeNodes("limit", [node]);
  } catch (error) {
    if (!(error instanceof AdjointError)) throw error;
  }
}
