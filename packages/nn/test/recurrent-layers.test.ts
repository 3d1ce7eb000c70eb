import { grad, noGrad, valueAndGrad } from "@adjoint/autograd";
import {
  add,
  concat,
  type DType,
  flip,
  matmul,
  mul,
  reshape,
  sigmoid,
  slice,
  sum,
  type Tensor,
  tanh,
  tensor,
} from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { gru, type LstmState, lstm, type RecurrentParams, rnn } from "../src/index.ts";
import { expectClose } from "./support/close.ts";
import { randomValues } from "./support/random-values.ts";
import { type ParamArrays, type TorchCase, torchCases } from "./support/torch-cases.ts";

useBackend();

const randomTensor = (shape: readonly number[], seed: number, dtype: DType = "f32"): Tensor =>
  tensor(
    randomValues(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
    { shape, dtype },
  ) as Tensor;

/** The layer of a case as a function of all that it is differentiated by. */
function layerOf({ kind, inputs, hidden, bidirectional }: TorchCase) {
  const options = { bidirectional };
  const layer = kind === "gru" ? gru(inputs, hidden, options) : undefined;
  const long = kind === "lstm" ? lstm(inputs, hidden, options) : undefined;
  const nonlinearity = kind === "rnn-relu" ? ("relu" as const) : ("tanh" as const);
  const simple = layer ?? rnn(inputs, hidden, { ...options, nonlinearity });
  return (params: RecurrentParams, x: Tensor, state: readonly Tensor[]): readonly Tensor[] => {
    const [h, c] = state as [Tensor, Tensor];
    if (long !== undefined) {
      const result = long.with(params)(x, { hidden: h, cell: c });
      return [result.output, result.state.hidden, result.state.cell];
    }
    const result = simple.with(params)(x, h);
    return [result.output, result.state];
  };
}

function tensorsOf({ inputs, hidden, batch, steps, bidirectional, x, state, params }: TorchCase) {
  const [D, columns] = [bidirectional ? 2 : 1, params.hiddenBias.length / (bidirectional ? 2 : 1)];
  const shapes = {
    inputWeight: [inputs, D * columns],
    inputBias: [D * columns],
    hiddenWeight: [D, hidden, columns],
    hiddenBias: [D, columns],
  };
  const param = (name: keyof ParamArrays): Tensor => reshape(tensor([...params[name]]), shapes[name]);
  return {
    x: reshape(tensor([...x]), [batch, steps, inputs]),
    state: state.map((values) => reshape(tensor([...values]), [D, batch, hidden])),
    params: {
      inputWeight: param("inputWeight"),
      inputBias: param("inputBias"),
      hiddenWeight: param("hiddenWeight"),
      hiddenBias: param("hiddenBias"),
    },
  };
}

/** Values near 1, sums of some dozens of products in float32, a few steps deep. */
const TOLERANCE = 2e-6;

describe.each(torchCases)("$name", (torch) => {
  const apply = layerOf(torch);

  test("gives PyTorch's values", async () => {
    const { params, x, state } = tensorsOf(torch);
    const results = apply(params, x, state);
    const wanted = [torch.output, ...torch.last];
    for (const [i, result] of results.entries())
      expectClose(await result.data(), wanted[i] ?? [], TOLERANCE, `result ${i}`);
  });

  test("gives PyTorch's gradients", async () => {
    const inputs = tensorsOf(torch);
    const gradients = grad(({ params, x, state }: typeof inputs) => {
      const results = apply(params, x, state);
      const terms = results.map((result, i) =>
        sum(mul(result, reshape(tensor([...(torch.cotangents[i] ?? [])]), result.shape))),
      );
      return terms.reduce((total, term) => add(total, term));
    })(inputs);
    const names = ["inputWeight", "inputBias", "hiddenWeight", "hiddenBias"] as const;
    expectClose(await gradients.x.data(), torch.gradients.x, 10 * TOLERANCE, "x");
    for (const name of names) {
      expectClose(await gradients.params[name].data(), torch.gradients.params[name], 10 * TOLERANCE, name);
    }
    for (const [i, part] of gradients.state.entries()) {
      expectClose(await part.data(), torch.gradients.state[i] ?? [], 10 * TOLERANCE, `state ${i}`);
    }
  });
});

describe("layers", () => {
  test("start from a state of zeros", async () => {
    const layer = gru(3, 4);
    const x = randomTensor([2, 5, 3], 1);
    const zero = tensor(new Float32Array(8), { shape: [1, 2, 4] });
    expect(await layer(x).output.data()).toEqual(await layer(x, zero).output.data());
  });

  test("give the same values where nothing is saved for a gradient", async () => {
    const layer = lstm(3, 4, { bidirectional: true });
    const x = randomTensor([2, 5, 3], 1);
    const untracked = noGrad(() => layer(x));
    expect(await untracked.output.data()).toEqual(await layer(x).output.data());
    expect(await untracked.state.cell.data()).toEqual(await layer(x).state.cell.data());
  });

  test("go on where they stopped", async () => {
    const layer = lstm(3, 4);
    const x = randomTensor([2, 6, 3], 1);
    const whole = layer(x);
    const first = layer(slice(x, [0, 0, 0], [2, 2, 3]));
    const second = layer(slice(x, [0, 2, 0], [2, 6, 3]), first.state);
    expect(await concat([first.output, second.output], 1).data()).toEqual(await whole.output.data());
    expect(await second.state.cell.data()).toEqual(await whole.state.cell.data());
  });

  test("read backwards what is reversed", async () => {
    const forward = gru(3, 4);
    const backward = gru(3, 4, { reverse: true }).with(forward.params);
    const x = randomTensor([2, 5, 3], 1);
    expect(await backward(flip(x, 1)).output.data()).toEqual(await flip(forward(x).output, 1).data());
    expect(await backward(flip(x, 1)).state.data()).toEqual(await forward(x).state.data());
  });

  test("give a sequence the same result in any batch", async () => {
    const layer = gru(3, 8, { bidirectional: true });
    const x = randomTensor([33, 4, 3], 1);
    const all = (await layer(x).output.data()).slice(-64);
    expect(await layer(slice(x, [32, 0, 0], [33, 4, 3])).output.data()).toEqual(all);
  });

  test("compute and differentiate states that no kernel holds", async () => {
    const units = 1200;
    const x = randomTensor([1, 2, 3], 1);
    const layer = lstm(3, units);
    const step = (input: Tensor, { hidden, cell }: LstmState): LstmState => {
      const { inputWeight, inputBias, hiddenWeight, hiddenBias } = layer.params;
      const both = add(
        matmul(input, inputWeight),
        matmul(reshape(hidden, [1, units]), reshape(hiddenWeight, [units, -1])),
      );
      const gates = add(add(both, inputBias), hiddenBias);
      const gate = (i: number): Tensor => slice(gates, [0, i * units], [1, (i + 1) * units]);
      const next = add(mul(sigmoid(gate(1)), cell), mul(sigmoid(gate(0)), tanh(gate(2))));
      return { hidden: mul(sigmoid(gate(3)), tanh(next)), cell: next };
    };
    const zero = tensor(new Float32Array(units), { shape: [1, units] });
    const byHand = [0, 1].reduce<LstmState>(
      (state, t) => step(reshape(slice(x, [0, t, 0], [1, t + 1, 3]), [1, 3]), state),
      {
        hidden: zero,
        cell: zero,
      },
    );
    expectClose(await layer(x).state.cell.data(), await byHand.cell.data(), 1e-6);
    const gradient = grad((input: Tensor) => sum(layer(input).output))(x);
    expect((await gradient.data()).every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
  });

  test("refuse what does not fit", () => {
    expect(() => gru(0, 4)).toThrow("gru: inputs must be a positive whole number; got 0");
    expect(() => gru(3, 4)(randomTensor([2, 5, 4], 1))).toThrow("gru: x must be [N, T, 3]");
    expect(() => rnn(3, 4)(randomTensor([2, 3], 1))).toThrow("rnn: x must be [N, T, 3]");
    expect(() => gru(3, 4)(randomTensor([2, 5, 3], 1), randomTensor([1, 2, 5], 1))).toThrow(
      "the state must be [D, N, H] = [1, 2, 4]",
    );
    const whole = tensor(new Int32Array(8), { shape: [1, 2, 4] }) as Tensor<DType> as Tensor;
    expect(() => gru(3, 4)(randomTensor([2, 5, 3], 1), whole)).toThrow(
      "gru: state must have the dtype of x and the weights; got i32",
    );
  });
});

test("a relu network of one unit counts", async () => {
  const layer = rnn(1, 1, { nonlinearity: "relu" });
  const one = (shape: readonly number[]): Tensor => tensor(new Float32Array([1]), { shape });
  const zero = (shape: readonly number[]): Tensor => tensor(new Float32Array([0]), { shape });
  const params = {
    inputWeight: one([1, 1]),
    inputBias: zero([1]),
    hiddenWeight: one([1, 1, 1]),
    hiddenBias: zero([1, 1]),
  };
  const x = tensor([[[1], [1], [-5], [1]]]) as Tensor;
  const [total, gradient] = valueAndGrad((input: Tensor) => sum(layer.with(params)(input).output))(x);
  expect(await total.item()).toBe(1 + 2 + 0 + 1);
  expect(await gradient.data()).toEqual(Float32Array.of(2, 1, 0, 1));
});
