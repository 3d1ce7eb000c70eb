/**
 * @file What one flush has to compute, in canonical order, with the key by which its plan is cached.
 *
 * This is the one place that decides the order of leaves and scalars: `Plan.inputs[i]` is the slot of `leaves[i]`, and the
 * step parameter `{ scalar: j }` is the value of `scalars[j]`. Lowering asks the collected graph whether a node is a leaf,
 * not `node.storage`, which may have been given to a node since.
 */
import type { Node } from "../ir/node.ts";
import { KeyWriter } from "./graph-key.ts";

/** The graph under some outputs, down to the nodes that have a value. */
export interface Collected {
  readonly outputs: readonly Node[];
  /** All nodes, inputs before users. */
  readonly order: readonly Node[];
  /** Nodes whose value is given (those that had storage), in the order in which `order` has them. */
  readonly leaves: readonly Node[];
  /** Nodes whose number may change from run to run, in the order in which `order` has them. */
  readonly scalars: readonly Node[];
  /** Equal for graphs that have one plan: same structure, shapes, dtypes, attributes and small constants. */
  readonly key: string;
}

/** The inputs that a node's value depends on: a custom node is its first input, the others are for its gradient. */
export function valueInputs(node: Node): readonly Node[] {
  return node.spec.kind === "custom" ? node.inputs.slice(0, 1) : node.inputs;
}

/** Marks above this belong to the pass that runs: nodes are marked, as a map of them costs more than all the rest. */
let marksUsed = 0;
let keyWriter: KeyWriter | undefined;

/** Collects the graph under `outputs`. Depth-first by an explicit stack, so that depth is no limit. */
export function collect(outputs: readonly Node[]): Collected {
  keyWriter ??= new KeyWriter();
  const writer = keyWriter;
  const opened = marksUsed + 1;
  const first = opened + 1;
  const order: Node[] = [];
  const leaves: Node[] = [];
  const scalars: Node[] = [];
  const stack: Node[] = [];
  for (const output of outputs) {
    stack.push(output);
    while (stack.length > 0) {
      const node = stack[stack.length - 1] as Node;
      if (node.mark >= first) {
        stack.pop();
        continue;
      }
      const isLeaf = node.storage !== undefined;
      if (!isLeaf && node.mark < opened) {
        node.mark = opened;
        if (pushInputs(node, first, stack)) continue;
      }
      stack.pop();
      node.mark = first + order.length;
      order.push(node);
      if (isLeaf) leaves.push(node);
      else if (node.spec.kind === "scalar") scalars.push(node);
      writeNode(node, isLeaf, first, writer);
    }
  }
  for (const output of outputs) writer.put(output.mark - first);
  marksUsed = opened + order.length;
  return { outputs, order, leaves, scalars, key: writer.take() };
}

/** Pushes the inputs that have no number yet, the first on top; false if there are none. */
function pushInputs(node: Node, first: number, stack: Node[]): boolean {
  const { inputs } = node;
  const height = stack.length;
  for (let i = node.spec.kind === "custom" ? 0 : inputs.length - 1; i >= 0; i--) {
    const input = inputs[i];
    if (input !== undefined && input.mark < first) stack.push(input);
  }
  return stack.length > height;
}

function writeNode(node: Node, isLeaf: boolean, first: number, writer: KeyWriter): void {
  if (isLeaf) {
    writer.leaf(node.dtype, node.shape);
    return;
  }
  const { spec, inputs } = node;
  writer.node(spec, node.dtype, node.shape);
  const count = spec.kind === "custom" ? 1 : inputs.length;
  for (let i = 0; i < count; i++) writer.put((inputs[i] as Node).mark - first);
}
