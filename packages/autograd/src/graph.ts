/**
 * @file `trace`: the computation graph of a function, as data, text and DOT. For looking at, not for running.
 */
import { type DType, formatShape, ir, isFloat, type Node, type Shape, Tensor } from "@adjoint/core";
import { flatten, type Tree } from "./tree.ts";

/** One operation of a traced graph. */
export interface GraphNode {
  /** Its number in the graph: inputs come before users. */
  readonly id: number;
  /** The primitive, such as `mul`, `reduce.sum` or `dot`. */
  readonly op: string;
  readonly inputs: readonly number[];
  readonly shape: Shape;
  readonly dtype: DType;
  /** What else determines it, such as `axes=[1]`. */
  readonly attributes: string;
  /** For an input of the function: where it stands among the arguments. */
  readonly name: string | undefined;
}

/** The graph of one call of a function. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly GraphNode[];
  readonly outputs: readonly GraphNode[];
  /** One line for each node. */
  toString(): string;
  /** In the language of Graphviz. */
  toDot(): string;
}

/**
 * The graph that `f` builds for given arguments: its inputs, its outputs, and every operation between. Arguments
 * that are trees of tensors become named inputs; others are passed on as they are. Nothing is computed.
 * @throws {UsageError} if the result holds anything but tensors.
 * @example String(trace((x: Tensor) => x.mul(x).sum())(tensor([1, 2])))
 * // %0 = input args[0] f32[2]
 * // %1 = mul %0 %0 f32[2] …
 */
export function trace<A extends unknown[]>(f: (...args: A) => Tree): (...args: A) => Graph {
  return (...args) => {
    const names = new Map<Node, string>();
    const aliases = args.map((arg, index) => (isTree(arg) ? alias(arg, `args[${index}]`, names) : arg)) as A;
    const outputs = flatten(
      "trace",
      ir.withTracking(true, () => f(...aliases)),
      "result",
    ).leaves;
    return describeGraph(
      names,
      outputs.map((tensor) => tensor.node),
    );
  };
}

const isTree = (value: unknown): value is Tree => {
  if (value instanceof Tensor) return true;
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => item === undefined || isTree(item));
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain && Object.values(value).every((item) => item === undefined || isTree(item));
};

function alias(tree: Tree, root: string, names: Map<Node, string>): Tree {
  const { leaves, paths, rebuild } = flatten("trace", tree, root);
  const aliases = leaves.map((leaf, index) => {
    // Detached: an integer is no leaf of differentiation, but needs an identity of its own too.
    const node = isFloat(leaf.dtype) ? ir.variable(leaf.node) : ir.detach(leaf.node);
    names.set(node, paths[index] ?? root);
    return new Tensor<DType>(node);
  });
  return rebuild(aliases);
}

function describeGraph(names: ReadonlyMap<Node, string>, outputs: readonly Node[]): Graph {
  const order = topologicalOrder([...names.keys(), ...outputs], (node) => (names.has(node) ? [] : node.inputs));
  const ids = new Map(order.map((node, id) => [node, id]));
  const nodes = order.map((node, id): GraphNode => {
    const name = names.get(node);
    const inputs = name === undefined ? node.inputs.map((input) => ids.get(input) ?? -1) : [];
    const op = name === undefined ? opOf(node) : "input";
    return { id, op, inputs, shape: node.shape, dtype: node.dtype, attributes: name ?? attributesOf(node), name };
  });
  const at = (node: Node): GraphNode => nodes[ids.get(node) ?? -1] as GraphNode;
  const shown = outputs.map(at);
  return {
    nodes,
    inputs: [...names.keys()].map(at),
    outputs: shown,
    toString: () => printText(nodes, shown),
    toDot: () => printDot(nodes, shown),
  };
}

/** Inputs before users, each once; by an explicit stack. */
function topologicalOrder(roots: readonly Node[], inputsOf: (node: Node) => readonly Node[]): Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const stack = [...roots].reverse();
  const opened = new Set<Node>();
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    if (!seen.has(node) && !opened.has(node)) {
      opened.add(node);
      for (const input of [...inputsOf(node)].reverse()) if (!seen.has(input)) stack.push(input);
      continue;
    }
    stack.pop();
    if (seen.has(node)) continue;
    seen.add(node);
    order.push(node);
  }
  return order;
}

function opOf({ spec }: Node): string {
  if (spec.kind === "map") return spec.op;
  return spec.kind === "reduce" ? `reduce.${spec.op}` : spec.kind;
}

function attributesOf({ spec }: Node): string {
  const { kind, ...rest } = spec;
  const shown = Object.entries(rest).filter(([key]) => key !== "op" && key !== "rule");
  return shown
    .map(([key, value]) => `${key}=${key === "program" ? programName(value) : JSON.stringify(value)}`)
    .join(" ");
}

const programName = (value: unknown): string => String((value as { name?: unknown }).name);

const typeOf = (node: GraphNode): string => `${node.dtype}${formatShape(node.shape)}`;

function printText(nodes: readonly GraphNode[], outputs: readonly GraphNode[]): string {
  const lines = nodes.map((node) => {
    const words = [node.op, ...node.inputs.map((id) => `%${id}`), node.attributes, typeOf(node)];
    return `%${node.id} = ${words.filter((word) => word !== "").join(" ")}`;
  });
  return [...lines, `return ${outputs.map((node) => `%${node.id}`).join(", ")}`].join("\n");
}

function printDot(nodes: readonly GraphNode[], outputs: readonly GraphNode[]): string {
  const isOutput = new Set(outputs);
  const lines = nodes.map((node) => {
    const label = [node.op, node.attributes, typeOf(node)]
      .filter((word) => word !== "")
      .join("\\n")
      .replaceAll('"', "'");
    const shape = node.name !== undefined ? "ellipse" : "box";
    return `  n${node.id} [label="${label}", shape=${shape}${isOutput.has(node) ? ", peripheries=2" : ""}];`;
  });
  const edges = nodes.flatMap((node) => node.inputs.map((id) => `  n${id} -> n${node.id};`));
  return ["digraph {", "  rankdir=TB;", ...lines, ...edges, "}"].join("\n");
}
