/**
 * @file Analysis: which elements of which other values a staged node reads, as index forms over its own iteration space.
 * A plain node iterates over its elements, a row reduction over the elements that it reduces.
 */
import { type ValueType, valueTypeOf } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import type { Expr, ReduceOp } from "../kernel/types.ts";
import { scalarDef } from "../scalar/table.ts";
import { sizeOf } from "../shape.ts";
import { dividesIndex, type Form, indexForm } from "./index-form.ts";
import { type Reader, Resolver } from "./resolve.ts";
import { trailingStart } from "./simplify.ts";

/** Name of the index over a node's whole iteration space. */
export const FLAT = "f";

export interface Stage {
  readonly node: Node;
  /** Position in the topological order. */
  readonly order: number;
  /** A reduction over trailing axes: `rows` results of `columns` elements each. Undefined for all others. */
  readonly rowReduce: { readonly rows: number; readonly columns: number } | undefined;
  /** Where each lane computes several elements, in a loop: see `spread.ts`. */
  readonly spread?: Spread | undefined;
  /** Extent of the iteration space. */
  readonly size: number;
  /** Iterations of loops inside one lane; 1 if there are none. */
  readonly loopLength: number;
  /** Keys of the positions, as forms over `FLAT`, at which other values are read. */
  readonly reads: ReadonlyMap<Node, ReadonlySet<string>>;
  /** Run-time scalars that are used. */
  readonly scalars: ReadonlySet<Node>;
  /** Additions, or as much work, for one iteration. */
  readonly cost: number;
}

/** How the elements of a node are dealt to the elements of a group: several to each. */
export interface Spread {
  /** How many to each. */
  readonly length: number;
  /** How far these lie apart. */
  readonly inner: number;
  /** Where an element's share lies: a form over its position, and the index `LOOP`. */
  at(position: Form): Form;
  /** The group's position, as a form in which `at` needs no division. */
  readonly lane: Form;
}

/** Name of the first loop in a lane. */
export const LOOP = "l0";

/** True if a reduction runs over trailing axes, so that lanes share it. */
function rowReduction(node: Node): Stage["rowReduce"] {
  const [input] = node.inputs;
  if (node.spec.kind !== "reduce" || input === undefined) return undefined;
  const { axes } = node.spec;
  const start = trailingStart(input.shape, axes);
  if (!axes.some((axis) => axis >= start)) return undefined;
  const rows = sizeOf(node.shape);
  return { rows, columns: sizeOf(input.shape) / rows };
}

/** A reader that notes what is read, and gives expressions that are not to be used. */
class NotingReader implements Reader {
  readonly reads = new Map<Node, Set<string>>();
  readonly scalars = new Set<Node>();
  readonly forms: Form[] = [];
  loopLength = 1;
  #loops = 0;
  readonly #stop: (node: Node) => boolean;

  constructor(stop: (node: Node) => boolean) {
    this.#stop = stop;
  }

  isStop(node: Node): boolean {
    return this.#stop(node);
  }

  read(node: Node, position: Form): Expr {
    const keys = this.reads.get(node) ?? new Set<string>();
    this.reads.set(node, keys.add(position.key));
    this.forms.push(position);
    return placeholder(valueTypeOf(node.dtype));
  }

  scalar(node: Node): Expr {
    this.scalars.add(node);
    return placeholder(valueTypeOf(node.dtype));
  }

  index(form: Form): Expr {
    this.forms.push(form);
    return placeholder("i32");
  }

  loop(_op: ReduceOp, dtype: ValueType, extent: number, body: (index: Form) => Expr): Expr {
    this.loopLength *= extent;
    body(indexForm(`l${this.#loops++}`, extent));
    return placeholder(dtype);
  }
}

function placeholder(dtype: ValueType): Expr {
  return { kind: "var", dtype, id: -1, name: "", isUniform: false };
}

/** The expression that a staged node computes at an iteration. */
export function resolveStage(
  resolver: Resolver,
  stage: Pick<Stage, "node" | "rowReduce" | "spread">,
  position: Form,
): Expr {
  const [input] = stage.node.inputs;
  if (stage.rowReduce === undefined || input === undefined)
    return resolver.below(stage.node, stage.spread?.at(position) ?? position);
  return resolver.at(input, position);
}

export function analyseStage(node: Node, order: number, isStop: (node: Node) => boolean): Stage {
  return analyse(node, order, isStop, rowReduction(node));
}

/** The same where each lane reduces a row of its own, in a loop. */
export function loopedStage({ node, order }: Stage, isStop: (node: Node) => boolean): Stage {
  return analyse(node, order, isStop, undefined);
}

/** The same, where each lane computes several elements. */
export function spreadStage({ node, order }: Stage, spread: Spread, isStop: (node: Node) => boolean): Stage {
  const stage = analyse(node, order, isStop, undefined, spread);
  return { ...stage, loopLength: spread.length };
}

function analyse(
  node: Node,
  order: number,
  isStop: (node: Node) => boolean,
  rowReduce: Stage["rowReduce"],
  spread?: Spread,
): Stage {
  const size = rowReduce === undefined ? sizeOf(node.shape) : rowReduce.rows * rowReduce.columns;
  const reader = new NotingReader(isStop);
  const position = spread?.lane ?? indexForm(FLAT, size);
  const value = resolveStage(new Resolver(reader), { node, rowReduce, spread }, position);
  const { reads, scalars, loopLength } = reader;
  return { node, order, rowReduce, spread, size, loopLength, reads, scalars, cost: workOf(value) * loopLength + 1 };
}

/** Keys of the positions at which a stage reads other values where it is at a position. */
export function readsAt(stage: Stage, position: Form, isStop: (node: Node) => boolean): Stage["reads"] {
  const reader = new NotingReader(isStop);
  resolveStage(new Resolver(reader), stage, position);
  return reader.reads;
}

/** True if, over the given outer and inner indices, no quotient or remainder of the inner index is needed. */
export function isDivisionFree(stage: Stage, position: Form, inner: string, isStop: (node: Node) => boolean): boolean {
  const reader = new NotingReader(isStop);
  resolveStage(new Resolver(reader), stage, position);
  return !reader.forms.some((form) => dividesIndex(form, inner));
}

function workOf(value: Expr, seen = new Set<Expr>()): number {
  if (seen.has(value)) return 0;
  seen.add(value);
  if (value.kind === "cast") return workOf(value.arg, seen);
  if (value.kind !== "op") return 0;
  return value.args.reduce((sum, arg) => sum + workOf(arg, seen), scalarDef(value.op).cost);
}
