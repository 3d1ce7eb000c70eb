/**
 * @file `explain`: what computing tensors would take, without running anything.
 */
import type { DType } from "../dtype.ts";
import { label, typeText } from "../ir/describe.ts";
import type { Node } from "../ir/node.ts";
import { type Collected, collect } from "../lower/collect.ts";
import type { Plan, Step } from "../lower/plan.ts";
import * as rare from "../lower/rare-graphs.ts";
import { provideRare } from "../lower/rare-part.ts";
import * as scans from "../lower/scan/scan-graphs.ts";
import { provideScan } from "../lower/scan-part.ts";
import { stepName } from "../lower/step-name.ts";
import { programOf } from "../programs/program-of.ts";
import { nodeOf } from "../tensor/node-of.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { valueNode } from "./alias.ts";
import { engine } from "./engine.ts";
import { DEFAULT_CAPABILITIES, planOf } from "./planning.ts";

/** One step of the plan. */
export interface ExplainedKernel {
  readonly name: string;
  readonly kind: Step["kind"];
  /** Bytes read and written, and floating-point operations, estimated. */
  readonly bytes: number;
  readonly flops: number;
  readonly grid: readonly number[];
  /** In development mode: the user's lines that built what is computed. */
  readonly lines: readonly string[];
}

export class Explanation {
  readonly kernels: readonly ExplainedKernel[];
  /** Launches of kernels and contractions; copies are counted, too. */
  readonly dispatches: number;
  /** Submissions to the device: one, or none if all values exist. */
  readonly submits: number;
  readonly bytes: number;
  readonly flops: number;
  /** Most bytes of memory for what lives only inside the plan. */
  readonly scratchBytes: number;
  readonly #graph: Collected;

  constructor(graph: Collected, plan: Plan) {
    this.#graph = graph;
    this.kernels = plan.steps.map((step) => ({
      name: stepName(step),
      kind: step.kind,
      bytes: step.bytes,
      flops: step.flops,
      grid: step.kind === "kernel" ? step.grid : [],
      lines: step.lines ?? [],
    }));
    this.dispatches = plan.steps.length;
    this.submits = plan.steps.length > 0 ? 1 : 0;
    this.bytes = this.kernels.reduce((sum, { bytes }) => sum + bytes, 0);
    this.flops = this.kernels.reduce((sum, { flops }) => sum + flops, 0);
    this.scratchBytes = plan.scratchBytes;
  }

  /** The graph, one line a node, and the plan, one line a step. */
  toString(): string {
    const names = nameNodes(this.#graph);
    const nodes = this.#graph.order.map((node) => {
      const inputs = inputsOf(node, names).map(({ name }) => name);
      return `  ${names.get(node)} = ${label(node)}(${inputs.join(", ")}) ${typeText(node)}`;
    });
    const steps = printSteps(
      this.kernels.map(
        ({ name, bytes, flops, grid, lines }) =>
          `${name} ${grid.join("×")} ${bytes} B ${Math.round(flops)} FLOP${lines.map((line) => `\n       ${line}`).join("")}`,
      ),
    );
    const { dispatches, submits, bytes, flops, scratchBytes } = this;
    const total = `${dispatches} dispatches, ${submits} submits, ${bytes} B, ${Math.round(flops)} FLOP, ${scratchBytes} B scratch`;
    return ["graph", ...nodes, "plan", ...steps, total].join("\n");
  }

  /** The graph in Graphviz's language. */
  dot(): string {
    const names = nameNodes(this.#graph);
    const lines = this.#graph.order.flatMap((node) => [
      `  ${names.get(node)} [label="${label(node)}\\n${typeText(node)}"];`,
      ...inputsOf(node, names).map(({ name }) => `  ${name} -> ${names.get(node)};`),
    ]);
    return ["digraph {", "  node [shape=box];", ...lines, "}"].join("\n");
  }
}

/** Most steps that are taken for one run of a loop. */
const LONGEST_RUN = 32;
/** Repetitions from which on they are told as such. */
const MANY = 4;

/** One line a step, but what repeats is told once, with how often. */
function printSteps(steps: readonly string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < steps.length; ) {
    const { size, count } = repetition(steps, i);
    if (count > 1) lines.push(`  ${count} × ${size} ${size === 1 ? "step" : "steps"}, to ${i + size * count - 1}:`);
    for (let j = i; j < i + size; j++) lines.push(`  ${j}: ${steps[j]}`);
    i += size * count;
  }
  return lines;
}

/** The shortest run of steps that repeats from here on, and how often. */
function repetition(steps: readonly string[], begin: number): { size: number; count: number } {
  for (let size = 1; size <= LONGEST_RUN; size++) {
    let end = begin + size;
    while (end < steps.length && steps[end] === steps[end - size]) end++;
    const count = Math.floor((end - begin) / size);
    if (count >= MANY) return { size, count };
  }
  return { size: 1, count: 1 };
}

function nameNodes(graph: Collected): ReadonlyMap<Node, string> {
  return new Map(graph.order.map((node, i) => [node, `n${i}`]));
}

function inputsOf(node: Node, names: ReadonlyMap<Node, string>): { node: Node; name: string }[] {
  if (node.storage !== undefined) return [];
  return node.inputs.flatMap((input) => {
    const name = names.get(input);
    return name === undefined ? [] : [{ node: input, name }];
  });
}

/**
 * The graph and the plan of what computing tensors would take now. Runs nothing.
 * @example explain(loss).dispatches // 2
 */
export function explain(...tensors: readonly Tensor<DType>[]): Explanation {
  const nodes = tensors
    .map((tensor) => nodeOf("explain", tensor))
    .filter((node) => valueNode(node).storage === undefined);
  const graph = collect([...new Set(nodes)]);
  provideRare(rare);
  provideScan(scans);
  const capabilities = engine().session?.backend.capabilities ?? DEFAULT_CAPABILITIES;
  return new Explanation(graph, planOf(graph, capabilities, programOf));
}
