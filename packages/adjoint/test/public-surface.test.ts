import * as adjoint from "adjoint";
import { describe, expect, it } from "vitest";

const words = (text: string): string[] => text.trim().split(/\s+/);

const FUNCTIONS = words(`
  configure backendInfo memory explain profile scope realize
  tensor zeros ones full arange linspace eye manualSeed rand randn randint
  add sub mul div pow neg exp log sqrt sin cos tanh sigmoid relu gelu silu softplus abs sign floor round clip maximum
  minimum where equal less greater logicalAnd logicalOr logicalNot
  sum mean max min prod variance std argmax argmin all any logSumExp norm
  matmul dot einsum transpose permute reshape flatten squeeze expandDims broadcastTo concat stack split slice pad flip tile
  gather takeAlongAxis scatterAdd oneHot cumsum sort topk softmax logSoftmax layerNorm
  conv1d conv2d convTranspose1d convTranspose2d maxPool1d maxPool2d avgPool1d avgPool2d
  grad valueAndGrad vjp customVjp trace noGrad gradcheck
  mse crossEntropy binaryCrossEntropyWithLogits ctcLoss ctcGreedyDecode editDistance cer wer
  Tensor AdjointError ShapeError DTypeError BackendError DeviceLostError UsageError
`);

const NAMESPACES: Readonly<Record<string, readonly string[]>> = {
  random: words("key uniform normal randint bernoulli"),
  optim: words("sgd adam adamw rmsprop adagrad"),
  estimators: words("SGDRegressor SGDClassifier"),
  nn: words(
    "linear conv1d conv2d layerNorm dropout embedding rnn lstm gru multiHeadAttention scaledDotProductAttention",
  ),
};

const METHODS = words(`
  data item array dispose backward add sub mul div pow neg exp log sqrt tanh sigmoid relu sum mean max min variance std
  argmax matmul transpose permute reshape flatten squeeze expandDims broadcastTo split slice pad flip gather
  takeAlongAxis scatterAdd oneHot cumsum sort topk softmax logSoftmax conv1d conv2d convTranspose2d maxPool2d avgPool2d
`);

/** What only the library's own packages use. */
const INTERNAL = words(
  "Node ir k stepNodes realizeNodes registerBackend SCALARS buildKernel leafOf setBackwardHook lower",
);

const exported: Readonly<Record<string, unknown>> = adjoint;

describe("the public surface", () => {
  it.each(FUNCTIONS)("has %s", (name) => {
    expect(typeof exported[name]).toBe("function");
  });

  it.each(Object.entries(NAMESPACES))("has the namespace %s", (name, members) => {
    const namespace = exported[name] as Readonly<Record<string, unknown>>;
    for (const member of members) expect(typeof namespace[member], member).toBe("function");
  });

  it.each(METHODS)("has the method %s", (name) => {
    expect(name in adjoint.Tensor.prototype).toBe(true);
  });

  it.each(INTERNAL)("keeps %s to itself", (name) => {
    expect(name in exported).toBe(false);
  });
});
