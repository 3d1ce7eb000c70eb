/**
 * @file Closes the graph of one run: what it reads of its carries and rows is a param already; what it reads from outside
 * becomes one, too. What does not depend on carries and rows is computed outside, once, but for what costs nothing.
 */
import { ir, type Node, type NodeKind } from "@adjoint/core";
import { Body, rebuild } from "./body.ts";

export interface Closed {
  readonly body: Body;
  /** What the params beyond those given stand for. */
  readonly captured: readonly Node[];
}

/** Kept in the body although it depends on nothing in it: it only says where elements are, or is known to the compiler. */
const FREE: ReadonlySet<NodeKind> = new Set<NodeKind>([
  "const",
  "iota",
  "reshape",
  "permute",
  "expand",
  "shrink",
  "flip",
]);

/** The body with the given params and outputs. */
export function close(params: readonly Node[], outputs: readonly Node[]): Closed {
  const inner = dependents(params, outputs);
  const made = new Map<Node, Node>(params.map((param) => [param, param]));
  const captured: Node[] = [];
  const own: Node[] = [];
  const capture = (node: Node): void => {
    if (made.has(node) || inner.has(node)) return;
    if (FREE.has(node.spec.kind) && node.storage === undefined) {
      for (const input of node.inputs) capture(input);
      return;
    }
    const param =
      node.spec.kind === "scalar" ? ir.scalar(0, node.dtype) : ir.buffer(node.shape, node.dtype, node.isTracked);
    made.set(node, param);
    own.push(param);
    // A number of its own: nobody can ask for its value, and so give it a buffer.
    captured.push(node.spec.kind === "scalar" ? ir.scalar(node.spec.value, node.dtype) : node);
  };
  for (const node of inner) for (const input of node.inputs) capture(input);
  for (const output of outputs) capture(output);
  const closed = outputs.map((output) => rebuild(output, made));
  return { body: new Body([...params, ...own], closed), captured };
}

/** The nodes under the outputs that depend on a param, inputs first. */
function dependents(params: readonly Node[], outputs: readonly Node[]): ReadonlySet<Node> {
  const isParam = new Set(params);
  const found = new Set<Node>();
  const done = new Set<Node>();
  const waiting = [...outputs];
  for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
    const isLeaf = isParam.has(node) || node.storage !== undefined;
    const missing = done.has(node) || isLeaf ? [] : node.inputs.filter((input) => !done.has(input));
    if (missing.length > 0) {
      waiting.push(...missing);
      continue;
    }
    waiting.pop();
    if (done.has(node)) continue;
    done.add(node);
    if (!isLeaf && node.inputs.some((input) => isParam.has(input) || found.has(input))) found.add(node);
  }
  return found;
}
