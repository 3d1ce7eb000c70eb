/**
 * @file Which nodes are newer than the last flush.
 */
import { nextNodeId } from "../ir/node.ts";

let lastFlushed = 0;

/** Notes that a flush has bounded the graph. */
export function noteFlush(): void {
  lastFlushed = nextNodeId();
}

/** Nodes with a greater id were made since the last flush. */
export function lastFlushedId(): number {
  return lastFlushed;
}
