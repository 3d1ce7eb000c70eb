/**
 * @file First pass: the graph rewritten by algebra that is exact, with equal nodes merged. Nodes that only matter to
 * differentiation disappear. No rule may invent a run-time scalar; numbers that follow from the structure become `const`.
 */
import type { DType } from "../dtype.ts";
import * as ir from "../ir/build.ts";
import { within } from "../ir/development.ts";
import { Node, type NodeSpec } from "../ir/node.ts";
import { reductionIdentity } from "../kernel/reduction.ts";
import { extentOf, type Shape, sizeOf } from "../shape.ts";
import { valueInputs } from "./collect.ts";
import { loadedRare } from "./rare-part.ts";
import { loadedScan } from "./scan-part.ts";

/** A node from already simplified inputs, or undefined if the rule does not apply. */
export type Rule = (spec: NodeSpec, inputs: readonly Node[], node: Node, device: RuleDevice) => Node | undefined;

/** What a rule may know of the device: see `Capabilities`. */
export interface RuleDevice {
  readonly hasSerialLanes?: boolean | undefined;
  readonly hasHalfProducts?: boolean | undefined;
}

/** A structural number; unlike `ir.number` it is hashed whatever its value. */
export function structural(value: number, dtype: DType): Node {
  return new Node({ kind: "const", value }, [], [], dtype, false);
}

/** The number that a node repeats, if it is a structural constant. */
function constantOf(node: Node | undefined): number | undefined {
  let source = node;
  while (source?.spec.kind === "expand" || source?.spec.kind === "reshape") source = source.inputs[0];
  return source?.spec.kind === "const" ? source.spec.value : undefined;
}

/** Only the value counts from here on. */
const dropMarkers: Rule = (spec, [x]) => {
  return spec.kind === "detach" || spec.kind === "variable" || spec.kind === "custom" ? x : undefined;
};

const arithmeticIdentities: Rule = (spec, [a, b]) => {
  if (spec.kind !== "map" || a === undefined) return undefined;
  if (spec.op === "neg" && a.spec.kind === "map" && a.spec.op === "neg") return a.inputs[0];
  const [left, right] = [constantOf(a), constantOf(b)];
  if (spec.op === "add") return right === 0 ? a : left === 0 ? b : undefined;
  if (spec.op === "sub") return right === 0 ? a : undefined;
  if (spec.op === "div") return right === 1 ? a : undefined;
  if (spec.op !== "mul") return undefined;
  if (right === 1) return a;
  if (left === 1) return b;
  if (right === -1) return ir.map("neg", a);
  return left === -1 && b !== undefined ? ir.map("neg", b) : undefined;
};

const foldCasts: Rule = (spec, [x], node) => {
  if (spec.kind !== "cast" || x === undefined) return undefined;
  if (x.dtype === node.dtype) return x;
  if (x.spec.kind === "expand" && x.inputs[0] !== undefined)
    return ir.expand(ir.cast(x.inputs[0], node.dtype), node.shape);
  if (x.spec.kind === "cast" && x.dtype === "f64" && x.inputs[0]?.dtype === node.dtype) return x.inputs[0];
  return undefined;
};

const mergeViews: Rule = (spec, [x], node) => {
  const source = x?.inputs[0];
  if (x === undefined || source === undefined) return undefined;
  if (spec.kind === "reshape" && x.spec.kind === "reshape") return ir.reshape(source, node.shape);
  if (spec.kind === "reshape" && x.spec.kind === "expand" && source.shape.length === 0)
    return ir.expand(source, node.shape);
  if (spec.kind === "expand" && x.spec.kind === "expand") return ir.expand(source, node.shape);
  return undefined;
};

/** Axes of extent 1 need no reduction; an empty axis gives the identity; a repeated axis is summed by multiplying. */
const reduceTrivialAxes: Rule = (spec, [x], node) => {
  if (spec.kind !== "reduce" || x === undefined) return undefined;
  if (sizeOf(x.shape) === 0)
    return ir.expand(structural(reductionIdentity(spec.op, node.dtype), node.dtype), node.shape);
  const axes = spec.axes.filter((axis) => x.shape[axis] !== 1);
  if (axes.length < spec.axes.length) return ir.reduce(spec.op, x, axes);
  return spec.op === "sum" && x.dtype !== "bool" ? sumOfExpand(x, axes) : undefined;
};

function sumOfExpand(x: Node, axes: readonly number[]): Node | undefined {
  const source = x.inputs[0];
  if (x.spec.kind !== "expand" || source === undefined) return undefined;
  const lead = x.shape.length - source.shape.length;
  const repeated = axes.filter((axis) => axis < lead || source.shape[axis - lead] === 1);
  if (repeated.length === 0) return undefined;
  const count = repeated.reduce((n, axis) => n * extentOf(x.shape, axis), 1);
  const shape = x.shape.map((extent, axis) => (repeated.includes(axis) ? 1 : extent));
  const kept = ir.expand(ir.reshape(source, [...new Array<number>(lead).fill(1), ...source.shape]), shape);
  const scaled = ir.map("mul", kept, ir.expand(structural(count, x.dtype), shape));
  return ir.reduce(
    "sum",
    scaled,
    axes.filter((axis) => !repeated.includes(axis)),
  );
}

/** The axis from which on all are reduced (or have extent 1). */
export function trailingStart(shape: Shape, axes: readonly number[]): number {
  let start = shape.length;
  while (start > 0 && (axes.includes(start - 1) || shape[start - 1] === 1)) start--;
  return start;
}

/** Trailing axes are reduced by lanes, others by loops: axes of both kinds make two reductions. */
const splitMixedReduction: Rule = (spec, [x]) => {
  if (spec.kind !== "reduce" || x === undefined) return undefined;
  const trailing = trailingStart(x.shape, spec.axes);
  const last = spec.axes.filter((axis) => axis >= trailing);
  const others = spec.axes.filter((axis) => axis < trailing);
  return last.length > 0 && others.length > 0 ? ir.reduce(spec.op, ir.reduce(spec.op, x, last), others) : undefined;
};

/** Tried in order until none applies. `rare-rules.ts` has more, for nodes that few graphs have. */
const RULES: readonly Rule[] = [
  dropMarkers,
  arithmeticIdentities,
  foldCasts,
  mergeViews,
  reduceTrivialAxes,
  splitMixedReduction,
];

/** Merges equal nodes: by what they are and what they read. Leaves and run-time scalars are only equal to themselves. */
class NodeTable {
  readonly #isLeaf: (node: Node) => boolean;
  readonly #known = new Map<string, Node>();
  readonly #programs = new Map<object, number>();

  constructor(isLeaf: (node: Node) => boolean) {
    this.#isLeaf = isLeaf;
  }

  intern(node: Node): Node {
    const { spec } = node;
    if (this.#isLeaf(node) || spec.kind === "scalar") return node;
    const key = `${this.#specKey(spec)}|${node.dtype}|${node.shape.join()}|${node.inputs.map((input) => input.id).join()}`;
    const same = this.#known.get(key);
    if (same !== undefined) return same;
    this.#known.set(key, node);
    return node;
  }

  #specKey(spec: NodeSpec): string {
    if (spec.kind === "const") return `const ${Object.is(spec.value, -0) ? "-0" : spec.value}`;
    if (spec.kind !== "kernel") return JSON.stringify(spec);
    const known = this.#programs.get(spec.program) ?? this.#programs.size;
    this.#programs.set(spec.program, known);
    return `kernel ${known}`;
  }
}

/** Rewrites a graph given in topological order. Returns what became of each node. Leaves stay as they are. */
export function simplify(
  order: readonly Node[],
  isLeaf: (node: Node) => boolean,
  device: RuleDevice = {},
): Map<Node, Node> {
  const table = new NodeTable(isLeaf);
  const rules = [...RULES, ...(loadedRare()?.RARE_RULES ?? []), ...(loadedScan()?.SCAN_RULES ?? [])];
  const done = new Map<Node, Node>();
  const rewrite = (node: Node): Node => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const settled = (): Node => settle(node, valueInputs(node).map(rewrite), rewrite, rules, table, device);
    const result = isLeaf(node) ? node : within(node, settled);
    done.set(node, result);
    return result;
  };
  for (const node of order) rewrite(node);
  return done;
}

function settle(
  node: Node,
  inputs: readonly Node[],
  rewrite: (node: Node) => Node,
  rules: readonly Rule[],
  table: NodeTable,
  device: RuleDevice,
): Node {
  for (const rule of rules) {
    const better = rule(node.spec, inputs, node, device);
    if (better !== undefined && better !== node) return rewrite(better);
  }
  const isSame = inputs.every((input, i) => input === node.inputs[i]);
  return table.intern(isSame ? node : new Node(node.spec, inputs, node.shape, node.dtype, false));
}
