/** @file Indices as linear forms: Σ coefficient · term + constant, so that addresses can be split by how often they change. */
import type { Var } from "@adjoint/core";
import type { Value } from "./value.ts";
import type { ValueGraph } from "./value-graph.ts";

interface Linear {
  readonly terms: Map<Value, number>;
  constant: number;
}

function collect(value: Value, scale: number, into: Linear): void {
  if (value.kind === "const") {
    into.constant += scale * value.value;
    return;
  }
  if (value.kind === "op") {
    const [a, b] = value.args;
    if (a !== undefined && b !== undefined) {
      if (value.op === "add" || value.op === "sub") {
        collect(a, scale, into);
        collect(b, value.op === "add" ? scale : -scale, into);
        return;
      }
      if (value.op === "mul" && b.kind === "const") {
        collect(a, scale * b.value, into);
        return;
      }
      if (value.op === "mul" && a.kind === "const") {
        collect(b, scale * a.value, into);
        return;
      }
    }
  }
  into.terms.set(value, (into.terms.get(value) ?? 0) + scale);
}

export interface LinearAddress {
  readonly address: Value;
  /** Elements from one lane to the next; undefined if irregular. */
  readonly stride: number | undefined;
}

/**
 * The byte address of an element. What changes least often is added first, so that code motion moves as much as possible
 * out of loops. 32-bit wrapping makes every order equal.
 */
export function linearAddress(
  graph: ValueGraph,
  base: Value,
  index: Value,
  sizeBytes: number,
  lane: Var | undefined,
): LinearAddress {
  const linear: Linear = { terms: new Map(), constant: 0 };
  collect(index, 1, linear);
  const laneValue = lane === undefined ? undefined : graph.variable(lane);
  const stride = laneValue === undefined ? 0 : (linear.terms.get(laneValue) ?? 0);
  const terms = [...linear.terms].filter(([, coefficient]) => coefficient !== 0);
  const isRegular = terms.every(([term]) => term.isUniform || term === laneValue);
  terms.sort(([a], [b]) => graph.depth(a) - graph.depth(b) || a.id - b.id);
  let address = graph.op("add", [base, graph.constant((linear.constant * sizeBytes) | 0, "i32")]);
  for (const [term, coefficient] of terms) {
    const bytes = (coefficient * sizeBytes) | 0;
    const scaled =
      term === laneValue && lane !== undefined
        ? graph.laneBytes(lane, bytes)
        : graph.op("mul", [term, graph.constant(bytes, "i32")]);
    address = graph.op("add", [address, scaled]);
  }
  return { address, stride: isRegular ? stride : undefined };
}
