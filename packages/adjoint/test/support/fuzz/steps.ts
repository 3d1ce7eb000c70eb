/**
 * @file What a step of a random program may do. Functions of floats are continuous, and bounded where they would grow, so
 * that rounding cannot change a result by much; comparisons are of integers.
 */
import {
  abs,
  add,
  broadcastTo,
  cast,
  clip,
  concat,
  cumsum,
  type DType,
  div,
  einsum,
  exp,
  expandDims,
  flip,
  gather,
  layerNorm,
  less,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  pad,
  permute,
  relu,
  reshape,
  scatterAdd,
  sigmoid,
  sin,
  slice,
  softmax,
  sort,
  sqrt,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  tanh,
  tile,
  topk,
  transpose,
  variance,
  where,
} from "adjoint";
import type { Draw } from "./draw.ts";

type AnyTensor = Tensor<DType>;

export interface StepContext {
  readonly draw: Draw;
  readonly tensors: readonly AnyTensor[];
  /** Adds new data. */
  readonly leaf: (shape: readonly number[], dtype: DType, numbers: readonly number[]) => AnyTensor;
  /** Most elements of a tensor. */
  readonly limit: number;
}

interface Step {
  readonly name: string;
  /** The new tensor; undefined if nothing fits. */
  readonly run: (context: StepContext) => AnyTensor | undefined;
}

const isFloat = (x: AnyTensor): boolean => x.dtype === "f32";

/** One of the tensors, the later the likelier. */
function pick({ draw, tensors }: StepContext): AnyTensor {
  const from = draw.once(3) ? 0 : Math.max(0, tensors.length - 3);
  return tensors[from + draw.below(tensors.length - from)] as AnyTensor;
}

const pickFloat = (context: StepContext): Tensor => {
  const x = pick(context);
  return (isFloat(x) ? x : cast(x, "f32")) as Tensor;
};

/** One with axes. */
function pickAxis(context: StepContext, x: AnyTensor): number | undefined {
  return x.rank === 0 ? undefined : context.draw.below(x.rank) - (context.draw.once(2) ? x.rank : 0);
}

const bounded = (x: AnyTensor): AnyTensor => (isFloat(x) ? clip(x as Tensor, -8, 8) : x);

const floatStep = (name: string, f: (x: Tensor) => AnyTensor): Step => ({ name, run: (c) => f(pickFloat(c)) });

const FLOAT_MAPS: readonly Step[] = [
  floatStep("tanh", tanh),
  floatStep("sin", sin),
  floatStep("sigmoid", sigmoid),
  floatStep("relu", relu),
  floatStep("exp(min(x, 1))", (x) => exp(minimum(x, 1))),
  floatStep("sqrt(|x| + 0.5)", (x) => sqrt(add(abs(x), 0.5))),
  floatStep("clip(x²)", (x) => bounded(square(x))),
  floatStep("x * 1.5 − 0.25", (x) => sub(mul(x, 1.5), 0.25)),
];

/** Two tensors, the second made to broadcast: by its sum, unless shapes fit. */
const binaryStep = (name: string, f: (a: AnyTensor, b: AnyTensor) => AnyTensor): Step => ({
  name,
  run: (c) => {
    const [a, b] = [pick(c), pick(c)];
    const lead = Math.max(a.rank, b.rank);
    const at = (x: AnyTensor, axis: number): number => x.shape[axis - (lead - x.rank)] ?? 1;
    const fits = [...Array(lead).keys()].every((i) => at(a, i) === at(b, i) || at(a, i) === 1 || at(b, i) === 1);
    return f(a, fits ? b : bounded(sum(b)));
  },
});

const BINARY: readonly Step[] = [
  binaryStep("add", (a, b) => add(a, b)),
  binaryStep("sub", (a, b) => sub(a, b)),
  binaryStep("clip(mul)", (a, b) => bounded(mul(a, b))),
  binaryStep("maximum", (a, b) => maximum(a, b)),
  binaryStep("minimum", (a, b) => minimum(a, b)),
  binaryStep("a / (|b| + 1)", (a, b) => div(a, add(abs(b as Tensor), 1.5))),
  {
    name: "where(integers < 1, a, −a)",
    run: (c) => {
      const a = pick(c);
      const shape = a.shape.map((n) => (c.draw.once(3) ? 1 : n));
      return where(less(indices(c, shape, 3), 1), a as Tensor, neg(a as Tensor));
    },
  },
];

const MOVES: readonly Step[] = [
  {
    name: "permute",
    run: (c) => {
      const x = pick(c);
      const order = [...x.shape.keys()];
      for (let i = order.length - 1; i > 0; i--) {
        const j = c.draw.below(i + 1);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
      }
      return permute(x, order);
    },
  },
  { name: "reshape to one axis", run: (c) => reshape(pick(c), [-1]) },
  {
    name: "reshape, two axes merged",
    run: (c) => {
      const x = pick(c);
      const at = c.draw.below(x.rank);
      return x.rank < 2 || at === 0
        ? undefined
        : reshape(x, x.shape.toSpliced(at - 1, 2, (x.shape[at - 1] as number) * (x.shape[at] as number)));
    },
  },
  {
    name: "reshape, an axis split",
    run: (c) => {
      const x = pick(c);
      const axis = c.draw.below(Math.max(1, x.rank));
      const factor = [2, 3, 4, 5, 7].find((n) => x.rank > 0 && (x.shape[axis] as number) % n === 0);
      return factor === undefined
        ? undefined
        : reshape(x, x.shape.toSpliced(axis, 1, factor, (x.shape[axis] as number) / factor));
    },
  },
  {
    name: "slice",
    run: (c) => {
      const x = pick(c);
      const begin = x.shape.map((n) => c.draw.below(Math.min(n, 3) + 1));
      return slice(
        x,
        begin,
        x.shape.map((n, i) => Math.max(begin[i] as number, n - c.draw.below(3))),
      );
    },
  },
  {
    name: "pad",
    run: (c) => {
      const x = pick(c);
      const widths = x.shape.map((): [number, number] => [c.draw.below(3), c.draw.below(2)]);
      return pad(x, widths, c.draw.once(2) ? 0 : 1);
    },
  },
  {
    name: "flip",
    run: (c) => {
      const x = pick(c);
      const axis = pickAxis(c, x);
      return axis === undefined ? undefined : flip(x, axis);
    },
  },
  {
    name: "broadcastTo",
    run: (c) => {
      const x = pick(c);
      return broadcastTo(x, [
        ...(c.draw.once(2) ? [1 + c.draw.below(4)] : []),
        ...x.shape.map((n) => (n === 1 ? 1 + c.draw.below(5) : n)),
      ]);
    },
  },
  { name: "expandDims", run: (c) => expandDims(pick(c), 0) },
  { name: "expandDims at the end", run: (c) => expandDims(pick(c), -1) },
  { name: "squeeze", run: (c) => squeeze(pick(c)) },
  {
    name: "tile",
    run: (c) => {
      const x = pick(c);
      return tile(
        x,
        x.shape.map(() => 1 + c.draw.below(2)),
      );
    },
  },
  {
    name: "concat with its mirror",
    run: (c) => {
      const x = pick(c);
      const axis = pickAxis(c, x);
      return axis === undefined ? undefined : concat([x, flip(x, axis), x], axis);
    },
  },
];

const reduceStep = (name: string, f: (x: AnyTensor, axes: number[], keepAxes: boolean) => AnyTensor): Step => ({
  name,
  run: (c) => {
    const x = pick(c);
    const axes = [...x.shape.keys()].filter(() => c.draw.once(2));
    return x.rank === 0 ? undefined : f(x, axes.length > 0 ? axes : [c.draw.below(x.rank)], c.draw.once(2));
  },
});

const rowStep = (name: string, f: (x: Tensor, axis: number) => AnyTensor): Step => ({
  name,
  run: (c) => {
    const x = pickFloat(c);
    const axis = pickAxis(c, x);
    return axis === undefined ? undefined : f(x, axis);
  },
});

const REDUCTIONS: readonly Step[] = [
  reduceStep("sum", (x, axes, keep) => sum(x, axes, keep)),
  reduceStep("sum", (x, axes, keep) => sum(x, axes, keep)),
  reduceStep("mean", (x, axes, keep) => mean(x, axes, keep)),
  reduceStep("max", (x, axes, keep) => max(x, axes, keep)),
  reduceStep("min", (x, axes, keep) => min(x, axes, keep)),
  rowStep("softmax", softmax),
  rowStep("softmax", softmax),
  rowStep("logSoftmax", logSoftmax),
  rowStep("logSumExp", (x, axis) => logSumExp(x, axis, true)),
  rowStep("variance", (x, axis) => variance(x, axis)),
  rowStep("x − max", (x, axis) => sub(x, max(x, axis, true))),
  floatStep("layerNorm", (x) => layerNorm(x, { eps: 0.01 })),
];

/** New data of a shape, on which an axis can be multiplied. */
function weights({ leaf }: StepContext, shape: readonly number[], draw: Draw): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const numbers = Array.from({ length: size }, () => draw.number() / 2);
  return leaf(shape, "f32", numbers) as Tensor;
}

const PRODUCTS: readonly Step[] = [
  {
    name: "clip(matmul with new data)",
    run: (c) => {
      const x = pickFloat(c);
      return x.rank === 0
        ? undefined
        : bounded(matmul(x, weights(c, [x.shape.at(-1) as number, 1 + c.draw.below(9)], c.draw)));
    },
  },
  {
    name: "matmul with its transpose",
    run: (c) => {
      const x = pickFloat(c);
      return x.rank < 2 ? undefined : bounded(matmul(x, transpose(x)));
    },
  },
  {
    name: "matmul of its transpose with new data",
    run: (c) => {
      const x = pickFloat(c);
      if (x.rank < 2) return undefined;
      const y = weights(c, [...x.shape.slice(0, -1), 1 + c.draw.below(6)], c.draw);
      return bounded(matmul(transpose(x), y));
    },
  },
  {
    name: "tanh(matmul + bias)",
    run: (c) => {
      const x = pickFloat(c);
      const n = 1 + c.draw.below(20);
      if (x.rank === 0) return undefined;
      return tanh(add(matmul(x, weights(c, [x.shape.at(-1) as number, n], c.draw)), weights(c, [n], c.draw)));
    },
  },
  {
    name: "einsum",
    run: (c) => {
      const x = pickFloat(c);
      if (x.rank < 2) return undefined;
      const [n, m] = x.shape.slice(-2) as [number, number];
      const notation = c.draw.of(["...ij,ji->...", "...ij,ik->...kj", "...ij,jk->k...i"]);
      const other = notation.includes(",ji") ? [m, n] : [notation.includes(",jk") ? m : n, 3];
      return bounded(einsum(notation, x, weights(c, other, c.draw)));
    },
  },
];

/** New indices for an axis of some extent. */
function indices({ draw, leaf }: StepContext, shape: readonly number[], extent: number): Tensor<"i32"> {
  const size = shape.reduce((a, b) => a * b, 1);
  return leaf(
    shape,
    "i32",
    Array.from({ length: size }, () => draw.below(Math.max(1, extent))),
  ) as Tensor<"i32">;
}

const INDEXED: readonly Step[] = [
  {
    name: "gather",
    run: (c) => {
      const x = pick(c);
      const axis = c.draw.below(Math.max(1, x.rank));
      return x.rank === 0 || x.shape[axis] === 0
        ? undefined
        : gather(x, indices(c, [1 + c.draw.below(6)], x.shape[axis] as number), axis);
    },
  },
  {
    name: "takeAlongAxis",
    run: (c) => {
      const x = pick(c);
      const axis = c.draw.below(Math.max(1, x.rank));
      if (x.rank === 0 || x.shape[axis] === 0) return undefined;
      return takeAlongAxis(x, indices(c, x.shape.with(axis, 1 + c.draw.below(4)), x.shape[axis] as number), axis);
    },
  },
  {
    name: "scatterAdd",
    run: (c) => {
      const x = pickFloat(c);
      const axis = c.draw.below(Math.max(1, x.rank));
      if (x.rank === 0 || x.shape[axis] === 0) return undefined;
      const count = 1 + c.draw.below(12);
      return scatterAdd(
        x,
        indices(c, [count], x.shape[axis] as number),
        weights(c, x.shape.with(axis, count), c.draw),
        axis,
      );
    },
  },
  rowStep("cumsum", (x, axis) => bounded(cumsum(x, axis))),
  rowStep("sort", (x, axis) => sort(x, axis).values),
  rowStep("topk", (x, axis) => topk(x, Math.min(3, x.shape.at(axis) as number), axis).values),
];

export const STEPS: readonly Step[] = [
  ...FLOAT_MAPS,
  ...BINARY,
  ...BINARY,
  ...MOVES,
  ...REDUCTIONS,
  ...REDUCTIONS,
  ...PRODUCTS,
  ...PRODUCTS,
  ...INDEXED,
];
