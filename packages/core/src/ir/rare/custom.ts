/** @file Nodes whose gradient is what their author says, checked. */
import { UsageError } from "../../errors.ts";
import { formatShape, sameShape } from "../../shape.ts";
import type { VjpRule } from "../gradient-rule.ts";
import { make } from "../make.ts";
import type { CustomRule, Node } from "../node.ts";

/** `result` as a function of `args`, differentiated by `rule`. */
export function custom(result: Node, args: readonly Node[], rule: CustomRule): Node {
  return make({ kind: "custom", rule }, [result, ...args], result.shape, result.dtype, customRule);
}

/**
 * Cotangents of the arguments, from the node's own rule. The rule is given the custom node itself as the result, so
 * that a gradient of the gradient goes through the rule again.
 * @throws {UsageError} if the rule answers with other shapes or dtypes than the arguments have.
 */
const customRule: VjpRule<"custom"> = (cotangent, node) => {
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
};

const describe = (node: Node): string => `${node.dtype}${formatShape(node.shape)}`;
