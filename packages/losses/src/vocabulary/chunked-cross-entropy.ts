/** @file Cross-entropy of x Wᵀ + b by chunks of rows, with its gradients, so that only one chunk of logits exists at a time. */
import { vjp } from "@adjoint/autograd";
import {
  add,
  concat,
  expandDims,
  extentOf,
  ir,
  matmul,
  notEqual,
  slice,
  sum,
  type Tensor,
  transpose,
  where,
} from "@adjoint/core";
import { labelCrossEntropy } from "../label-cross-entropy.ts";
import { rowsAfter } from "./rows-after.ts";

/** The tensors that have gradients. */
export interface LinearParts {
  /** [N, H], N ≥ 1. */
  readonly x: Tensor;
  /** [C, H]. */
  readonly weight: Tensor;
  /** [C]. */
  readonly bias: Tensor | undefined;
}

export interface LinearTarget {
  readonly labels: Tensor<"i32">;
  readonly classWeight: Tensor | undefined;
  readonly ignoreIndex: number | undefined;
  readonly smoothing: number;
  /** Rows of a chunk. */
  readonly rows: number;
}

/** Which gradients are asked for. */
export type Wanted = { readonly [K in keyof LinearParts]: boolean };

export interface ChunkedResult {
  /** [N]. */
  readonly losses: Tensor;
  readonly gradients: { readonly [K in keyof LinearParts]: Tensor | undefined };
}

/** Losses of given logits. */
export function rowLosses(logits: Tensor, labels: Tensor<"i32">, target: LinearTarget): Tensor {
  const { classWeight: weight, ignoreIndex, smoothing } = target;
  return labelCrossEntropy(logits, labels, { reduction: "none", axis: 1, weight, ignoreIndex, smoothing });
}

export function linearLogits({ x, weight, bias }: LinearParts): Tensor {
  const product = matmul(x, transpose(weight));
  return bias === undefined ? product : add(product, bias);
}

/** `x` with 0 in ignored rows: what they hold would reach the gradient of the weights, multiplied by 0. */
export function keptRows(x: Tensor, labels: Tensor<"i32">, { ignoreIndex }: LinearTarget): Tensor {
  return ignoreIndex === undefined ? x : where(notEqual(expandDims(labels, 1), ignoreIndex), x, 0);
}

/** Losses of all rows, and of Σ cotangent · loss the gradients that are wanted. No tracked nodes come out. */
export function chunkedCrossEntropy(
  parts: LinearParts,
  target: LinearTarget,
  wanted?: Wanted,
  cotangents?: Tensor,
): ChunkedResult {
  return ir.withTracking(false, () => {
    const count = extentOf(parts.x.shape, 0);
    const chunks = Array.from({ length: Math.ceil(count / target.rows) }, (_, i) => i * target.rows);
    let sums: Pick<ChunkGradients, "weight" | "bias"> = { weight: undefined, bias: undefined };
    let earlier: Tensor[] = [];
    const losses: Tensor[] = [];
    const slopes: Tensor[] = [];
    for (const begin of chunks) {
      const end = Math.min(begin + target.rows, count);
      const labels = slice(target.labels, [begin], [end]);
      const x = keptRows(rowsAfter(parts.x, begin, end, earlier), labels, target);
      const logits = linearLogits({ ...parts, x });
      const [loss, pullback] = vjp((z: Tensor) => rowLosses(z, labels, target), logits);
      losses.push(loss);
      earlier = [loss];
      if (wanted === undefined || cotangents === undefined) continue;
      const [slope] = pullback(slice(cotangents, [begin], [end]));
      const gradients = chunkGradients(x, parts.weight, slope, wanted, sums);
      sums = gradients;
      if (gradients.x !== undefined) slopes.push(gradients.x);
      earlier = [loss, gradients.x, gradients.weight, gradients.bias].filter((t) => t !== undefined);
    }
    return {
      losses: concat(losses),
      gradients: { x: slopes.length === 0 ? undefined : concat(slopes), weight: sums.weight, bias: sums.bias },
    };
  });
}

interface ChunkGradients {
  readonly x: Tensor | undefined;
  /** Sums over all chunks so far. */
  readonly weight: Tensor | undefined;
  readonly bias: Tensor | undefined;
}

function chunkGradients(
  x: Tensor,
  weight: Tensor,
  slope: Tensor,
  wanted: Wanted,
  before: Pick<ChunkGradients, "weight" | "bias">,
): ChunkGradients {
  return {
    x: wanted.x ? matmul(slope, weight) : undefined,
    weight: wanted.weight ? accumulate(before.weight, matmul(transpose(slope), x)) : undefined,
    bias: wanted.bias ? accumulate(before.bias, sum(slope, 0)) : undefined,
  };
}

/** As the next chunk waits for the sum, no kernel can add all chunks at the end, where each would have to be kept. */
function accumulate(before: Tensor | undefined, next: Tensor): Tensor {
  return before === undefined ? next : add(before, next);
}
