/**
 * @file Second pass: which nodes are staged, that is computed as values of their own, by a kernel or inside one. All
 * others are inlined where they are used. Whether a staged value ends in a buffer is decided by grouping.
 */
import type { Node } from "../ir/node.ts";
import { scalarDef } from "../scalar/table.ts";
import { sizeOf } from "../shape.ts";
import { rarePart } from "./rare-part.ts";

/** Work, in additions, from which on a value is kept rather than computed twice. */
const WORTH_KEEPING = 8;
/** Nesting beyond which an expression is cut. */
const MAX_DEPTH = 48;

export interface Marks {
  /** In topological order. */
  readonly staged: readonly Node[];
  isStaged(node: Node): boolean;
  /** True for nodes with a value that is read, not inlined: leaves, results of opaque steps, staged nodes. */
  isStop(node: Node): boolean;
}

/** True for nodes computed by steps of their own: a contraction, or a kernel program. */
export function isOpaque(node: Node): boolean {
  const { kind } = node.spec;
  return (
    kind === "dot" ||
    kind === "scatterAdd" ||
    kind === "sort" ||
    kind === "cumsum" ||
    kind === "kernel" ||
    kind === "scan"
  );
}

/** The node whose buffer holds the same elements in the same order. */
export function aliasOf(node: Node): Node {
  let source = node;
  while (source.spec.kind === "reshape" && source.inputs[0] !== undefined) source = source.inputs[0];
  return source;
}

const VIEWS = new Set(["reshape", "permute", "expand", "shrink", "flip", "pad", "window"]);

/** The node under a chain of movement operations. */
export function underViews(node: Node): Node {
  let source = node;
  while (VIEWS.has(source.spec.kind) && source.inputs[0] !== undefined) source = source.inputs[0];
  return source;
}

/** What inlining a node costs: work, nesting, and what is read. */
interface Inlined {
  readonly cost: number;
  readonly depth: number;
  readonly reads: ReadonlySet<Node>;
}

const FREE: Inlined = { cost: 0, depth: 0, reads: new Set() };

class Marker {
  readonly staged = new Set<Node>();
  readonly #isLeaf: (node: Node) => boolean;
  readonly #inlined = new Map<Node, Inlined>();
  readonly #uses: ReadonlyMap<Node, number>;
  readonly #maxReads: number;

  constructor(order: readonly Node[], isLeaf: (node: Node) => boolean, maxReads: number) {
    this.#isLeaf = isLeaf;
    this.#maxReads = maxReads;
    this.#uses = countUses(order, isLeaf);
  }

  isStop(node: Node): boolean {
    const { kind } = node.spec;
    return (
      this.#isLeaf(node) ||
      kind === "dot" ||
      kind === "result" ||
      kind === "scatterAdd" ||
      kind === "cumsum" ||
      this.staged.has(node)
    );
  }

  /** Makes the value of a node available in a buffer, unless it already is. */
  stage(node: Node): void {
    const source = aliasOf(node);
    if (!this.isStop(source)) this.staged.add(source);
  }

  visit(node: Node): void {
    if (this.#isLeaf(node) || node.spec.kind === "result") return;
    if (isOpaque(node)) {
      for (const input of rarePart().stagedInputs(node)) this.stage(input);
    } else if (node.spec.kind === "reduce" || node.spec.kind === "barrier") {
      this.#inlined.set(node, this.#combine(node));
      this.stage(node);
    } else this.#inline(node);
  }

  #inline(node: Node): void {
    const { kind } = node.spec;
    const [first] = node.inputs;
    if (kind === "gather" && first !== undefined) this.#stageExpensive(underViews(first), 1);
    if ((kind === "expand" || kind === "window") && first !== undefined && sizeOf(node.shape) > sizeOf(first.shape))
      this.#stageExpensive(underViews(first), WORTH_KEEPING);
    let inlined = this.#combine(node);
    while (inlined.reads.size > this.#maxReads) {
      const widest = [...node.inputs].sort((a, b) => this.#of(b).reads.size - this.#of(a).reads.size)[0];
      if (widest === undefined || this.#of(widest).reads.size < 2) break;
      this.stage(widest);
      inlined = this.#combine(node);
    }
    this.#inlined.set(node, inlined);
    const isKept = (this.#uses.get(node) ?? 0) > 1 && inlined.cost >= WORTH_KEEPING;
    if (!VIEWS.has(kind) && (isKept || inlined.depth > MAX_DEPTH)) this.stage(node);
  }

  #stageExpensive(node: Node, limit: number): void {
    if (!this.isStop(node) && this.#of(node).cost >= limit) this.stage(node);
  }

  #of(node: Node): Inlined {
    if (this.isStop(node)) return { cost: 0, depth: 0, reads: new Set([node]) };
    const source = aliasOf(node);
    if (source !== node) return this.#of(source);
    return this.#inlined.get(node) ?? FREE;
  }

  #combine(node: Node): Inlined {
    let cost = node.spec.kind === "map" ? scalarDef(node.spec.op).cost : node.spec.kind === "gather" ? 4 : 0;
    let depth = 0;
    const reads = new Set<Node>();
    for (const input of node.inputs) {
      const part = this.#of(input);
      cost += part.cost;
      depth = Math.max(depth, part.depth);
      for (const read of part.reads) reads.add(read);
    }
    return { cost: Math.min(cost, 1e6), depth: depth + 1, reads };
  }
}

/** How often each node's value is wanted, counting through movement. */
function countUses(order: readonly Node[], isLeaf: (node: Node) => boolean): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (node === undefined || isLeaf(node)) continue;
    const isView = VIEWS.has(node.spec.kind);
    const count = isView ? (uses.get(node) ?? 1) : 1;
    for (const input of new Set(node.inputs)) uses.set(input, (uses.get(input) ?? 0) + count);
  }
  return uses;
}

/**
 * Decides for a simplified graph in topological order. `outputs` are staged in any case. No expression reads more than
 * `maxReads` buffers, but for a single operation that has more operands.
 */
export function mark(
  order: readonly Node[],
  outputs: readonly Node[],
  isLeaf: (node: Node) => boolean,
  maxReads: number,
): Marks {
  const marker = new Marker(order, isLeaf, maxReads);
  for (const node of order) marker.visit(node);
  for (const output of outputs) marker.stage(output);
  const staged = order.filter((node) => marker.staged.has(node));
  return { staged, isStaged: (node) => marker.staged.has(node), isStop: (node) => marker.isStop(node) };
}
