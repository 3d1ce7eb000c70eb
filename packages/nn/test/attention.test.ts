import { grad } from "@adjoint/autograd";
import { arange, mod, mul, reshape, ShapeError, sub, sum, type Tensor, tensor, zeros } from "@adjoint/core";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import {
  type AttentionCallOptions,
  type MultiHeadAttentionParams,
  multiHeadAttention,
  scaledDotProductAttention,
} from "../src/attention.ts";
// By make_torch_attention.py; weights are transposed.
import expected from "./fixtures/torch_attention.json" with { type: "json" };
import { expectClose } from "./support/close.ts";

useBackend();

const data = (numbers: readonly number[], shape: readonly number[]): Tensor =>
  tensor(new Float32Array(numbers), { shape });
const linearOf = (i: number) => ({
  weight: data(expected.params.inWeights[i] ?? [], [4, 4]),
  bias: data(expected.params.inBiases[i] ?? [], [4]),
});
const paramsOf = (): MultiHeadAttentionParams => ({
  query: linearOf(0),
  key: linearOf(1),
  value: linearOf(2),
  output: { weight: data(expected.params.outWeight, [4, 4]), bias: data(expected.params.outBias, [4]) },
});

const callOf: Readonly<Record<keyof typeof expected.cases, () => AttentionCallOptions>> = {
  self: () => ({}),
  causal: () => ({ isCausal: true }),
  cross: () => ({
    context: data(expected.context, [2, 5, 4]),
    keyMask: tensor(new Uint8Array([1, 1, 0, 1, 0, 1, 1, 1, 1, 0]), { shape: [2, 5], dtype: "bool" }),
  }),
};

test.each(Object.keys(callOf) as (keyof typeof callOf)[])("%s: as PyTorch, with gradients", async (name) => {
  const layer = multiHeadAttention(4, 2);
  const call = callOf[name]();
  const x = data(expected.x, [2, 3, 4]);
  const { output, xGradient, queryWeightGradient } = expected.cases[name];
  expectClose(await layer.with(paramsOf())(x, call).data(), output, 2e-6);
  const weights = reshape(sub(mod(arange(24), 7), 3), [2, 3, 4]);
  const loss = ([params, input]: readonly [MultiHeadAttentionParams, Tensor]): Tensor =>
    sum(mul(layer.with(params)(input, call), weights));
  const [byParams, byInput] = grad(loss)([paramsOf(), x] as const);
  expectClose(await byInput.data(), xGradient, 2e-5);
  expectClose(await byParams.query.weight.data(), queryWeightGradient, 2e-5);
});

test("a query that may look at nothing gets 0, and passes no gradient", async () => {
  const x = data([1, 2, 3, 4], [2, 2]);
  const mask = tensor(new Uint8Array([0, 0, 1, 0]), { shape: [2, 2], dtype: "bool" });
  const attend = (q: Tensor): Tensor => scaledDotProductAttention(q, x, x, { mask });
  expect([...(await attend(x).data())]).toEqual([0, 0, 1, 2]);
  expect([...(await grad((q: Tensor) => sum(attend(q)))(x).data())]).toEqual([0, 0, 0, 0]);
});

test("dropout is for training", async () => {
  const layer = multiHeadAttention(4, 2, { dropout: 0.9 });
  const x = data(expected.x, [2, 3, 4]);
  const still = layer.with(paramsOf())(x, { isTraining: false });
  expectClose(await still.data(), expected.cases.self.output, 2e-6);
  expect(await layer.with(paramsOf())(x).data()).not.toEqual(await still.data());
});

test("what does not fit is refused", () => {
  expect(() => multiHeadAttention(6, 4)).toThrow(ShapeError);
  expect(() => scaledDotProductAttention(zeros([2, 3]), zeros([4, 3]), zeros([4, 3]), { isCausal: true })).toThrow(
    "isCausal needs as many queries as keys; got 2 and 4",
  );
});
