/** @file What all builders of nodes share: births, tracked or not, and what is said of operands that do not fit. */
import { type DType, isFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { formatShape, type Shape } from "../shape.ts";
import type { GradientRule } from "./gradient-rule.ts";
import { Node, type NodeSpec } from "./node.ts";

let isTracking = true;

/** Runs `body` with tracking on or off: what it builds while it is off counts as constant for every gradient. */
export function withTracking<T>(isOn: boolean, body: () => T): T {
  const before = isTracking;
  isTracking = isOn;
  try {
    return body();
  } finally {
    isTracking = before;
  }
}

/** True unless an enclosing `withTracking` has switched it off. */
export function tracks(): boolean {
  return isTracking;
}

/** A node as it is given, tracked if its inputs are: for those who know that it is legal. Rare kinds bring their rule. */
export function make<S extends NodeSpec>(
  spec: S,
  inputs: readonly Node[],
  shape: Shape,
  dtype: DType,
  rule?: GradientRule<S["kind"]>,
): Node {
  // Integers and conditions have no derivative; the dtype of a kernel node, or a scan, is only that of its first result.
  const mayTrack = isTracking && (isFloat(dtype) || spec.kind === "kernel" || spec.kind === "scan");
  return new Node<NodeSpec>(spec, inputs, shape, dtype, mayTrack && someTracked(inputs), rule);
}

function someTracked(nodes: readonly Node[]): boolean {
  for (let i = 0; i < nodes.length; i++) if ((nodes[i] as Node).isTracked) return true;
  return false;
}

/** Nodes are born by the hundred in each step of training, so a rule with facts in it is a function. */
export function expect(holds: boolean, op: string, rule: string | (() => string), ...nodes: readonly Node[]): void {
  if (!holds) throw misfit(op, typeof rule === "string" ? rule : rule(), nodes);
}

/** The error of operands that do not fit. */
export function misfit(op: string, rule: string, nodes: readonly Node[]): ShapeError {
  return new ShapeError({ op, rule, got: nodes.map((n) => `${n.dtype}${formatShape(n.shape)}`).join(", ") });
}
