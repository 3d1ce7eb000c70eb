/**
 * @file A node of a scan's body for all runs at once: the same primitives with the runs as a new first axis. Primitives that
 * are missing here stay in the loop.
 */
import * as ir from "../../ir/build.ts";
import type { Node, NodeKind, NodeSpec } from "../../ir/node.ts";
import { extentOf } from "../../shape.ts";

/** A value of all runs: stacked along a new first axis, or the same for all. */
export interface Vector {
  readonly node: Node;
  readonly isStacked: boolean;
}

interface Runs {
  readonly length: number;
  /** An input of the node, stacked. */
  stacked(input: number): Node;
  readonly vectors: readonly Vector[];
}

type SpecOf<K extends NodeKind> = Extract<NodeSpec, { kind: K }>;
type VectorRule<K extends NodeKind> = (node: Node & { readonly spec: SpecOf<K> }, runs: Runs) => Node;

const after = (axes: readonly number[]): number[] => axes.map((axis) => axis + 1);
const sameSpec = (node: Node, { vectors, length, stacked }: Runs): Node =>
  ir.make(
    node.spec,
    vectors.map((_, i) => stacked(i)),
    [length, ...node.shape],
    node.dtype,
  );

const RULES: { readonly [K in NodeKind]?: VectorRule<K> } = {
  map: sameSpec,
  cast: sameSpec,
  bitcast: sameSpec,
  barrier: sameSpec,
  reshape: sameSpec,
  cumsum: sameSpec,
  permute: ({ spec }, { stacked }) => ir.permute(stacked(0), [0, ...after(spec.order)]),
  expand: ({ shape }, { stacked, length }) => {
    const [first = length, ...inner] = stacked(0).shape;
    const lead = new Array<number>(shape.length - inner.length).fill(1);
    return ir.expand(ir.reshape(stacked(0), [first, ...lead, ...inner]), [length, ...shape]);
  },
  pad: ({ spec }, { stacked }) => ir.pad(stacked(0), [0, ...spec.before], [0, ...spec.after]),
  shrink: ({ spec }, { stacked, length }) => ir.shrink(stacked(0), [0, ...spec.begin], [length, ...spec.end]),
  flip: ({ spec }, { stacked }) => ir.flip(stacked(0), after(spec.axes)),
  reduce: ({ spec }, { stacked }) => ir.reduce(spec.op, stacked(0), after(spec.axes)),
  gather: ({ spec }, { stacked }) => ir.gather(stacked(0), stacked(1), spec.axis + 1),
  scatterAdd: ({ spec }, { stacked }) => ir.scatterAdd(stacked(0), stacked(1), stacked(2), spec.axis + 1),
  dot: ({ shape }, { vectors, stacked, length }) => {
    const [a, b] = vectors as readonly [Vector, Vector];
    if (b.isStacked || shape.length !== 2) return ir.dot(stacked(0), stacked(1));
    // One matrix for all runs: their rows make one product.
    const [m, k] = [extentOf(shape, 0), extentOf(b.node.shape, 0)];
    return ir.reshape(ir.dot(ir.reshape(a.node, [length * m, k]), b.node), [length, ...shape]);
  },
};

/** True if the primitive has a form for all runs at once. */
export function hasVectorRule({ spec: { kind } }: Node): boolean {
  return RULES[kind] !== undefined || kind === "const" || kind === "iota";
}

/** The value of `node` in all runs. `given` knows the values of params, and of what the loop computes. */
export function vectorize(
  node: Node,
  length: number,
  given: (node: Node) => Vector | undefined,
  known: Map<Node, Vector>,
): Vector {
  const before = known.get(node) ?? given(node);
  if (before !== undefined) {
    known.set(node, before);
    return before;
  }
  const vectors = node.inputs.map((input) => vectorize(input, length, given, known));
  const vector = vectors.some(({ isStacked }) => isStacked)
    ? { node: ruled(node, vectors, length), isStacked: true }
    : { node: vectors.length === 0 ? node : rebuilt(node, vectors), isStacked: false };
  known.set(node, vector);
  return vector;
}

function ruled(node: Node, vectors: readonly Vector[], length: number): Node {
  const rule = RULES[node.spec.kind] as ((node: Node, runs: Runs) => Node) | undefined;
  if (rule === undefined) throw new Error(`${node.spec.kind} has no form for all runs of a scan`);
  return rule(node, { length, vectors, stacked: (i) => stack(vectors[i] as Vector, length) });
}

function rebuilt(node: Node, vectors: readonly Vector[]): Node {
  return ir.make(
    node.spec,
    vectors.map((vector) => vector.node),
    node.shape,
    node.dtype,
  );
}

/** A value with the runs as its first axis. */
export function stack({ node, isStacked }: Vector, length: number): Node {
  return isStacked ? node : ir.expand(node, [length, ...node.shape]);
}
