/**
 * @file The steps of a scan: those of its body, once for each run. Runs share the kernels; what differs are slots and the
 * numbers at which rows of stacks begin. A carry lies in two slots by turns, the last of which is that of the result, so that
 * nothing is copied from run to run; rows of stacks are read and written where they are.
 */
import * as ir from "../../ir/build.ts";
import { within } from "../../ir/development.ts";
import { Node } from "../../ir/node.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import type { Collected } from "../collect.ts";
import { type LowerOptions, sortTopologically } from "../lower.ts";
import { aliasOf, isOpaque, underViews } from "../mark.ts";
import type { DotSpec, DotStep, Plan, Step, StepParam } from "../plan.ts";
import { simplify, structural } from "../simplify.ts";
import type { SlotTable } from "../slots.ts";
import { bytesOf } from "../units.ts";
import { type ScanNode, scanOf } from "./scan-node.ts";

type Graph = Pick<Collected, "outputs" | "leaves" | "scalars">;

interface ScanOptions extends LowerOptions {
  lowerBody(graph: Graph, extra: Partial<LowerOptions>): Plan;
  scalarOf(node: Node): StepParam;
}

/** The inputs whose buffers are read. Of the others, numbers are arguments of kernels, or parts of them. */
export function scanReads(node: Node): readonly Node[] {
  const scan = scanOf(node);
  return node.inputs.filter((_, i) => numberFor(scan, i) === undefined);
}

/** What stands for an input in the body, if it is a number. */
function numberFor({ spec, inputs }: ScanNode, i: number): Node | undefined {
  const param = spec.body.params[i] as Node;
  const input = inputs[i] as Node;
  if (i < spec.carries) return undefined;
  if (param.spec.kind === "scalar") return input;
  let source = input;
  while (source.spec.kind === "expand" || source.spec.kind === "reshape") source = source.inputs[0] ?? input;
  return source.spec.kind === "const" ? ir.expand(structural(source.spec.value, param.dtype), param.shape) : undefined;
}

/** The steps of all runs. `results` are those that are wanted. */
export function scanSteps(table: SlotTable, node: Node, results: readonly Node[], options: ScanOptions): Step[] {
  const scan = scanOf(node);
  const body = within(node, () => new BodyGraph(scan, results, options));
  const plan = options.lowerBody(body.graph, { places: body.places, copies: body.copies });
  const runs = new Runs(table, scan, plan, body);
  const steps: Step[] = [];
  for (let run = 0; run < scan.spec.length; run++) steps.push(...runs.steps(run, options.scalarOf));
  runs.release();
  return steps;
}

/** The body as a graph to be lowered. */
class BodyGraph {
  readonly graph: Graph;
  /** Rows of stacks, by where they begin. */
  readonly places = new Map<Node, Node>();
  readonly copies = new Set<Node>();
  /** By output of the graph: the result that it is, or is a row of. */
  readonly results: readonly Node[];
  /** By leaf of the graph: the input that it is, or is a row of. */
  readonly inputs: readonly number[];
  /** Where rows begin, by elements in a row. */
  readonly rowSizes = new Map<Node, number>();

  constructor(scan: ScanNode, results: readonly Node[], options: LowerOptions) {
    const { spec, inputs } = scan;
    const { body, carries, stacks } = spec;
    const numbers = inputs.map((_, i) => numberFor(scan, i));
    this.inputs = inputs.flatMap((_, i) => (numbers[i] === undefined ? [i] : []));
    const leaves = this.inputs.map((i) => body.params[i] as Node);
    const isLeaf = (node: Node): boolean => leaves.includes(node);
    for (const i of this.inputs)
      if (i >= carries && i < carries + stacks) this.#place(body.params[i] as Node, body.params[i]?.shape ?? []);
    const given = body.apply(body.params.map((param, i) => numbers[i] ?? param));
    const simplified = simplify(sortTopologically(given, isLeaf), isLeaf, options);
    const outputs = this.#withOwnRows(
      given.map((output) => simplified.get(output) ?? output),
      isLeaf,
    );
    const indexOf = ({ spec: own }: Node): number => (own.kind === "result" ? own.index : 0);
    this.results = [...results].sort((a, b) => indexOf(a) - indexOf(b));
    const taken = new Set<Node>(leaves);
    const wanted = this.results.map((result) => {
      const output = outputs[indexOf(result)] as Node;
      const isRow = indexOf(result) >= carries;
      const shown = isRow || taken.has(aliasOf(output)) ? this.#copy(output) : output;
      if (isRow) this.#place(shown, output.shape);
      taken.add(aliasOf(shown));
      return shown;
    });
    const scalars = numbers.flatMap((number) => (number?.spec.kind === "scalar" ? [number] : []));
    this.graph = { outputs: wanted, leaves, scalars: [...new Set(scalars), ...this.rowSizes.keys()] };
  }

  #place(node: Node, row: Shape): void {
    const size = sizeOf(row);
    const known = [...this.rowSizes].find(([, each]) => each === size)?.[0];
    const place = known ?? new Node({ kind: "scalar", value: 0 }, [], [], "i32", false);
    this.rowSizes.set(place, size);
    this.places.set(node, place);
  }

  #copy(node: Node): Node {
    const copy = ir.barrier(node);
    this.copies.add(copy);
    return copy;
  }

  /** What steps of their own read of rows of stacks, which they cannot read in place, gets buffers. */
  #withOwnRows(outputs: readonly Node[], isLeaf: (node: Node) => boolean): Node[] {
    const copies = new Map<Node, Node>();
    const rebuilt = new Map<Node, Node>();
    const readable = (node: Node): Node => {
      if (!this.places.has(underViews(node))) return rebuilt.get(node) ?? node;
      const copy = copies.get(node) ?? this.#copy(rebuilt.get(node) ?? node);
      copies.set(node, copy);
      return copy;
    };
    for (const node of sortTopologically(outputs, isLeaf)) {
      const inputs = isLeaf(node) ? [] : node.inputs.map((x) => (isOpaque(node) ? readable(x) : (rebuilt.get(x) ?? x)));
      const isSame = isLeaf(node) || inputs.every((input, i) => input === node.inputs[i]);
      rebuilt.set(node, isSame ? node : new Node(node.spec, inputs, node.shape, node.dtype, false));
    }
    return outputs.map((output) => rebuilt.get(output) ?? output);
  }
}

/** Puts the runs of a body's plan into slots of the plan around it. */
class Runs {
  readonly #table: SlotTable;
  readonly #scan: ScanNode;
  readonly #plan: Plan;
  readonly #body: BodyGraph;
  /** By slot of the body's plan; those of carries change from run to run. */
  readonly #slots: number[];
  /** By carry: the slots that it lies in by turns, the result's first. */
  readonly #turns: readonly (readonly [result: number, other: number])[];
  readonly #scratch: number[] = [];
  readonly #products = new Map<DotSpec, Map<string, DotStep>>();

  constructor(table: SlotTable, scan: ScanNode, plan: Plan, body: BodyGraph) {
    this.#table = table;
    this.#scan = scan;
    this.#plan = plan;
    this.#body = body;
    this.#slots = plan.slots.map((slot) => (slot.role === "scratch" ? this.#take(slot.dtype, slot.sizeBytes) : -1));
    body.inputs.forEach((input, i) => {
      this.#slots[plan.inputs[i] as number] = table.of(aliasOf(scan.inputs[input] as Node));
    });
    body.results.forEach((result, i) => {
      this.#slots[plan.outputs[i] as number] = table.of(result);
    });
    const carries = body.results.slice(0, scan.spec.carries);
    this.#turns = carries.map((result) => {
      const other = scan.spec.length > 1 ? this.#take(result.dtype, bytesOf(result)) : -1;
      return [table.of(result), other];
    });
  }

  release(): void {
    for (const slot of this.#scratch) this.#table.release(slot);
  }

  steps(run: number, scalarOf: (node: Node) => StepParam): Step[] {
    const { length, isReversed } = this.#scan.spec;
    const row = isReversed ? length - 1 - run : run;
    this.#turns.forEach((turns, i) => {
      const to = turns[(length - 1 - run) % 2] as number;
      if (run > 0) this.#slots[this.#plan.inputs[i] as number] = turns[(length - run) % 2] as number;
      this.#slots[this.#plan.outputs[i] as number] = to;
    });
    const paramOf = (param: StepParam): StepParam => {
      if (typeof param === "number") return param;
      const scalar = this.#body.graph.scalars[param.scalar] as Node;
      const size = this.#body.rowSizes.get(scalar);
      return size === undefined ? scalarOf(scalar) : row * size;
    };
    return this.#plan.steps.map((step) => this.#placed(step, paramOf));
  }

  #placed(step: Step, paramOf: (param: StepParam) => StepParam): Step {
    const slotOf = (slot: number): number => this.#slots[slot] as number;
    switch (step.kind) {
      case "kernel":
        return { ...step, slots: step.slots.map(slotOf), params: step.params.map(paramOf) };
      case "dot": {
        const slots = step.slots.map(slotOf) as [number, number, number];
        const { epilogue } = step;
        if (epilogue === undefined) return this.#sameProduct({ ...step, slots });
        const own = { ...epilogue, slots: epilogue.slots.map(slotOf), params: epilogue.params.map(paramOf) };
        return { ...step, slots, epilogue: own };
      }
      case "copy":
        return { ...step, slots: step.slots.map(slotOf) as [number, number] };
      default:
        return step satisfies never;
    }
  }

  /** Products that differ in nothing are one step, which backends prepare once. */
  #sameProduct(step: DotStep): DotStep {
    const known = this.#products.get(step.spec) ?? new Map<string, DotStep>();
    this.#products.set(step.spec, known);
    const same = known.get(step.slots.join()) ?? step;
    known.set(step.slots.join(), same);
    return same;
  }

  #take(...of: Parameters<SlotTable["scratch"]>): number {
    const slot = this.#table.scratch(...of);
    this.#scratch.push(slot);
    return slot;
  }
}
