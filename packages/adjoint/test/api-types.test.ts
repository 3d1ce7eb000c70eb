/** @file The types of the public surface: what dtype results have, and what trees keep. Checked by the compiler. */
import {
  add,
  argmax,
  type BackendInfo,
  binaryCrossEntropyWithLogits,
  cast,
  concat,
  configure,
  crossEntropy,
  ctcLoss,
  cumsum,
  type DType,
  div,
  type Explanation,
  equal,
  exp,
  explain,
  gather,
  grad,
  matmul,
  mean,
  memory,
  mse,
  nn,
  oneHot,
  ones,
  optim,
  type Profile,
  profile,
  reshape,
  scope,
  slice,
  sort,
  split,
  sum,
  type Tensor,
  tensor,
  topk,
  valueAndGrad,
  variance,
  where,
  zeros,
} from "adjoint";
import { describe, expectTypeOf, test } from "vitest";

/** Never run: types alone count. */
const never = (check: (f32: Tensor, i32: Tensor<"i32">, f64: Tensor<"f64">, bool: Tensor<"bool">) => void): unknown =>
  check;

describe("types", () => {
  test("of made tensors", () => {
    never(() => {
      expectTypeOf(tensor([1, 2])).toEqualTypeOf<Tensor>();
      expectTypeOf(tensor([[1], [2]], { requiresGrad: true })).toEqualTypeOf<Tensor<"f32">>();
      expectTypeOf(tensor([1], { dtype: "i32" })).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(tensor(new Float64Array(1))).toEqualTypeOf<Tensor>();
      expectTypeOf(tensor(new Int32Array(1))).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(tensor([true])).toEqualTypeOf<Tensor<"bool">>();
      expectTypeOf(zeros([2])).toEqualTypeOf<Tensor>();
      expectTypeOf(ones([2], { dtype: "u32" })).toEqualTypeOf<Tensor<"u32">>();
    });
  });

  test("of operations: the dtype stays where it does", () => {
    never((f32, i32, f64, bool) => {
      expectTypeOf(
        f64
          .reshape([1])
          .permute([0])
          .slice([0])
          .flip()
          .pad([[1, 1]]),
      ).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(reshape(i32, [1])).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(slice(bool, [0])).toEqualTypeOf<Tensor<"bool">>();
      expectTypeOf(i32.sum()).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(f64.sum(0, true).max(0)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(bool.sum()).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(sum(f32)).toEqualTypeOf<Tensor>();
      expectTypeOf(cumsum(i32, 0)).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(i32.neg().abs()).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(gather(i32, i32, 0)).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(f64.gather(i32, 0)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(concat([i32, i32], 0)).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(split(f64, 2)).toEqualTypeOf<Tensor<"f64">[]>();
      expectTypeOf(i32.split([1, 1], 0)).toEqualTypeOf<Tensor<"i32">[]>();
      expectTypeOf(sort(i32).values).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(f64.topk(1).values).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(topk(f64, 1).indices).toEqualTypeOf<Tensor<"i32">>();
    });
  });

  test("of operations: integers become floats where functions are of real numbers", () => {
    never((f32, i32, f64) => {
      expectTypeOf(exp(i32)).toEqualTypeOf<Tensor>();
      expectTypeOf(f64.exp().tanh().softmax().gelu()).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(i32.mean()).toEqualTypeOf<Tensor>();
      expectTypeOf(mean(f64)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(variance(i32, 0, { keepAxes: true, correction: 1 })).toEqualTypeOf<Tensor>();
      expectTypeOf(i32.div(i32)).toEqualTypeOf<Tensor>();
      expectTypeOf(div(f64, 2)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(i32.logSumExp(0)).toEqualTypeOf<Tensor>();
      expectTypeOf(f32.layerNorm({ scale: f32 })).toEqualTypeOf<Tensor>();
    });
  });

  test("of operations: promotion", () => {
    never((f32, i32, f64, bool) => {
      expectTypeOf(add(f32, i32)).toEqualTypeOf<Tensor>();
      expectTypeOf(i32.add(f32)).toEqualTypeOf<Tensor>();
      expectTypeOf(i32.add(1)).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(f64.mul(0.5)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(add(1, f64)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(matmul(f32, f32)).toEqualTypeOf<Tensor>();
      expectTypeOf(f64.matmul(f64)).toEqualTypeOf<Tensor<"f64">>();
      expectTypeOf(where(bool, f32, 0)).toEqualTypeOf<Tensor>();
      expectTypeOf(where(bool, i32, i32)).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(equal(f32, 1)).toEqualTypeOf<Tensor<"bool">>();
      expectTypeOf(f32.less(i32).logicalAnd(bool)).toEqualTypeOf<Tensor<"bool">>();
      expectTypeOf(argmax(f64)).toEqualTypeOf<Tensor<"i32">>();
      expectTypeOf(oneHot(i32, 3)).toEqualTypeOf<Tensor>();
      expectTypeOf(cast(f32, "f16")).toEqualTypeOf<Tensor<"f16">>();
      expectTypeOf(f32.cast("i32")).toEqualTypeOf<Tensor<"i32">>();
    });
  });

  test("of reads", () => {
    never((f32, i32, f64) => {
      expectTypeOf(f32.data()).resolves.toEqualTypeOf<Float32Array<ArrayBuffer>>();
      expectTypeOf(i32.data()).resolves.toEqualTypeOf<Int32Array<ArrayBuffer>>();
      expectTypeOf(f64.data()).resolves.toEqualTypeOf<Float64Array<ArrayBuffer>>();
      expectTypeOf(f32.item()).resolves.toEqualTypeOf<number>();
      expectTypeOf(f64.grad).toEqualTypeOf<Tensor<"f64"> | null>();
      expectTypeOf(f32.shape).toEqualTypeOf<readonly number[]>();
      expectTypeOf(f32.dispose()).toEqualTypeOf<void>();
    });
  });

  test("of tensors, one for another", () => {
    never((f32, i32) => {
      expectTypeOf(i32).toExtend<Tensor<DType>>();
      // @ts-expect-error integers are no floats
      mse(i32, f32);
      // @ts-expect-error labels are integers
      ctcLoss(f32, f32);
      // @ts-expect-error f64 is never implicit: no dtype holds both
      expectTypeOf(f32.matmul(zeros([1], { dtype: "f64" }))).toEqualTypeOf<Tensor>();
    });
  });

  test("of losses and gradients", () => {
    never((f32, i32) => {
      expectTypeOf(mse(f32, f32, { half: true, reduction: "none" })).toEqualTypeOf<Tensor>();
      const options = { weight: f32, ignoreIndex: -1, labelSmoothing: 0.1, axis: 1, reduction: "sum" } as const;
      expectTypeOf(crossEntropy(f32, i32, options)).toEqualTypeOf<Tensor>();
      expectTypeOf(
        binaryCrossEntropyWithLogits(f32, f32, { posWeight: f32, labelSmoothing: 0 }),
      ).toEqualTypeOf<Tensor>();
      const lengths = { inputLengths: [1], labelLengths: i32, blank: 1, zeroInfinity: true, timeMajor: true };
      expectTypeOf(ctcLoss(f32, i32, lengths)).toEqualTypeOf<Tensor>();

      interface Params {
        readonly w: Tensor;
        readonly rest: readonly [Tensor<"f64">, { readonly b: Tensor }];
      }
      const loss = (p: Params, x: Tensor): Tensor => p.w.mul(x);
      expectTypeOf(grad(loss)).toEqualTypeOf<(params: Params, x: Tensor) => Params>();
      expectTypeOf(valueAndGrad(loss)).returns.toEqualTypeOf<[value: Tensor, gradients: Params]>();
    });
  });

  test("of training", () => {
    never((f32) => {
      const params = { w: f32 };
      const opt = optim.adam(params, { lr: 1e-3 });
      expectTypeOf(opt.step).parameter(0).toEqualTypeOf<typeof params | undefined>();
      expectTypeOf(() => opt.step()).toBeFunction();
      expectTypeOf(opt.step).returns.toEqualTypeOf<void>();
      expectTypeOf(opt.zeroGrad()).toEqualTypeOf<void>();
      optim.sgd(params, { lr: 1e-3, momentum: 0.9, nesterov: true, weightDecay: 0 });
      expectTypeOf(nn.linear(2, 3)(f32)).toEqualTypeOf<Tensor>();
      expectTypeOf(nn.gru(2, 3)(f32).output).toEqualTypeOf<Tensor>();
    });
  });

  test("of the rest", () => {
    never((f32) => {
      expectTypeOf(configure).returns.resolves.toEqualTypeOf<BackendInfo>();
      void configure({ backend: "auto", threads: 2, simd: "relaxed", gpu: {}, workerUrl: "/worker.js", seed: 1 });
      expectTypeOf(memory().peakBytes).toEqualTypeOf<number>();
      expectTypeOf(explain(f32)).toEqualTypeOf<Explanation>();
      expectTypeOf(profile(() => f32.data())).resolves.toExtend<Profile>();
      expectTypeOf(scope(() => ({ a: f32 }))).toEqualTypeOf<{ a: Tensor }>();
    });
  });
});
