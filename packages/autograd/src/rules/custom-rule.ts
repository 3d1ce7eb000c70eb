/** @file The gradient rule of `custom` nodes: what their author says, checked. */
import { formatShape, type Node, sameShape, UsageError } from "@adjoint/core";
import type { NodeOf } from "./rule.ts";

/**
 * Cotangents of the arguments, from the node's own rule. The rule is given the custom node itself as the result, so
 * that a gradient of the gradient goes through the rule again.
 * @throws {UsageError} if the rule answers with other shapes or dtypes than the arguments have.
 */
export function customRule(cotangent: Node, node: NodeOf<"custom">): (Node | undefined)[] {
  const args = node.inputs.slice(1);
  const cotangents = node.spec.rule(cotangent, args, node);
  cotangents.forEach((answer, index) => {
    const arg = args[index];
    if (answer === undefined) return;
    if (arg !== undefined && answer.dtype === arg.dtype && sameShape(answer.shape, arg.shape)) return;
    throw new UsageError({
      op: "customVjp",
      rule: "the backward function gives one cotangent for each argument, of its shape and dtype, or undefined",
      got: `${describe(answer)} for argument ${index}, ${arg === undefined ? "which does not exist" : `which is ${describe(arg)}`}`,
      hint: "sum over axes that were broadcast",
    });
  });
  return [undefined, ...cotangents];
}

const describe = (node: Node): string => `${node.dtype}${formatShape(node.shape)}`;
