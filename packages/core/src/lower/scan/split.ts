/**
 * @file Takes out of the loop of a scan what no run has to wait for. What depends on rows of stacks alone is computed before, for
 * all runs at once; results that no run reads, and sums over the runs, are computed behind, from stacks of what they need.
 * So the products of a recurrent cell with its inputs are one, and so are those behind the gradients of its weights.
 */
import * as ir from "../../ir/build.ts";
import { Node, type ScanBody } from "../../ir/node.ts";
import { sortTopologically } from "../lower.ts";
import { type Rule, type RuleDevice, simplify } from "../simplify.ts";
import { type Facts, factsOf } from "./facts.ts";
import { isScan, type ScanNode } from "./scan-node.ts";
import { stack, type Vector, vectorize } from "./vectorize.ts";

/** Bodies from which nothing more can be taken. */
const settled = new WeakSet<ScanBody>();
const splits = new WeakMap<Node, Split | undefined>();

/** A result of a scan from a scan that does less. */
const splitScan: Rule = (spec, [scan], _node, device) => {
  if (spec.kind !== "result" || scan === undefined || !isScan(scan) || settled.has(scan.spec.body)) return undefined;
  const split = splits.has(scan) ? splits.get(scan) : splitOf(scan, device);
  splits.set(scan, split);
  if (split === undefined) settled.add(scan.spec.body);
  return split?.result(spec.index);
};

export const SCAN_RULES: readonly Rule[] = [splitScan];

function splitOf(scan: ScanNode, device: RuleDevice): Split | undefined {
  const { body, carries, stacks } = scan.spec;
  const isParam = (node: Node): boolean => body.params.includes(node);
  const simplified = simplify(sortTopologically(body.outputs, isParam), isParam, device);
  const outputs = body.outputs.map((output) => simplified.get(output) ?? output);
  const facts = factsOf(body.params, outputs, { carries, stacks });
  return facts.isWhole ? undefined : new Split(scan, facts);
}

class Split {
  readonly #scan: ScanNode;
  readonly #facts: Facts;
  /** What the loop has for those behind it, by its place among the stacks of results. */
  readonly #shown = new Map<Node, number>();
  readonly #core: Node | undefined;
  readonly #kept: readonly number[];
  readonly #vectors = new Map<Node, Vector>();
  readonly #results = new Map<number, Node>();

  constructor(scan: ScanNode, facts: Facts) {
    this.#scan = scan;
    this.#facts = facts;
    const { outputs, sums, isBehind } = facts;
    const { carries } = scan.spec;
    this.#kept = outputs.flatMap((_, i) => (i < carries && !sums.has(i) ? [i] : []));
    outputs.forEach((output, i) => {
      const term = sums.get(i)?.term;
      if (term !== undefined) this.#show(term, new Set());
      else if (i >= carries && isBehind(i)) this.#show(facts.sumAt(i)?.term ?? output, new Set());
      else if (i >= carries) this.#put(output);
    });
    this.#core = this.#makeCore();
  }

  /** The value of a result of the scan. */
  result(index: number): Node {
    const known = this.#results.get(index) ?? this.#compute(index);
    this.#results.set(index, known);
    return known;
  }

  #compute(index: number): Node {
    const { sums, isBehind, outputs, sumAt } = this.#facts;
    const { carries, length, isReversed } = this.#scan.spec;
    const sum = sums.get(index);
    if (sum !== undefined) return ir.map("add", this.#scan.inputs[index] as Node, this.#sumOver(sum.term));
    if (index < carries) return ir.result(this.#coreNode, this.#kept.indexOf(index));
    const output = outputs[index] as Node;
    if (!isBehind(index)) return this.#row(output);
    const running = sumAt(index);
    if (running === undefined) return stack(this.#vector(output), length);
    const first = this.#scan.inputs[running.carry] as Node;
    const terms = stack(this.#vector(running.term), length);
    return ir.map("add", ir.expand(first, terms.shape), runningSum(terms, isReversed));
  }

  /** The sum of a value over all runs. A product of matrices becomes a product of stacked ones. */
  #sumOver(term: Node): Node {
    const { spec, inputs } = term;
    const { length } = this.#scan.spec;
    const [x, y] = inputs as readonly [Node, Node];
    if (spec.kind === "reshape") return ir.reshape(this.#sumOver(x), term.shape);
    if (spec.kind === "permute") return ir.permute(this.#sumOver(x), spec.order);
    if (spec.kind === "map" && spec.op === "add") return ir.map("add", this.#sumOver(x), this.#sumOver(y));
    if (spec.kind === "dot" && term.shape.length === 2) {
      if (!this.#vector(x).isStacked) return ir.dot(this.#vector(x).node, this.#sumOver(y));
      if (!this.#vector(y).isStacked) return ir.dot(this.#sumOver(x), this.#vector(y).node);
      const [a, b] = [this.#vector(x).node, this.#vector(y).node];
      const [, m = 1, k = 1] = a.shape;
      const n = b.shape[2] ?? 1;
      const rows = ir.reshape(ir.permute(a, [1, 0, 2]), [m, length * k]);
      return ir.dot(rows, ir.reshape(b, [length * k, n]));
    }
    return ir.reshape(ir.reduce("sum", stack(this.#vector(term), length), [0]), term.shape);
  }

  /** The rows of something that the loop computes. */
  #row(node: Node): Node {
    return ir.result(this.#coreNode, this.#kept.length + (this.#shown.get(node) ?? -1));
  }

  get #coreNode(): Node {
    if (this.#core === undefined) throw new Error("nothing is left of the loop");
    return this.#core;
  }

  #vector(node: Node): Vector {
    return vectorize(node, this.#scan.spec.length, (each) => this.#given(each), this.#vectors);
  }

  #given(node: Node): Vector | undefined {
    const { spec, inputs } = this.#scan;
    const { body, carries, stacks } = spec;
    const param = body.params.indexOf(node);
    if (param >= carries) return { node: inputs[param] as Node, isStacked: param < carries + stacks };
    return this.#shown.has(node) ? { node: this.#row(node), isStacked: true } : undefined;
  }

  /** Has the loop give what a value behind it is made of. */
  #show(node: Node, seen: Set<Node>): void {
    if (seen.has(node)) return;
    seen.add(node);
    if (this.#facts.isInLoop(node)) this.#put(node);
    else if (!this.#scan.spec.body.params.includes(node)) for (const input of node.inputs) this.#show(input, seen);
  }

  #put(node: Node): void {
    if (!this.#shown.has(node)) this.#shown.set(node, this.#shown.size);
  }

  /** The scan of what is left; undefined if that is nothing. */
  #makeCore(): Node | undefined {
    const { spec, inputs } = this.#scan;
    const { body, carries, stacks, length, isReversed } = spec;
    const wanted = [...this.#kept.map((i) => this.#facts.outputs[i] as Node), ...this.#shown.keys()];
    if (wanted.length === 0) return undefined;
    const before: [param: Node, value: Node][] = [];
    const outputs = this.#withoutBefore(wanted, before);
    const used = new Set(sortTopologically(outputs, (node) => body.params.includes(node)));
    const own = (from: number, to: number): [Node, Node][] =>
      body.params.slice(from, to).flatMap((param, i) => {
        const isKept = from + i < carries ? this.#kept.includes(i) : used.has(param);
        return isKept ? [[param, inputs[from + i] as Node]] : [];
      });
    const rows = [...own(carries, carries + stacks), ...before.filter(([param]) => used.has(param))];
    const pairs = [...own(0, carries), ...rows, ...own(carries + stacks, body.params.length)];
    const core = body.derive(
      pairs.map(([param]) => param),
      outputs,
    );
    settled.add(core);
    const [first] = outputs as [Node, ...Node[]];
    const kept = { carries: this.#kept.length, stacks: rows.length };
    const type = { kind: "scan", body: core, length, ...kept, isReversed } as const;
    const shape = kept.carries > 0 ? first.shape : [length, ...first.shape];
    return ir.make(
      type,
      pairs.map(([, value]) => value),
      shape,
      first.dtype,
    );
  }

  /** Outputs that read what can be computed before from stacks. Notes these, with their values in all runs. */
  #withoutBefore(outputs: readonly Node[], before: [Node, Node][]): Node[] {
    const { params } = this.#scan.spec.body;
    const rebuilt = new Map<Node, Node>();
    for (const node of this.#facts.early) {
      const param = ir.buffer(node.shape, node.dtype);
      before.push([param, stack(this.#vector(node), this.#scan.spec.length)]);
      rebuilt.set(node, param);
    }
    for (const node of sortTopologically(outputs, (each) => params.includes(each) || rebuilt.has(each))) {
      if (rebuilt.has(node)) continue;
      const inputs = node.inputs.map((input) => rebuilt.get(input) ?? input);
      const isSame = inputs.every((input, i) => input === node.inputs[i]);
      rebuilt.set(node, isSame ? node : new Node(node.spec, inputs, node.shape, node.dtype, false));
    }
    return outputs.map((output) => rebuilt.get(output) ?? output);
  }
}

/** Sums along the first axis up to each row, or from each row on. */
function runningSum(terms: Node, isReversed: boolean): Node {
  const rank = terms.shape.length;
  const toLast = terms.shape.map((_, axis) => (axis + 1) % rank);
  const back = terms.shape.map((_, axis) => (axis + rank - 1) % rank);
  const flipped = (x: Node): Node => (isReversed ? ir.flip(x, [rank - 1]) : x);
  return ir.permute(flipped(ir.cumsum(flipped(ir.permute(terms, toLast)))), back);
}
