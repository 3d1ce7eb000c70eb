/** @file What a guarded access tests. */
import type { Memory } from "@adjoint/core";
import type { Guard, Value } from "./value.ts";
import type { ValueGraph } from "./value-graph.ts";

export function guardFor(graph: ValueGraph, memory: Memory, at: Value, address: Value): Guard {
  const base = graph.pointer(memory);
  const unsigned = graph.cast(at, "u32", true);
  const length = graph.length(memory);
  const isInside = graph.op("lt", [unsigned, length]);
  const three = graph.constant(3, "u32");
  const starts = graph.op("where", [
    graph.op("lt", [three, length]),
    graph.op("sub", [length, three]),
    graph.constant(0, "u32"),
  ]);
  const areFourInside = graph.op("lt", [unsigned, starts]);
  const safeAddress = graph.op("where", [isInside, address, base]);
  return { isInside, areFourInside, safeAddress };
}
