/**
 * @file Gradient rules of the common kinds of nodes; those of rare kinds bring theirs along, from `core/ir/rare`. `constant`
 * marks kinds through which no gradient flows; `projection` is a `result` node, whose cotangent the sweep hands to the node of
 * several results.
 */
import {
  type GradientRule,
  ir,
  isFloat,
  type Node,
  type NodeKind,
  type NodeOf,
  type RareKind,
  type RuleContext,
  type VjpRule,
} from "@adjoint/core";
import { reshapeTo, sumTo } from "./algebra.ts";
import { missingRule } from "./missing-rule.ts";
import { reduceRule } from "./reduce-rules.ts";
import { SCALAR_RULES } from "./scalar-rules.ts";

/** One entry for each kind whose nodes bring no rule: a forgotten one is a compile error. */
export type NodeRules = {
  readonly [K in Exclude<NodeKind, RareKind>]: K extends "result" ? "projection" : "constant" | VjpRule<K>;
};

export const NODE_RULES = {
  buffer: "constant",
  const: "constant",
  scalar: "constant",
  iota: "constant",
  detach: "constant",
  bitcast: "constant",

  map: mapRule,
  /** Between floats it passes; an integer has no derivative. */
  cast: (c, node) => {
    const [x] = operands(node);
    return isFloat(node.dtype) && isFloat(x.dtype) ? [ir.cast(c, x.dtype)] : [];
  },

  reshape: (c, node) => [reshapeTo(c, operands(node)[0].shape)],
  /** The one place where broadcasting is undone. */
  expand: (c, node) => [sumTo(c, operands(node)[0].shape)],
  reduce: reduceRule,
  result: "projection",
  barrier: (c) => [c],
  variable: (c) => [c],
} as const satisfies NodeRules;

/** The rule of a node. */
export function ruleOf(node: Node): GradientRule<NodeKind> | "constant" | "projection" {
  if (node.rule !== undefined) return node.rule;
  if (node.spec.kind === "map" && SCALAR_RULES[node.spec.op] === "constant") return "constant";
  const rules: Partial<Record<NodeKind, unknown>> = NODE_RULES;
  return (rules[node.spec.kind] as GradientRule<NodeKind> | undefined) ?? missingRule(node);
}

/** The inputs of a node that has at least one. */
function operands(node: Node): readonly [Node, ...Node[]] {
  const [first, ...rest] = node.inputs;
  if (first === undefined) throw new TypeError(`${node.spec.kind} node without an input`);
  return [first, ...rest];
}

function mapRule(cotangent: Node, node: NodeOf<"map">, { wants }: RuleContext): (Node | undefined)[] {
  const rules = SCALAR_RULES[node.spec.op];
  if (rules === "constant") return [];
  return node.inputs.map((_, index) => {
    const rule = rules[index] as ((c: Node, ...operandsAndResult: readonly Node[]) => Node) | null | undefined;
    return wants[index] === true ? rule?.(cotangent, ...node.inputs, node) : undefined;
  });
}
