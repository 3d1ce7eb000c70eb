/**
 * @file Finds the part of a graph that lies between outputs and targets: what a reverse sweep has to visit.
 */
import { type Node, UsageError } from "@adjoint/core";
import { ruleOf } from "./rules/node-rules.ts";

/** The part of a graph that lies between some outputs and some targets. */
export interface Path {
  /** The nodes on it, inputs before users; targets on which an output depends are among them. */
  readonly order: readonly Node[];
  readonly isOn: (node: Node) => boolean;
  readonly isTarget: (node: Node) => boolean;
  /** True if the outputs depend, besides, on leaves of differentiation that are not targets or lie behind one. */
  readonly hasOtherLeaves: boolean;
}

/** How `findPath` treats nodes that an earlier `backward` has released. */
export type SweptNodes = "constant" | "refused";

/**
 * Searches depth-first, by an explicit stack.
 * @throws {UsageError} at a node that an earlier `backward` has released, if these are refused.
 */
export function findPath(
  outputs: readonly Node[],
  isTarget: (node: Node) => boolean,
  swept: SweptNodes = "constant",
): Path {
  /** By visited node: whether it is on the path, as far as known. */
  const visited = new Map<Node, boolean>();
  const order: Node[] = [];
  const stack: Node[] = [];
  /** By node on the stack: the input that is next. */
  const cursors: number[] = [];
  let hasOtherLeaves = false;

  const open = (node: Node): void => {
    if (!node.isTracked) {
      if (swept === "refused" && node.isSwept) refuseSwept(node);
      return;
    }
    if (visited.has(node)) return;
    if (isTarget(node)) {
      visited.set(node, true);
      order.push(node);
      if (node.inputs[0]?.isTracked === true) hasOtherLeaves = true;
      return;
    }
    visited.set(node, false);
    const { kind } = node.spec;
    if (kind === "variable" || kind === "buffer") hasOtherLeaves = true;
    if (ruleOf(node) === "constant") return;
    stack.push(node);
    // The first input of a custom node is its value, through which no gradient goes.
    cursors.push(kind === "custom" ? 1 : 0);
  };

  for (const output of outputs) {
    open(output);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const node = stack[top] as Node;
      const cursor = cursors[top] as number;
      const input = node.inputs[cursor];
      if (input !== undefined) {
        cursors[top] = cursor + 1;
        open(input);
        continue;
      }
      stack.pop();
      cursors.pop();
      if (!leadsToTarget(node, visited)) continue;
      visited.set(node, true);
      order.push(node);
    }
  }
  return { order, isOn: (node) => visited.get(node) === true, isTarget, hasOtherLeaves };
}

function leadsToTarget(node: Node, visited: ReadonlyMap<Node, boolean>): boolean {
  for (let i = node.spec.kind === "custom" ? 1 : 0; i < node.inputs.length; i++) {
    if (visited.get(node.inputs[i] as Node) === true) return true;
  }
  return false;
}

function refuseSwept(node: Node): never {
  throw new UsageError({
    op: "backward",
    rule: "a graph is differentiated once, as backward() frees it",
    got: `a second pass through ${node.spec.kind === "map" ? node.spec.op : node.spec.kind}`,
    hint: "call the first with { retainGraph: true }, or detach() what comes from an earlier step",
  });
}
