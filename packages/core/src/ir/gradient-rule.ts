/**
 * @file What a gradient rule is: a pure function from the cotangents of a node's results to those of its inputs.
 *
 * Rules of common kinds are a table of `autograd`. Nodes of rare kinds bring theirs along: the builder of a kind names its
 * rule, and the rule the builders that it needs, so that a page loads the rules of what it builds.
 */
import type { Node, NodeKind, NodeSpec } from "./node.ts";

/** A node of one kind. */
export type NodeOf<K extends NodeKind> = Node<Extract<NodeSpec, { kind: K }>>;

/** What a rule may ask of the sweep that runs it. */
export interface RuleContext {
  /** By input: whether its cotangent will be used. A rule may compute the others, but need not. */
  readonly wants: readonly boolean[];
  /** Cotangents of `targets`, variables on which `outputs` depend, from cotangents of the outputs. */
  readonly pullback: (
    outputs: readonly Node[],
    cotangents: readonly Cotangent[],
    targets: readonly Node[],
  ) => Cotangent[];
}

/** `undefined` is zero. */
export type Cotangent = Node | undefined;

/** For a node of one result: cotangents of its inputs, in order. A shorter list ends in zeros. */
export type VjpRule<K extends NodeKind> = (
  cotangent: Node,
  node: NodeOf<K>,
  context: RuleContext,
) => readonly Cotangent[];

/** For a node of several results, of which at least one has a cotangent. */
export type MultiVjpRule<K extends NodeKind> = (
  cotangents: readonly Cotangent[],
  node: NodeOf<K>,
  context: RuleContext,
) => readonly Cotangent[];

/** The kinds of nodes whose results are reached through `result` nodes. */
export type MultiKind = "sort" | "kernel" | "scan";

/** The kinds whose nodes bring their rule along. So do products, of the kind `reduce`. */
export type RareKind =
  | MultiKind
  | "permute"
  | "pad"
  | "shrink"
  | "flip"
  | "window"
  | "fold"
  | "dot"
  | "conv"
  | "gather"
  | "scatterAdd"
  | "cumsum"
  | "custom";

export type GradientRule<K extends NodeKind> = K extends MultiKind ? MultiVjpRule<K> : VjpRule<K>;
