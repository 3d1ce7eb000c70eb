/**
 * @file What operations, gradients, losses, layers and optimizers refuse, and how they say so: each error is typed, and
 * names the operation, its rule, what it got and what to do.
 */
import {
  add,
  arange,
  argmax,
  binaryCrossEntropyWithLogits,
  broadcastTo,
  cast,
  concat,
  crossEntropy,
  ctcGreedyDecode,
  ctcLoss,
  cumsum,
  customVjp,
  DTypeError,
  dot,
  expandDims,
  explain,
  eye,
  flatten,
  flip,
  full,
  gather,
  grad,
  layerNorm,
  linspace,
  logSumExp,
  manualSeed,
  matmul,
  max,
  mean,
  mse,
  type NestedInput,
  nn,
  norm,
  oneHot,
  ones,
  optim,
  pad,
  permute,
  rand,
  randint,
  random,
  realize,
  reshape,
  ShapeError,
  scatterAdd,
  scope,
  shutdown,
  slice,
  softmax,
  sort,
  split,
  squeeze,
  stack,
  std,
  sum,
  type Tensor,
  takeAlongAxis,
  tensor,
  tile,
  topk,
  transpose,
  UsageError,
  valueAndGrad,
  variance,
  vjp,
  where,
  zeros,
} from "adjoint";
import { afterAll, describe, expect, test } from "vitest";
import { type ErrorClass, expectRefusal } from "./support/refusal.ts";

afterAll(() => shutdown());

type Row = readonly [what: string, op: string, type: ErrorClass, message: RegExp, call: () => unknown];

/** Runs a table. Calls may throw at once, or return a promise that rejects. */
function refuses(rows: readonly Row[]): void {
  test.each(rows)("%s", async (_, op, type, message, call) => {
    await expectRefusal(call, { op, type, message });
  });
}

/** For what types forbid and JavaScript allows. */
const untyped = (value: unknown): never => value as never;

const m23 = (): Tensor => ones([2, 3]);
const labels = (...values: number[]): Tensor<"i32"> => tensor(values, { dtype: "i32" });

describe("tensors", () => {
  const ragged: NestedInput = [[1, 2], [3]];
  refuses([
    [
      "ragged arrays",
      "tensor",
      ShapeError,
      /rectangular; got data\[1\] of length 1 in place of length 2/,
      () => tensor(ragged),
    ],
    [
      "arrays deeper in places",
      "tensor",
      ShapeError,
      /got an array at data\[1\] in place of a number/,
      () => tensor([1, [2]]),
    ],
    [
      "arrays less deep in places",
      "tensor",
      ShapeError,
      /got data\[1\] = 2 in place of length 1/,
      () => tensor([[1], 2]),
    ],
    ["text", "tensor", DTypeError, /got "a" at data\[0\]/, () => tensor(untyped(["a"]))],
    ["null", "tensor", DTypeError, /got null at data/, () => tensor(untyped(null))],
    ["nothing", "tensor", DTypeError, /got undefined at data/, () => tensor(untyped(undefined))],
    ["bigints", "tensor", DTypeError, /got the bigint 1 at data\[0\]/, () => tensor(untyped([1n]))],
    ["arrays of bigints", "tensor", DTypeError, /got BigInt64Array/, () => tensor(untyped(new BigInt64Array(2)))],
    ["numbers and booleans", "tensor", DTypeError, /all numbers or all booleans; got both/, () => tensor([1, true])],
    ["an unknown dtype", "tensor", DTypeError, /got float32/, () => tensor([1], untyped({ dtype: "float32" }))],
    [
      "another number of elements",
      "tensor",
      ShapeError,
      /got \[2, 2\] for 3/,
      () => tensor([1, 2, 3], { shape: [2, 2] }),
    ],
    ["a negative extent", "zeros", ShapeError, /got \[2, -1\]/, () => zeros([2, -1])],
    ["a broken extent", "ones", ShapeError, /got \[1.5\]/, () => ones([1.5])],
    ["no shape", "zeros", ShapeError, /got/, () => zeros(untyped(3))],
    ["an unknown dtype", "full", DTypeError, /got i64/, () => full([1], 0, untyped({ dtype: "i64" }))],
    ["a step of 0", "arange", ShapeError, /step 0/, () => arange(0, 3, 0)],
    ["a negative count", "linspace", ShapeError, /-1/, () => linspace(0, 1, -1)],
    ["negative rows", "eye", ShapeError, /-2/, () => eye(-2)],
    [
      "gradients of integers",
      "requiresGrad",
      DTypeError,
      /got i32/,
      () => tensor([1], { dtype: "i32", requiresGrad: true }),
    ],
    ["an unknown dtype", "cast", DTypeError, /got int/, () => cast(m23(), untyped("int"))],
  ]);
});

describe("operands", () => {
  refuses([
    ["shapes that do not broadcast", "add", ShapeError, /got .*\[2, 3\].*\[2\]/, () => add(m23(), ones([2]))],
    ["shapes that do not broadcast, by method", "mul", ShapeError, /got .*\[2, 3\].*\[4\]/, () => m23().mul(ones([4]))],
    ["f64 with f32", "sub", DTypeError, /f64/, () => m23().sub(ones([3], { dtype: "f64" }))],
    ["an array", "add", UsageError, /got an array; wrap data in tensor/, () => add(m23(), untyped([1, 2, 3]))],
    ["text", "div", UsageError, /got string/, () => m23().div(untyped("2"))],
    ["null", "maximum", UsageError, /got null/, () => m23().maximum(untyped(null))],
    ["nothing", "pow", UsageError, /got undefined/, () => m23().pow(untyped(undefined))],
    ["foreign objects", "equal", UsageError, /got Date/, () => m23().equal(untyped(new Date()))],
    ["objects without a class", "less", UsageError, /got/, () => m23().less(untyped(Object.create(null)))],
    ["branches that do not broadcast", "where", ShapeError, /\[2, 3\].*\[4\]/, () => where(m23(), 0, ones([4]))],
    ["foreign conditions", "where", UsageError, /got an array/, () => where(untyped([true]), 0, 1)],
  ]);
});

describe("axes", () => {
  const x = m23;
  refuses([
    ["sum", "sum", ShapeError, /got axis 2 for rank 2/, () => sum(x(), 2)],
    ["sum of repeated axes", "sum", ShapeError, /got .*\[0, 0\]/, () => sum(x(), [0, 0])],
    ["sum of an axis from both ends", "sum", ShapeError, /got .*\[1, -1\]/, () => x().sum([1, -1])],
    ["mean", "mean", ShapeError, /got .*-3/, () => mean(x(), -3)],
    ["max", "max", ShapeError, /got .*5/, () => max(x(), 5)],
    ["variance", "variance", ShapeError, /got .*2/, () => variance(x(), 2)],
    ["std", "std", ShapeError, /got .*2/, () => std(x(), 2)],
    ["norm", "norm", ShapeError, /got .*2/, () => norm(x(), 2)],
    ["logSumExp", "logSumExp", ShapeError, /got .*2/, () => logSumExp(x(), 2)],
    ["argmax", "argmax", ShapeError, /got .*2/, () => argmax(x(), 2)],
    ["an axis that is no number", "sum", ShapeError, /got .*rows/, () => sum(x(), untyped("rows"))],
    ["a broken axis", "sum", ShapeError, /got .*0.5/, () => sum(x(), 0.5)],
    ["softmax", "softmax", ShapeError, /got .*2/, () => softmax(x(), 2)],
    ["cumsum", "cumsum", ShapeError, /got .*2/, () => cumsum(x(), 2)],
    ["sort", "sort", ShapeError, /got .*2/, () => sort(x(), 2)],
    ["topk", "topk", ShapeError, /got .*2/, () => topk(x(), 1, 2)],
    ["flip", "flip", ShapeError, /got .*2/, () => flip(x(), 2)],
    ["squeeze", "squeeze", ShapeError, /got .*2/, () => squeeze(x(), 2)],
    ["expandDims", "expandDims", ShapeError, /got .*4/, () => expandDims(x(), 4)],
    ["flatten", "flatten", ShapeError, /got .*2/, () => flatten(x(), 2)],
    ["concat", "concat", ShapeError, /got .*2/, () => concat([x()], 2)],
    ["stack", "stack", ShapeError, /got .*3/, () => stack([x()], 3)],
    ["split", "split", ShapeError, /got .*2/, () => split(x(), 1, 2)],
    ["gather", "gather", ShapeError, /got .*2/, () => gather(x(), labels(0), 2)],
    ["takeAlongAxis", "takeAlongAxis", ShapeError, /got .*2/, () => takeAlongAxis(x(), labels(0).reshape([1, 1]), 2)],
    ["scatterAdd", "scatterAdd", ShapeError, /got .*2/, () => scatterAdd(x(), labels(0), 1, 2)],
    ["crossEntropy", "crossEntropy", ShapeError, /got .*2/, () => crossEntropy(x(), labels(0, 1), { axis: 2 })],
  ]);
});

describe("shapes", () => {
  const x = m23;
  refuses([
    ["matmul", "matmul", ShapeError, /a=\[2, 3\], b=\[2, 3\]; transpose one operand\?/, () => matmul(x(), x())],
    ["matmul of scalars", "matmul", ShapeError, /b=\[\]; use mul/, () => matmul(x(), tensor(1))],
    ["matmul of batches", "matmul", ShapeError, /\[2\].*\[3\]/, () => matmul(ones([2, 2, 2]), ones([3, 2, 2]))],
    ["dot of batches", "dot", ShapeError, /use matmul/, () => dot(ones([1, 2, 2]), ones([2, 2]))],
    ["reshape", "reshape", ShapeError, /got \[2, 3\] to \[4\]/, () => reshape(x(), [4])],
    ["reshape with a rest", "reshape", ShapeError, /got \[2, 3\] to \[4, -1\]/, () => x().reshape([4, -1])],
    ["reshape with two rests", "reshape", ShapeError, /got .*\[-1, -1\]/, () => x().reshape([-1, -1])],
    ["broadcastTo", "broadcastTo", ShapeError, /got \[2, 3\] to \[2, 4\]/, () => broadcastTo(x(), [2, 4])],
    ["squeeze", "squeeze", ShapeError, /got axes \[0\] of \[2, 3\]/, () => squeeze(x(), 0)],
    ["permute", "permute", ShapeError, /got order \[0, 0\]/, () => permute(x(), [0, 0])],
    ["transpose", "transpose", ShapeError, /got \[3\]/, () => transpose(ones([3]))],
    ["flatten", "flatten", ShapeError, /got start 1, end 0/, () => flatten(x(), 1, 0)],
    ["slice beyond the end", "slice", ShapeError, /end \[2, 4\]/, () => slice(x(), [0, 0], [2, 4])],
    ["slice of more axes", "slice", ShapeError, /begin \[0, 0, 0\]/, () => slice(x(), [0, 0, 0])],
    ["slice from behind its end", "slice", ShapeError, /begin \[0, 2\]/, () => slice(x(), [0, 2], [2, 1])],
    ["split into unequal parts", "split", ShapeError, /got 3 into 2/, () => split(x(), 2, 1)],
    ["split into sizes of another sum", "split", ShapeError, /sizes \[1, 1\]/, () => split(x(), [1, 1], 1)],
    ["pad", "pad", ShapeError, /-1/, () => pad(x(), [[-1, 0]])],
    ["tile", "tile", ShapeError, /got \[-1\]/, () => tile(x(), [-1])],
    ["concat", "concat", ShapeError, /got \[2, 3\], \[2, 2\]/, () => concat([x(), ones([2, 2])])],
    ["concat of nothing", "concat", ShapeError, /got none/, () => concat([])],
    ["concat of one tensor", "concat", UsageError, /got/, () => concat(untyped(x()))],
    ["stack", "stack", ShapeError, /got \[2, 3\], \[3\]/, () => stack([x(), ones([3])])],
    ["topk", "topk", ShapeError, /k 4 for \[2, 3\]/, () => topk(x(), 4)],
    ["oneHot", "oneHot", ShapeError, /got -1/, () => oneHot(labels(0), -1)],
    ["takeAlongAxis", "takeAlongAxis", ShapeError, /indices=\[1\]/, () => takeAlongAxis(x(), labels(0))],
    ["scatterAdd", "scatterAdd", ShapeError, /updates=\[2, 2\]/, () => scatterAdd(x(), labels(0), ones([2, 2]))],
    ["layerNorm", "layerNorm", ShapeError, /scale=\[2\]/, () => layerNorm(x(), { scale: ones([2]) })],
    ["max of nothing", "max", ShapeError, /got \[0\]/, () => max(zeros([0]))],
    ["argmax of nothing", "argmax", ShapeError, /got \[2, 0\]/, () => argmax(zeros([2, 0]), 1)],
    ["item of several", "item", ShapeError, /got \[2, 3\]/, () => x().item()],
    ["item of none", "item", ShapeError, /got \[0\]/, () => zeros([0]).item()],
  ]);
});

describe("indices", () => {
  const x = m23;
  refuses([
    ["floats", "gather", DTypeError, /got f32; cast/, () => gather(x(), untyped(tensor([0])))],
    ["bools", "takeAlongAxis", DTypeError, /got bool/, () => takeAlongAxis(x(), untyped(tensor([[true]])))],
    ["floats to oneHot", "oneHot", DTypeError, /got f32/, () => oneHot(tensor([0]), 2)],
    ["out of range", "gather", ShapeError, /\[0, 2\); got 2 at element 1/, () => gather(x(), labels(0, 2))],
    ["negative", "gather", ShapeError, /got -1 at element 0/, () => gather(x(), labels(-1))],
    ["out of range, to scatterAdd", "scatterAdd", ShapeError, /got 7/, () => scatterAdd(x(), labels(7), 1)],
    [
      "updates of a wider dtype",
      "scatterAdd",
      DTypeError,
      /got f32/,
      () => scatterAdd(zeros([2], { dtype: "i32" }), labels(0), tensor([1])),
    ],
  ]);
});

describe("random numbers", () => {
  refuses([
    ["a broken seed", "manualSeed", UsageError, /got 1.5/, () => manualSeed(1.5)],
    ["a broken key", "random.key", UsageError, /got a/, () => random.key(untyped("a"))],
    ["no key", "random.uniform", UsageError, /got/, () => random.uniform(untyped(1), [2])],
    ["a wrong shape", "rand", ShapeError, /got \[-1\]/, () => rand([-1])],
    ["an empty range", "random.randint", ShapeError, /got/, () => randint(3, 3, [2])],
  ]);
});

describe("gradients", () => {
  const leaf = (): Tensor => tensor([1, 2], { requiresGrad: true });
  refuses([
    ["of a vector", "grad", UsageError, /scalar; got .*\[2\]/, () => grad((x: Tensor) => x.mul(2))(ones([2]))],
    ["of a number", "grad", UsageError, /got/, () => grad(untyped(() => 3))(ones([2]))],
    [
      "of a promise",
      "valueAndGrad",
      UsageError,
      /got/,
      () => valueAndGrad(untyped(async (x: Tensor) => x.sum()))(ones([2])),
    ],
    ["of integers", "grad", DTypeError, /got i32/, () => grad(untyped((x: Tensor) => x.sum()))(labels(1))],
    [
      "by what is no tensor",
      "grad",
      UsageError,
      /got number 3 at params.a/,
      () => grad(untyped((p: { a: number }) => p.a))({ a: 3 }),
    ],
    ["an integer result", "grad", DTypeError, /got i32/, () => grad(untyped((x: Tensor) => x.argmax()))(ones([2]))],
    ["backward of a vector", "backward", UsageError, /got .*\[2\]/, () => leaf().mul(2).backward()],
    ["backward without leaves", "backward", UsageError, /requiresGrad/, () => ones([2]).sum().backward()],
    [
      "backward twice",
      "backward",
      UsageError,
      /retainGraph/,
      () => {
        const loss = leaf().mul(2).sum();
        loss.backward();
        loss.backward();
      },
    ],
    [
      "a cotangent of another shape",
      "vjp",
      ShapeError,
      /got f32\[3\] for f32\[2\]/,
      () => vjp((x: Tensor) => x.mul(2), ones([2]))[1](ones([3])),
    ],
    [
      "custom gradients of another shape",
      "customVjp",
      UsageError,
      /\[3\]/,
      () =>
        grad((x: Tensor) =>
          customVjp(
            (y: Tensor) => y.mul(2),
            () => [ones([3])],
          )(x).sum(),
        )(ones([2])),
    ],
  ]);
});

describe("losses", () => {
  const logits = m23;
  const x = (): Tensor => ones([2, 3, 4]);
  const y = (): Tensor<"i32"> =>
    tensor(
      [
        [1, 2],
        [3, 1],
      ],
      { dtype: "i32" },
    );
  refuses([
    ["shapes that differ", "mse", ShapeError, /prediction=\[2, 3\], target=\[3\]/, () => mse(logits(), ones([3]))],
    ["integers", "mse", DTypeError, /got i32/, () => mse(untyped(labels(1)), untyped(labels(1)))],
    ["arrays", "mse", UsageError, /got an array; wrap/, () => mse(logits(), untyped([1]))],
    [
      "an unknown reduction",
      "mse",
      UsageError,
      /got average/,
      () => mse(logits(), logits(), untyped({ reduction: "average" })),
    ],
    ["a label beyond the classes", "crossEntropy", ShapeError, /got 3/, () => crossEntropy(logits(), labels(0, 3))],
    ["a negative label", "crossEntropy", ShapeError, /got -1/, () => crossEntropy(logits(), labels(0, -1))],
    [
      "labels of another count",
      "crossEntropy",
      ShapeError,
      /target=\[3\]/,
      () => crossEntropy(logits(), labels(0, 1, 2)),
    ],
    ["float labels", "crossEntropy", DTypeError, /got f32/, () => crossEntropy(logits(), tensor([0, 1]))],
    [
      "integer probabilities",
      "crossEntropy",
      DTypeError,
      /got i32/,
      () => crossEntropy(logits(), ones([2, 3], { dtype: "i32" })),
    ],
    [
      "a weight of another size",
      "crossEntropy",
      ShapeError,
      /weight=\[2\] for 3/,
      () => crossEntropy(logits(), labels(0, 1), { weight: ones([2]) }),
    ],
    [
      "smoothing beyond 1",
      "crossEntropy",
      UsageError,
      /got 2/,
      () => crossEntropy(logits(), labels(0, 1), { labelSmoothing: 2 }),
    ],
    [
      "ignored probabilities",
      "crossEntropy",
      UsageError,
      /ignoreIndex/,
      () => crossEntropy(logits(), logits(), { ignoreIndex: 0 }),
    ],
    ["scalar logits", "crossEntropy", ShapeError, /got/, () => crossEntropy(tensor(1), tensor(0, { dtype: "i32" }))],
    [
      "shapes that differ",
      "binaryCrossEntropyWithLogits",
      ShapeError,
      /target=\[3\]/,
      () => binaryCrossEntropyWithLogits(logits(), ones([3])),
    ],
    [
      "lengths beyond T",
      "ctcLoss",
      ShapeError,
      /inputLengths .*\[0, 3\]; got 4 for sequence 1/,
      () => ctcLoss(x(), y(), { inputLengths: [3, 4] }),
    ],
    [
      "lengths beyond U",
      "ctcLoss",
      ShapeError,
      /labelLengths .*\[0, 2\]; got 3 for sequence 0/,
      () => ctcLoss(x(), y(), { labelLengths: [3, 1] }),
    ],
    ["lengths for another batch", "ctcLoss", ShapeError, /got \[1\]/, () => ctcLoss(x(), y(), { labelLengths: [1] })],
    [
      "a blank beyond the classes",
      "ctcLoss",
      ShapeError,
      /blank .*\[0, 4\); got 4/,
      () => ctcLoss(x(), y(), { blank: 4 }),
    ],
    [
      "a label beyond the classes",
      "ctcLoss",
      ShapeError,
      /got 4 at \[0, 1\]/,
      () =>
        ctcLoss(
          x(),
          tensor(
            [
              [1, 4],
              [1, 1],
            ],
            { dtype: "i32" },
          ),
        ),
    ],
    [
      "labels of another batch",
      "ctcLoss",
      ShapeError,
      /labels=\[1, 2\]/,
      () => ctcLoss(x(), tensor([[1, 2]], { dtype: "i32" })),
    ],
    ["float labels", "ctcLoss", DTypeError, /got f32/, () => ctcLoss(x(), untyped(ones([2, 2])))],
    ["logits of rank 2", "ctcLoss", ShapeError, /got \[2, 3\]/, () => ctcLoss(logits(), y())],
    ["logits of rank 2", "ctcGreedyDecode", ShapeError, /got \[2, 3\]/, () => ctcGreedyDecode(logits())],
  ]);
});

describe("layers and optimizers", () => {
  const params = (): { w: Tensor } => ({ w: tensor([1, 2], { requiresGrad: true }) });
  refuses([
    ["no inputs", "linear", ShapeError, /inputs .*got 0/, () => nn.linear(0, 2)],
    ["other inputs", "matmul", ShapeError, /\[5, 4\]/, () => nn.linear(3, 2)(ones([5, 4]))],
    ["a rate of 1", "dropout", UsageError, /got 1/, () => nn.dropout(1)],
    ["words beyond the table", "gather", ShapeError, /got 9/, () => nn.embedding(4, 2)(labels(9))],
    ["sequences of rank 2", "gru", ShapeError, /\[2, 3\]/, () => nn.gru(3, 4)(m23())],
    [
      "a state of another shape",
      "lstm",
      ShapeError,
      /\[2, 2\]/,
      () => nn.lstm(3, 4)(ones([2, 5, 3]), { hidden: ones([2, 2]), cell: ones([2, 2]) }),
    ],
    ["a rate that is no number", "sgd", UsageError, /got/, () => optim.sgd(params(), { lr: Number.NaN })],
    ["a negative rate", "adam", UsageError, /got -1/, () => optim.adam(params(), { lr: -1 })],
    [
      "gradients of another structure",
      "adam.step",
      UsageError,
      /got/,
      () => optim.adam(params(), { lr: 1 }).step(untyped({})),
    ],
    [
      "gradients of another shape",
      "adam.step",
      ShapeError,
      /\[3\]/,
      () => optim.adam(params(), { lr: 1 }).step({ w: ones([3]) }),
    ],
    ["a step before backward", "sgd.step", UsageError, /backward/, () => optim.sgd(params(), { lr: 1 }).step()],
  ]);
});

describe("running", () => {
  refuses([
    [
      "a scope of a promise",
      "scope",
      UsageError,
      /synchronous; got a promise; await outside/,
      () => scope(async () => ones([2])),
    ],
    ["realizing what is no tensor", "realize", UsageError, /got/, () => realize(untyped(3))],
    ["explaining what is no tensor", "explain", UsageError, /got/, () => explain(untyped({}))],
  ]);

  test("what a refused scope made is disposed", () => {
    let inner: Tensor | undefined;
    const promise = scope.bind(undefined, () => {
      inner = ones([2]);
      return Promise.resolve(inner);
    });
    expect(promise).toThrow(UsageError);
    expect(inner?.isDisposed).toBe(true);
  });
});
