/** @file A block of a decoder, trained. */
import { add, matMul, mul, reshape, softmax, type Tensor, tensor2d, transpose } from "@tensorflow/tfjs-core";
import type { Transformer } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { geluTanh } from "./gelu.ts";
import { load, loadOneHot } from "./load.ts";
import { normaliseRows } from "./rows.ts";
import { loadParameter, trainingJob } from "./training-job.ts";

export function transformer(of: Transformer, inputs: Inputs): Promise<Job> {
  const { batch, length, width, classes } = of;
  const parameter = (name: string) => loadParameter(inputs, name);
  const [scale1, shift1, scale2, shift2] = [
    parameter("scale1"),
    parameter("shift1"),
    parameter("scale2"),
    parameter("shift2"),
  ];
  const [wq, wk, wv, wo] = [parameter("wq"), parameter("wk"), parameter("wv"), parameter("wo")];
  const [w1, w2, w3] = [parameter("w1"), parameter("w2"), parameter("w3")];
  const [b1, b2, b3] = [parameter("b1"), parameter("b2"), parameter("b3")];
  // Positions are rows: products of two matrices are its fastest.
  const given = load(inputs, "x");
  const x = reshape(given, [batch * length, width]);
  const labels = loadOneHot(inputs, classes);
  const mask = causalMask(length);
  return trainingJob({
    data: [given, x, labels, mask],
    parameters: [scale1, shift1, scale2, shift2, wq, wk, wv, wo, w1, w2, w3, b1, b2, b3],
    loss() {
      const first = normaliseRows(x, scale1, shift1);
      const heads = attend(of, mask, matMul(first, wq), matMul(first, wk), matMul(first, wv));
      const attended = add(x, matMul(heads, wo));
      const second = normaliseRows(attended, scale2, shift2);
      const out = add(attended, add(matMul(geluTanh(add(matMul(second, w1), b1)), w2), b2));
      return meanCrossEntropy(labels, add(matMul(out, w3), b3));
    },
  });
}

/** Causal attention of all heads. Shapes: q, k, v [batch · length, width] → the same. */
function attend({ batch, length, width, heads }: Transformer, mask: Tensor, q: Tensor, k: Tensor, v: Tensor): Tensor {
  const depth = width / heads;
  const split = (t: Tensor) => transpose(reshape(t, [batch, length, heads, depth]), [0, 2, 1, 3]);
  const scores = mul(matMul(split(q), split(k), false, true), 1 / Math.sqrt(depth));
  const mixed = matMul(softmax(add(scores, mask)), split(v));
  return reshape(transpose(mixed, [0, 2, 1, 3]), [batch * length, width]);
}

/** Added to scores: 0 for positions up to its own, and for later ones a number that leaves nothing of them. */
function causalMask(length: number): Tensor {
  const rows = Array.from({ length }, (_, row) => Array.from({ length }, (_, column) => (column > row ? -1e9 : 0)));
  return tensor2d(rows);
}
