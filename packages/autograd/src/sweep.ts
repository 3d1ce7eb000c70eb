/**
 * @file The reverse sweep: from cotangents of some outputs to cotangents of some targets, by the rules. Iterative, so that
 * depth is no limit; what flows together is added in the order of arrival, so that sums are reproducible.
 */
import type { Cotangent, MultiVjpRule, Node, NodeKind, RuleContext, VjpRule } from "@adjoint/core";
import { findPath, type Path } from "./path.ts";
import { add, constantOf } from "./rules/algebra.ts";
import { ruleOf } from "./rules/node-rules.ts";

/** Cotangents of the targets of `path`, by target; one that is missing is zero. */
export function sweep(path: Path, outputs: readonly Node[], cotangents: readonly Cotangent[]): Map<Node, Node> {
  const sums = new Map<Node, Node>();
  /** For nodes of several results: a sum for each. */
  const resultSums = new Map<Node, Cotangent[]>();
  outputs.forEach((output, index) => {
    accumulate(sums, output, cotangents[index]);
  });

  for (let i = path.order.length - 1; i >= 0; i--) {
    const node = path.order[i] as Node;
    if (path.isTarget(node)) continue;
    const rule = ruleOf(node);
    if (rule === "constant") continue;
    if (rule === "projection") {
      addResult(resultSums, node, sums.get(node));
      continue;
    }
    const received = resultSums.get(node) ?? sums.get(node);
    if (received === undefined) continue;
    const wants = node.inputs.map((input) => path.isOn(input));
    const context: RuleContext = { wants, pullback };
    const contributions = Array.isArray(received)
      ? (rule as MultiVjpRule<NodeKind>)(received, node, context)
      : (rule as VjpRule<NodeKind>)(received as Node, node, context);
    contributions.forEach((contribution, index) => {
      if (wants[index] === true) accumulate(sums, node.inputs[index] as Node, contribution);
    });
  }
  return sums;
}

/** Cotangents of `targets` from cotangents of `outputs`, as a list. */
export function pullback(
  outputs: readonly Node[],
  cotangents: readonly Cotangent[],
  targets: readonly Node[],
): Cotangent[] {
  const wanted = new Set(targets);
  const sums = sweep(
    findPath(outputs, (node) => wanted.has(node)),
    outputs,
    cotangents,
  );
  return targets.map((target) => sums.get(target));
}

/** Zeros are not added, so that they cost no nodes further down. */
function accumulate(sums: Map<Node, Node>, node: Node, contribution: Cotangent): void {
  if (contribution === undefined || constantOf(contribution) === 0) return;
  const sum = sums.get(node);
  sums.set(node, sum === undefined ? contribution : add(sum, contribution));
}

function addResult(resultSums: Map<Node, Cotangent[]>, node: Node, cotangent: Cotangent): void {
  const producer = node.inputs[0];
  if (producer === undefined || node.spec.kind !== "result" || cotangent === undefined) return;
  const { index } = node.spec;
  const results = resultSums.get(producer) ?? [];
  const sum = results[index];
  results[index] = sum === undefined ? cotangent : add(sum, cotangent);
  resultSums.set(producer, results);
}
