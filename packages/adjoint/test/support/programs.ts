/** @file Programs that use most of the library, on tensors large enough that a backend splits their work. */
import {
  crossEntropy,
  ctcLoss,
  cumsum,
  type DType,
  grad,
  nn,
  optim,
  rand,
  randint,
  randn,
  random,
  scatterAdd,
  sort,
  type Tensor,
  valueAndGrad,
  zeros,
} from "adjoint";

export type Results = readonly Tensor<DType>[];

/** By name; each draws its inputs from the global generator. */
export const PROGRAMS: Readonly<Record<string, () => Results>> = {
  "a training step of a network with dropout": () => {
    const first = nn.linear(300, 257);
    const second = nn.linear(257, 10);
    const drop = nn.dropout(0.2);
    const params = { first: first.params, second: second.params };
    const opt = optim.adam(params, { lr: 1e-2 });
    const x = randn([200, 300]);
    const labels = randint(0, 10, [200]);
    const loss = (p: typeof params): Tensor =>
      crossEntropy(second.with(p.second)(drop(first.with(p.first)(x).gelu())), labels);
    const values = Array.from({ length: 2 }, () => {
      const [value, grads] = valueAndGrad(loss)(params);
      opt.step(optim.clipGlobalNorm(grads, 1));
      return value;
    });
    return [...values, params.first.weight, params.second.weight];
  },
  "a training step of a recurrent network with CTC": () => {
    const layer = nn.gru(24, 32, { bidirectional: true });
    const head = nn.linear(64, 12);
    const params = { layer: layer.params, head: head.params };
    const opt = optim.sgd(params, { lr: 0.1, momentum: 0.9 });
    const x = randn([17, 60, 24]);
    const labels = randint(1, 12, [17, 8]);
    const loss = (p: typeof params): Tensor =>
      ctcLoss(head.with(p.head)(layer.with(p.layer)(x).output), labels, { labelLengths: new Array(17).fill(7) });
    const [value, grads] = valueAndGrad(loss)(params);
    opt.step(grads);
    return [value, params.layer.hiddenWeight, params.layer.inputWeight, params.head.weight];
  },
  "a training step of an LSTM": () => {
    const layer = nn.lstm(9, 20);
    const x = randn([33, 40, 9]);
    const grads = grad((p: typeof layer.params) => layer.with(p)(x).output.square().mean())(layer.params);
    return [grads.hiddenWeight, grads.inputWeight, grads.inputBias];
  },
  sorting: () => {
    const { values, indices } = sort(randint(0, 50, [9, 5000]));
    return [values, indices, sort(rand([300, 70]), 0).indices, random.permutation(random.key(1), 5000)];
  },
  "running sums": () => [cumsum(rand([3, 30_000])), cumsum(rand([200, 300]), 0)],
  "scattered sums": () => [
    scatterAdd(zeros([50, 64]), randint(0, 50, [4000]), rand([4000, 64])),
    scatterAdd(zeros([30]), randint(0, 30, [20_000]), rand([20_000])),
  ],
  reductions: () => {
    const x = randn([700, 900]);
    return [x.sum(), x.mean(0), x.max(1), x.variance(), x.variance(0), x.logSumExp(1), x.argmax(0), x.sum(1).norm()];
  },
  products: () => [
    randn([130, 514]).matmul(randn([514, 67])),
    randn([7, 33, 40]).matmul(randn([7, 40, 21])),
    randn([3000]).matmul(randn([3000, 31])),
  ],
  "products and what follows them": () => {
    const x = randn([290, 70]);
    const hidden = x
      .matmul(randn([70, 530]))
      .add(randn([530]))
      .gelu();
    const scores = randn([5, 67, 16])
      .matmul(randn([5, 16, 90]))
      .mul(0.25);
    const wide = randn([9, 40])
      .matmul(randn([40, 2500]))
      .relu();
    return [hidden, hidden.matmul(randn([530, 70])).add(x), scores.softmax(), scores, wide, wide.sum(1)];
  },
  "random numbers": () => [rand([40_000]), randn([40_000])],
};
