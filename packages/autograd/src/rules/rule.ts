/**
 * @file What a gradient rule is: a pure function from the cotangents of a node's results to those of its inputs.
 */
import type { Node, NodeKind, NodeSpec } from "@adjoint/core";

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
