/** @file What may leave the loop of a scan. */
import type { Node, NodeKind } from "../../ir/node.ts";
import { sizeOf } from "../../shape.ts";
import { sortTopologically } from "../lower.ts";
import { aliasOf, underViews } from "../mark.ts";
import { hasVectorRule } from "./vectorize.ts";

/** A carry to which each run adds a term that does not depend on it, and that no run reads. */
interface Sum {
  readonly carry: number;
  readonly term: Node;
}

export interface Facts {
  readonly outputs: readonly Node[];
  /** By carry. */
  readonly sums: ReadonlyMap<number, Sum>;
  /** The sum that an output shows as it grows. */
  sumAt(output: number): Sum | undefined;
  /** True for rows of results that are computed behind the loop. */
  isBehind(output: number): boolean;
  /** True for what is computed in the loop, and has to be shown to what is behind. */
  isInLoop(node: Node): boolean;
  /** What is computed before the loop, and read in it. */
  readonly early: readonly Node[];
  /** True if everything stays. */
  readonly isWhole: boolean;
}

/** What is done with an element at a time, or not at all: it costs a loop nothing that another kernel would save. */
const LIGHT: ReadonlySet<NodeKind> = new Set<NodeKind>([
  "map",
  "cast",
  "bitcast",
  "const",
  "scalar",
  "iota",
  "buffer",
  "barrier",
  "reshape",
  "permute",
  "expand",
  "shrink",
  "flip",
  "pad",
]);

export function factsOf(
  params: readonly Node[],
  outputs: readonly Node[],
  { carries, stacks }: { carries: number; stacks: number },
): Facts {
  const graph = new BodyFacts(params, outputs, carries, stacks);
  const isParam = (node: Node): boolean => params.includes(node);
  const keptWithout = (some: ReadonlyMap<number, Sum>): Node[] => outputs.filter((_, i) => i < carries && !some.has(i));
  const inLoopFor = (some: ReadonlySet<Node>) => (node: Node) =>
    graph.dependsOnCarry(node) && (some.has(node) || isParam(node)) && underViews(node) === node;
  const candidates = graph.sums();
  const least = inLoopFor(new Set(sortTopologically(keptWithout(candidates), isParam)));
  const sums = new Map([...candidates].filter(([, { term }]) => graph.gainsBehind(term, least)));
  const kept = keptWithout(sums);
  const needed = new Set(sortTopologically(kept, isParam));
  const isInLoop = inLoopFor(needed);
  const sumAt = (output: number): Sum | undefined =>
    output < carries ? undefined : [...sums.values()].find(({ carry }) => outputs[carry] === outputs[output]);
  const behind = outputs.map((output, i) => {
    if (i < carries || needed.has(output)) return false;
    return sumAt(i) !== undefined || graph.gainsBehind(output, isInLoop);
  });
  const isBehind = (output: number): boolean => behind[output] === true;
  const inLoop = [...kept, ...outputs.filter((_, i) => i >= carries && !isBehind(i))];
  const early = graph.early(inLoop);
  const isWhole = sums.size === 0 && early.length === 0 && !behind.includes(true);
  return { outputs, sums, sumAt, isBehind, isInLoop, early, isWhole };
}

class BodyFacts {
  readonly #params: readonly Node[];
  readonly #outputs: readonly Node[];
  readonly #carries: number;
  readonly #order: readonly Node[];
  readonly #onCarry = new Set<Node>();
  readonly #onRow = new Set<Node>();
  /** Nodes under which something is not light. */
  readonly #heavy = new Set<Node>();
  /** Nodes under which, down to params, all has a form for all runs at once. */
  readonly #vectorizable = new Set<Node>();
  readonly #users = new Map<Node, Node[]>();

  constructor(params: readonly Node[], outputs: readonly Node[], carries: number, stacks: number) {
    this.#params = params;
    this.#outputs = outputs;
    this.#carries = carries;
    this.#order = sortTopologically(outputs, (node) => params.includes(node));
    params.slice(0, carries).forEach((param) => void this.#onCarry.add(param));
    params.slice(carries, carries + stacks).forEach((param) => void this.#onRow.add(param));
    for (const node of this.#order) this.#visit(node);
  }

  #visit(node: Node): void {
    const isParam = this.#params.includes(node);
    const inputs = isParam ? [] : node.inputs;
    for (const input of inputs) this.#users.set(input, [...(this.#users.get(input) ?? []), node]);
    if (inputs.some((input) => this.#onCarry.has(input))) this.#onCarry.add(node);
    if (inputs.some((input) => this.#onRow.has(input))) this.#onRow.add(node);
    if (!LIGHT.has(node.spec.kind) || inputs.some((input) => this.#heavy.has(input))) this.#heavy.add(node);
    if (isParam || (hasVectorRule(node) && inputs.every((input) => this.#vectorizable.has(input))))
      this.#vectorizable.add(node);
  }

  dependsOnCarry(node: Node): boolean {
    return this.#onCarry.has(node);
  }

  /** Carries that only add up. */
  sums(): Map<number, Sum> {
    const found = new Map<number, Sum>();
    this.#params.slice(0, this.#carries).forEach((param, carry) => {
      const output = this.#outputs[carry] as Node;
      const [a, b] = output.inputs;
      const isAdd = output.spec.kind === "map" && output.spec.op === "add" && (a === param) !== (b === param);
      const term = a === param ? b : a;
      const isRead = this.#users.get(param)?.length !== 1 || this.#users.has(output);
      const isShown = this.#outputs.includes(param) || this.#outputs.slice(0, this.#carries).indexOf(output) !== carry;
      if (isAdd && !isRead && !isShown && term !== undefined) found.set(carry, { carry, term });
    });
    return found;
  }

  /** True if all rows of something are better computed behind the loop. */
  gainsBehind(output: Node, isInLoop: (node: Node) => boolean): boolean {
    if (!this.#onCarry.has(output)) return this.#onRow.has(output) && this.#vectorizable.has(output);
    let isHeavy = false;
    const seen = new Set<Node>();
    const stack = [output];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node) || this.#params.includes(node) || isInLoop(node)) continue;
      seen.add(node);
      if (!hasVectorRule(node)) return false;
      if (!LIGHT.has(node.spec.kind)) isHeavy = true;
      stack.push(...node.inputs);
    }
    return isHeavy;
  }

  /**
   * What is worth computing before the loop: what is not light and depends on rows alone, or all that follows from that and
   * still does so, whichever takes less memory.
   */
  early(outputs: readonly Node[]): readonly Node[] {
    const isEarly = (node: Node): boolean =>
      !this.#params.includes(node) &&
      !this.#onCarry.has(node) &&
      this.#onRow.has(node) &&
      this.#heavy.has(node) &&
      this.#vectorizable.has(node);
    const last = frontier(outputs, isEarly);
    const first = frontier(last, (node) => isEarly(node) && !LIGHT.has(node.spec.kind));
    const total = (nodes: readonly Node[]): number => nodes.reduce((sum, node) => sum + sizeOf(node.shape), 0);
    return total(last) <= total(first) ? last : first;
  }
}

/** The first nodes, from outputs down, that `isWanted`; under views, as those cost nothing. */
function frontier(outputs: readonly Node[], isWanted: (node: Node) => boolean): readonly Node[] {
  const found = new Set<Node>();
  const seen = new Set<Node>();
  const stack = [...outputs];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (isWanted(node)) {
      const under = aliasOf(node);
      found.add(isWanted(under) ? under : node);
    } else stack.push(...node.inputs);
  }
  return [...found];
}
