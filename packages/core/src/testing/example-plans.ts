/**
 * @file A catalogue of graphs whose plans and kernels are kept as snapshots, by core and by both backends: when a pass
 * changes, the difference in these texts says what changed.
 */
import * as ir from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { collect } from "../lower/collect.ts";
import { lower } from "../lower/lower.ts";
import type { Plan } from "../lower/plan.ts";
import * as rare from "../lower/rare-graphs.ts";
import { provideRare } from "../lower/rare-part.ts";
import { programOf } from "../programs/program-of.ts";
import { leafNode } from "./leaf-node.ts";

const x2 = (): Node => leafNode([64, 100]);
const rowsOf = (row: Node, like: Node): Node => ir.expand(row, like.shape);
const filled = (value: number, like: Node): Node => ir.full(value, like.shape, like.dtype);

function softmaxParts(x: Node): { exps: Node; sums: Node; max: Node } {
  const max = ir.reduce("max", x, [1]);
  const exps = ir.map("exp", ir.map("sub", x, rowsOf(max, x)));
  return { exps, sums: ir.reduce("sum", exps, [1]), max };
}

function crossEntropy(x: Node, labels: Node): Node[] {
  const { exps, sums, max } = softmaxParts(x);
  const isLabel = ir.map("eq", ir.iota(x.shape, 1), ir.expand(ir.reshape(labels, [64, 1]), x.shape));
  const picked = ir.reduce("sum", ir.map("where", isLabel, x, filled(0, x)), [1]);
  const losses = ir.map("sub", ir.map("add", ir.map("log", sums), max), picked);
  const mean = ir.map("mul", ir.reduce("sum", losses, [0]), ir.full(1 / 64, [1, 1], "f32"));
  const gradient = ir.map("sub", ir.map("div", exps, rowsOf(sums, x)), ir.cast(isLabel, "f32"));
  return [mean, ir.map("mul", gradient, filled(1 / 64, x))];
}

function layerNorm(x: Node, gain: Node): Node {
  const scale = filled(1 / 100, ir.reduce("sum", x, [1]));
  const mean = ir.map("mul", ir.reduce("sum", x, [1]), scale);
  const centred = ir.map("sub", x, rowsOf(mean, x));
  const variance = ir.map("mul", ir.reduce("sum", ir.map("mul", centred, centred), [1]), scale);
  const deviation = ir.map("sqrt", ir.map("add", variance, filled(1e-5, variance)));
  return ir.map("mul", ir.map("div", centred, rowsOf(deviation, x)), rowsOf(gain, x));
}

function adam(): Node[] {
  const [p, m, v, g] = [x2(), x2(), x2(), x2()] as const;
  const mix = (old: Node, next: Node, beta: number): Node =>
    ir.map("add", ir.map("mul", old, filled(beta, old)), ir.map("mul", next, filled(1 - beta, next)));
  const m2 = mix(m, g, 0.9);
  const v2 = mix(v, ir.map("mul", g, g), 0.999);
  const step = ir.map("div", m2, ir.map("add", ir.map("sqrt", v2), filled(1e-8, v2)));
  return [ir.map("sub", p, ir.map("mul", step, filled(1e-3, step))), m2, v2];
}

function mlpGradients(): Node[] {
  const [x, w, b] = [x2(), leafNode([100, 32]), leafNode([32])];
  const h = ir.map("tanh", ir.map("add", ir.dot(x, w), ir.expand(b, [64, 32])));
  const dh = ir.map("mul", h, ir.map("sub", filled(1, h), ir.map("mul", h, h)));
  return [ir.dot(ir.transpose(x), dh), ir.reduce("sum", dh, [0]), ir.dot(dh, ir.transpose(w))];
}

/** Outputs of each graph, by name. */
const GRAPHS: Readonly<Record<string, () => readonly Node[]>> = {
  "add with a broadcast row": () => [ir.map("add", x2(), ir.expand(leafNode([100]), [64, 100]))],
  "add with a broadcast column": () => [ir.map("add", x2(), ir.expand(leafNode([64, 1]), [64, 100]))],
  "chain of elementwise operations": () => {
    const x = leafNode([4096]);
    return [ir.map("mul", ir.map("tanh", ir.map("add", x, filled(0.5, x))), filled(3, x))];
  },
  "integers, shifts and division": () => {
    const x = leafNode([33], "i32");
    return [ir.map("idiv", ir.map("shl", x, filled(1, x)), filled(3, x)), ir.map("mod", x, filled(5, x))];
  },
  "comparison to bool": () => [ir.map("lt", x2(), x2())],
  "half precision in and out": () => [ir.map("mul", leafNode([256], "f16"), leafNode([256], "f16"))],
  "random bits": () => {
    const index = ir.bitcast(ir.iota([1000], 0), "u32");
    return [ir.map("threefry", ir.expand(ir.scalar(7, "u32"), [1000]), ir.expand(ir.scalar(9, "u32"), [1000]), index)];
  },
  transpose: () => [ir.permute(x2(), [1, 0])],
  "permutation of three axes": () => [ir.map("neg", ir.permute(leafNode([4, 5, 6]), [2, 0, 1]))],
  "pad after shrink": () => [ir.pad(ir.shrink(leafNode([4, 6]), [1, 2], [3, 5]), [1, 0], [0, 2])],
  "flip along rows": () => [ir.flip(x2(), [1])],
  "reshape across a transpose": () => [ir.map("exp", ir.reshape(ir.permute(leafNode([4, 6]), [1, 0]), [8, 3]))],
  "rows of a table": () => [ir.gather(leafNode([50, 16]), ir.expand(leafNode([7, 1], "i32"), [7, 16]), 0)],
  "sum of rows": () => [ir.reduce("sum", x2(), [1])],
  "sum of columns": () => [ir.reduce("sum", x2(), [0])],
  "sum of a long vector, in two stages": () => [ir.reduce("sum", leafNode([1 << 20]), [0])],
  "sum over the middle axis": () => [ir.reduce("sum", leafNode([8, 9, 10]), [1])],
  "sum over outer and inner axes": () => [ir.reduce("sum", leafNode([8, 9, 10]), [0, 2])],
  "maximum of squares": () => {
    const x = x2();
    return [ir.reduce("max", ir.map("mul", x, x), [1])];
  },
  softmax: () => {
    const x = x2();
    const { exps, sums } = softmaxParts(x);
    return [ir.map("div", exps, rowsOf(sums, x))];
  },
  "log-softmax": () => {
    const x = x2();
    const { sums, max } = softmaxParts(x);
    return [ir.map("sub", x, rowsOf(ir.map("add", ir.map("log", sums), max), x))];
  },
  "softmax of rows too long for shared memory": () => {
    const x = leafNode([16, 8192]);
    const { exps, sums } = softmaxParts(x);
    return [ir.map("mul", ir.map("div", exps, rowsOf(sums, x)), filled(3, x))];
  },
  "layer norm": () => [layerNorm(x2(), leafNode([100]))],
  "cross-entropy, forward and backward": () => crossEntropy(x2(), leafNode([64], "i32")),
  "dot with a bias and an activation": () => {
    const h = ir.dot(x2(), leafNode([100, 32]));
    return [ir.map("tanh", ir.map("add", h, ir.expand(leafNode([32]), h.shape)))];
  },
  "gradients of a layer": mlpGradients,
  "batched dot, transposed": () => [ir.dot(leafNode([4, 8, 16]), ir.transpose(leafNode([4, 10, 16])))],
  "batched dot with one shared matrix": () => [
    ir.dot(leafNode([4, 8, 16]), ir.expand(leafNode([16, 10]), [4, 16, 10])),
  ],
  "dot in double precision": () => [ir.dot(leafNode([3, 4], "f64"), leafNode([4, 5], "f64"))],
  "Adam's update": adam,
  "sum of many": () => [Array.from({ length: 12 }, () => leafNode([500])).reduce((sum, x) => ir.map("add", sum, x))],
  sort: () => Object.values(ir.sort(leafNode([3, 700]), false)),
  "cumulative sum": () => [ir.cumsum(leafNode([3, 5000]))],
  "scattered rows": () => {
    const indices = ir.expand(leafNode([40, 1], "i32"), [40, 16]);
    return [ir.scatterAdd(leafNode([50, 16]), indices, leafNode([40, 16]), 0)];
  },
};

export interface ExamplePlan {
  readonly name: string;
  readonly plan: Plan;
}

/** The plans of the catalogue, for kernels of at most eight buffers. */
export function examplePlans(): ExamplePlan[] {
  provideRare(rare);
  return Object.entries(GRAPHS).map(([name, build]) => ({
    name,
    plan: lower(collect(build()), { maxBuffersPerKernel: 8, programOf }),
  }));
}
