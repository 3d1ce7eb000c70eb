/**
 * @file The nominal cost of workloads: the least work that their definition asks for, and the least memory traffic. No engine
 * need reach it, and none can stay below without computing something else, up to what follows.
 *
 * FLOPs: an addition, multiplication, comparison, division, root or transcendental function is 1, so a multiply-add is 2.
 * Bytes: numbers have 4. Inputs are read once and outputs written once; what lies between may stay in registers and caches
 * and is not counted. Training reads and writes parameters and both moments, and writes and reads gradients.
 */
import { lstmCost, lstmCtcCost, mlpCost, transformerCost } from "./training-cost.ts";
import type { Conv, Ctc, LimitProbe, Matmul, Workload } from "./types.ts";
import { CROSS_ENTROPY, ctcFlops, GELU, LAYER_NORM, SOFTMAX } from "./unit-costs.ts";

/** Of one run. */
export interface Cost {
  readonly flops: number;
  readonly bytes: number;
}

export function costOf(of: Workload): Cost {
  switch (of.kind) {
    case "matmul":
      return matmulCost(of);
    case "batch-matmul":
      return { flops: 2 * of.batch * of.edge ** 3, bytes: 4 * 3 * of.batch * of.edge ** 2 };
    case "gelu":
      return { flops: GELU * of.count, bytes: 4 * 2 * of.count };
    case "softmax":
      return { flops: SOFTMAX * of.rows * of.columns, bytes: 4 * 2 * of.rows * of.columns };
    case "layer-norm":
      return { flops: LAYER_NORM * of.rows * of.columns, bytes: 4 * (2 * of.rows + 2) * of.columns };
    case "cross-entropy":
      return { flops: CROSS_ENTROPY * of.rows * of.columns, bytes: 4 * (2 * of.rows * of.columns + of.rows + 1) };
    case "conv":
    case "conv-forward":
      return convCost(of);
    case "ctc":
      return ctcCost(of);
    case "mlp":
    case "memory":
      return mlpCost(of);
    case "lstm":
      return lstmCost(of);
    case "lstm-ctc":
      return lstmCtcCost(of);
    case "transformer":
      return transformerCost(of);
    case "tiny-ops":
      return { flops: of.count * of.elements, bytes: 4 * 3 * of.elements };
    case "graph-building":
      // It describes work, and does none.
      return { flops: 0, bytes: 0 };
    case "cold-start":
      return { flops: 2 * of.size ** 3 + SOFTMAX * of.size ** 2, bytes: 4 * 3 * of.size ** 2 };
    case "limit":
      return limitCost(of);
    default:
      return of satisfies never;
  }
}

function matmulCost({ m, k, n }: Matmul): Cost {
  return { flops: 2 * m * k * n, bytes: 4 * (m * k + k * n + m * n) };
}

/** Forward and either gradient are a multiply-add for each pair of pixels under a tap; padding has no pixels. */
function convCost({ kind, batch, channels, edge }: Conv): Cost {
  const taps = (3 * edge - 2) ** 2;
  const image = batch * channels * edge ** 2;
  const weights = 9 * channels ** 2;
  const once = 2 * batch * channels ** 2 * taps;
  if (kind === "conv-forward") return { flops: once, bytes: 4 * (2 * image + weights) };
  // x, out and dx; w and dw.
  return { flops: 3 * once, bytes: 4 * (3 * image + 2 * weights) };
}

function ctcCost({ batch, frames, labels, classes }: Ctc): Cost {
  const logits = batch * frames * classes;
  return { flops: ctcFlops(batch, frames, labels, classes), bytes: 4 * (2 * logits + batch * labels + batch) };
}

function limitCost({ flops, bytes, times }: LimitProbe): Cost {
  return { flops, bytes: bytes * times };
}
