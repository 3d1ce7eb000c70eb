/**
 * @file What one flush has to compute, in canonical order, with the key by which its plan is cached.
 *
 * This is the one place that decides the order of leaves and scalars: `Plan.inputs[i]` is the slot of `leaves[i]`, and the
 * step parameter `{ scalar: j }` is the value of `scalars[j]`. Lowering asks the collected graph whether a node is a leaf,
 * not `node.storage`, which may have been given to a node since.
 */
import { development } from "../ir/development.ts";
import type { Node } from "../ir/node.ts";
import { kindCode, kindIn } from "../ir/node-code.ts";
import { type GraphKey, KeyWriter } from "./graph-key.ts";

/** The graph under some outputs, down to the nodes that have a value. */
export interface Collected {
  readonly outputs: readonly Node[];
  /** All nodes, inputs before users. */
  readonly order: readonly Node[];
  /** Nodes whose value is given (those that had storage), in the order in which `order` has them. */
  readonly leaves: readonly Node[];
  /** Nodes whose number may change from run to run, in the order in which `order` has them. */
  readonly scalars: readonly Node[];
  /** A buffer without a value, if there is one: the graph cannot be computed. */
  readonly argument: Node | undefined;
  /** Equal for graphs that have one plan: same structure, shapes, dtypes, attributes and small constants. */
  readonly key: GraphKey;
}

/** The inputs that a node's value depends on: a custom node is its first input, the others are for its gradient. */
export function valueInputs(node: Node): readonly Node[] {
  return node.spec.kind === "custom" ? node.inputs.slice(0, 1) : node.inputs;
}

const SCALAR = kindCode("scalar");
const BUFFER = kindCode("buffer");
const CUSTOM = kindCode("custom");

/** Marks above this belong to the pass that runs: nodes are marked, as a map of them costs more than all the rest. */
let marksUsed = 0;
let keyWriter: KeyWriter | undefined;

/** Collects the graph under `outputs`. Depth-first by an explicit stack, so that depth is no limit. */
export function collect(outputs: readonly Node[]): Collected {
  keyWriter ??= new KeyWriter();
  const walk = new Walk(marksUsed + 1, keyWriter);
  for (const output of outputs) walk.visit(output);
  const { order, leaves, scalars, argument } = walk;
  for (const output of outputs) keyWriter.put(walk.numberOf(output));
  development?.writeKey(order, (value) => keyWriter?.put(value));
  marksUsed += order.length;
  return { outputs, order, leaves, scalars, argument, key: keyWriter.take() };
}

class Walk {
  readonly order: Node[] = [];
  readonly leaves: Node[] = [];
  readonly scalars: Node[] = [];
  argument: Node | undefined = undefined;
  /** The mark of the first node in `order`. */
  readonly #first: number;
  readonly #writer: KeyWriter;

  constructor(first: number, writer: KeyWriter) {
    this.#first = first;
    this.#writer = writer;
  }

  numberOf(node: Node): number {
    return node.mark - this.#first;
  }

  /** Numbers what lies under a node, and the node. */
  visit(output: Node): void {
    const stack: Node[] = [output];
    /** By node on the stack: the input that is next. */
    const cursors: number[] = [0];
    while (stack.length > 0) {
      const top = stack.length - 1;
      const node = stack[top] as Node;
      const next = node.mark >= this.#first ? undefined : this.#numberInputs(node, cursors, top);
      if (next === undefined) {
        stack.pop();
        cursors.pop();
        if (node.mark < this.#first) this.#number(node);
      } else {
        stack.push(next);
        cursors.push(0);
      }
    }
  }

  /** Goes on with the inputs of a node, numbering those that have none themselves; stops at one that has. */
  #numberInputs(node: Node, cursors: number[], at: number): Node | undefined {
    if (node.storage !== undefined) return undefined;
    const { inputs } = node;
    const count = kindIn(node.code) === CUSTOM ? 1 : inputs.length;
    for (let i = cursors[at] as number; i < count; i++) {
      const input = inputs[i] as Node;
      if (input.mark >= this.#first) continue;
      if (input.storage === undefined && input.inputs.length > 0) {
        cursors[at] = i + 1;
        return input;
      }
      this.#number(input);
    }
    return undefined;
  }

  #number(node: Node): void {
    const { order } = this;
    const writer = this.#writer;
    const first = this.#first;
    node.mark = first + order.length;
    order.push(node);
    if (node.storage !== undefined) {
      this.leaves.push(node);
      writer.leaf(node.dtype, node.shape);
      return;
    }
    const { inputs } = node;
    const kind = kindIn(node.code);
    if (kind === SCALAR) this.scalars.push(node);
    else if (kind === BUFFER) this.argument ??= node;
    writer.node(node);
    const count = kind === CUSTOM ? 1 : inputs.length;
    for (let i = 0; i < count; i++) writer.put((inputs[i] as Node).mark - first);
  }
}
