import { describe, expect, it } from "vitest";
import * as ir from "../../src/ir/build.ts";
import { Node } from "../../src/ir/node.ts";
import { collect, valueInputs } from "../../src/lower/collect.ts";
import type { GraphKey } from "../../src/lower/graph-key.ts";
import { PlanCache } from "../../src/runtime/plan-cache.ts";
import { DEFAULT_CAPABILITIES } from "../../src/runtime/planning.ts";
import { Storage } from "../../src/runtime/storage.ts";
import { expectMemoryLeft } from "../../src/testing/leaks.ts";

type Random = (below: number) => number;

/** A stream of numbers that is the same for the same seed. */
function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function leaf(random: Random): Node {
  const node = ir.buffer(random(3) === 0 ? [3, 2] : [2, 3], random(4) === 0 ? "i32" : "f32");
  node.storage = new Storage(4, { kind: "pending" });
  return node;
}

const CONSTANTS = [0, -0, 1, -1, 2, 0.5, 1.25, 1e-3, 2 ** 40, Number.NaN, Number.POSITIVE_INFINITY];

const makers: readonly ((x: Node, y: Node, random: Random) => Node)[] = [
  (x) => ir.map(x.dtype === "f32" ? "exp" : "neg", x),
  (x, y) => (sameType(x, y) ? ir.map("add", x, y) : x),
  (x, y) => (sameType(x, y) ? ir.map("sub", y, x) : y),
  (x, y) => (sameType(x, y) ? ir.cast(ir.map("lt", x, y), "i32") : x),
  (x, _, random) =>
    ir.expand(new Node({ kind: "const", value: CONSTANTS[random(11)] ?? 0 }, [], [], "f32", false), x.shape),
  (x, _, random) => ir.expand(ir.scalar(random(100) + 0.5, "f32"), x.shape),
  (x, _, random) => ir.reduce(random(2) === 0 ? "max" : "sum", x, [random(x.shape.length)]),
  (x) => ir.reshape(x, [x.shape.reduce((a, b) => a * b, 1)]),
  (x) => (x.shape.length === 2 ? ir.permute(x, [1, 0]) : x),
  (x, _, random) => ir.pad(x, [random(2), ...zeros(x, 1)], [random(2), ...zeros(x, 1)]),
  (x, _, random) => ir.shrink(x, [random(2) % (x.shape[0] ?? 1), ...zeros(x, 1)], x.shape),
  (x, _, random) => ir.flip(x, [random(x.shape.length)]),
  (x) => ir.cast(x, "f32"),
  (x) => ir.detach(x),
  (x) => ir.barrier(x),
  (x, y) => ir.custom(x, [y], () => []),
  (x, _, random) => ir.iota(x.shape, random(x.shape.length)),
  (x, _, random) => ir.sort(x, random(2) === 0)[random(2) === 0 ? "values" : "indices"],
  (x) => (x.dtype === "f32" ? ir.cumsum(x) : x),
  (x, _, random) => ((x.shape[0] ?? 0) > 1 ? ir.window(x, 0, 1 + random(2), 1 + random(2), 1) : x),
  (x, y) => (sameType(x, y) && x.shape.length === 2 && x.dtype === "f32" ? ir.dot(x, ir.permute(y, [1, 0])) : x),
];

const sameType = (x: Node, y: Node): boolean => x.dtype === y.dtype && x.shape.join() === y.shape.join();
const zeros = (x: Node, from: number): number[] => x.shape.slice(from).map(() => 0);

/** Some outputs over a few nodes, of which some have a value. */
function graphOf(seed: number): Node[] {
  const random = randomFrom(seed);
  const nodes = [leaf(random), leaf(random)];
  const pick = (): Node => nodes[nodes.length - 1 - random(Math.min(3, nodes.length))] as Node;
  for (let count = 1 + random(4); count > 0; count--) {
    const made = (makers[random(makers.length)] as (typeof makers)[number])(pick(), pick(), random);
    if (random(12) === 0 && made.storage === undefined) made.storage = new Storage(4, { kind: "pending" });
    nodes.push(made);
  }
  return Array.from({ length: 1 + random(2) }, () => pick()).filter((node) => node.storage === undefined);
}

/** What the graph is, in words, by recursion: written without a look at how keys are made. */
function textOf(outputs: readonly Node[]): string {
  const names = new Map<Node, number>();
  const lines: string[] = [];
  const visit = (node: Node): number => {
    const known = names.get(node);
    if (known !== undefined) return known;
    const inputs = node.storage === undefined ? valueInputs(node).map(visit) : [];
    const { kind, ...attributes } = node.spec;
    const isFree = node.storage !== undefined || kind === "scalar" || kind === "custom";
    const what = node.storage === undefined ? kind : "given";
    const values = isFree ? [] : Object.entries(attributes).map(([name, value]) => `${name}=${numeral(value)}`);
    lines.push(`${what} ${values.join()} ${node.dtype}[${node.shape.join()}] (${inputs.join()})`);
    names.set(node, names.size);
    return names.size - 1;
  };
  return `${outputs.map(visit).join()}\n${lines.join("\n")}`;
}

const numeral = (value: unknown): string => (Object.is(value, -0) ? "-0" : String(value));

describe("keys of random graphs", () => {
  it("are equal where the graphs are, and nowhere else", () => {
    expectMemoryLeft("nobody fills or frees the leaves of graphs that are not run");
    const byText = new Map<string, string>();
    const byKey = new Map<string, string>();
    let repeated = 0;
    for (let seed = 1; seed <= 6000; seed++) {
      const outputs = graphOf(seed);
      const text = textOf(outputs);
      const { units, hash } = collect(outputs).key;
      const key = `${hash}: ${units.join()}`;
      if (byText.has(text)) repeated++;
      expect(byText.get(text) ?? key, text).toBe(key);
      expect(byKey.get(key) ?? text).toBe(text);
      byText.set(text, key);
      byKey.set(key, text);
    }
    expect(byText.size).toBeGreaterThan(1000);
    expect(repeated).toBeGreaterThan(300);
  });

  it("are told from others of the same hash", () => {
    expectMemoryLeft("nobody fills or frees the leaves of graphs that are not run");
    const plans = new PlanCache(DEFAULT_CAPABILITIES);
    const graphs = [
      ir.map(
        "exp",
        leaf(() => 1),
      ),
      ir.map(
        "sin",
        leaf(() => 1),
      ),
    ].map((node) => collect([node]));
    const clashing = graphs.map((graph) => ({ ...graph, key: { ...graph.key, hash: 1 } satisfies GraphKey }));
    const kernels = clashing.map((graph) => JSON.stringify(plans.planFor("test", graph).plan.steps));
    expect(kernels[0]).not.toBe(kernels[1]);
    const again = clashing.map((graph) => JSON.stringify(plans.planFor("test", graph).plan.steps));
    expect(again).toEqual(kernels);
  });
});
