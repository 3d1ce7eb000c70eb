/** @file Attention: the function of queries, keys and values, and the layer with several heads. Composites of matrix products and softmax. */
import {
  ir,
  logicalAnd,
  matmul,
  mul,
  permute,
  reshape,
  ShapeError,
  softmax,
  Tensor,
  transpose,
  where,
} from "@adjoint/core";
import { checkCount } from "./checks.ts";
import { dropout } from "./dropout.ts";
import { type Key, keysOf } from "./init.ts";
import { type CallOptions, type Layer, makeLayer } from "./layer.ts";
import { type LinearParams, linear } from "./linear.ts";

export interface AttentionOptions {
  /** True where a query may look at a key; broadcasts to […, T, S]. */
  readonly mask?: Tensor<"bool"> | undefined;
  /** A query looks at no key behind its own place. Default false. */
  readonly isCausal?: boolean;
  /** Factor of the scores. Default 1/√E. */
  readonly scale?: number;
  /** Applied to the weights, such as `dropout(0.1)`. */
  readonly dropout?: (weights: Tensor) => Tensor;
}

/** The score of what must not be seen: finite, so that a row without any key has no NaN, and within f16. */
const UNSEEN = -6e4;

/**
 * Σ softmax(q kᵀ · scale) v: each query's mean of the values, weighted by how its keys fit.
 *
 * Shapes: queries […, T, E], keys […, S, E], values […, S, V] → […, T, V]; leading axes broadcast.
 * Masked weights are exactly 0; a query that may look at no key gets 0, where PyTorch has NaN.
 * @throws {ShapeError} if shapes do not fit, or `isCausal` is asked for with T ≠ S.
 * @see Vaswani et al. (2017), arXiv:1706.03762
 */
export function scaledDotProductAttention(
  queries: Tensor,
  keys: Tensor,
  values: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const { scale = 1 / Math.sqrt(queries.shape.at(-1) ?? 1), dropout: drop } = options;
  const scores = mul(matmul(queries, transpose(keys)), scale);
  const visible = visibleOf(scores, options);
  if (visible === undefined) return matmul(drop?.(softmax(scores)) ?? softmax(scores), values);
  const weights = where(visible, softmax(where(visible, scores, UNSEEN)), 0);
  return matmul(drop?.(weights) ?? weights, values);
}

/** Where keys may be seen; undefined if they all may. */
function visibleOf(scores: Tensor, { mask, isCausal = false }: AttentionOptions): Tensor<"bool"> | undefined {
  if (!isCausal) return mask;
  const [rows = 0, columns = 0] = scores.shape.slice(-2);
  if (rows !== columns) {
    const rule = "isCausal needs as many queries as keys";
    throw new ShapeError({ op: "scaledDotProductAttention", rule, got: `${rows} and ${columns}`, hint: "give a mask" });
  }
  const shape = [rows, columns];
  const isPast = new Tensor<"bool">(ir.map("le", ir.iota(shape, 1), ir.iota(shape, 0)));
  return mask === undefined ? isPast : logicalAnd(isPast, mask);
}

export interface MultiHeadAttentionParams {
  /** [features, features] each, and their biases. */
  readonly query: LinearParams;
  readonly key: LinearParams;
  readonly value: LinearParams;
  readonly output: LinearParams;
}

export interface MultiHeadAttentionOptions {
  /** Adds biases. Default true. */
  readonly bias?: boolean;
  /** Part of the weights that is dropped in training. Default 0. */
  readonly dropout?: number;
  /** Extent of the context's last axis. Default: `features`. */
  readonly contextFeatures?: number;
  /** Key of the initial values. Default: drawn from the global generator. */
  readonly key?: Key;
}

/** What `multiHeadAttention` looks at when it is called. */
export interface AttentionCallOptions extends CallOptions {
  /** What keys and values are made of, [N, S, contextFeatures]. Default: the input, as self-attention. */
  readonly context?: Tensor;
  /** True where a query may look at a key: [T, S], [N, 1, T, S] or [N, heads, T, S]. */
  readonly mask?: Tensor<"bool">;
  /** True where a key counts, false where it pads: [N, S]. */
  readonly keyMask?: Tensor<"bool">;
  /** A query looks at no key behind its own place. Default false. */
  readonly isCausal?: boolean;
  /** Key of the draw of dropout. */
  readonly key?: Key;
}

/**
 * Attention with several heads, each with its own projections to features / heads dimensions.
 *
 * Shapes: x [N, T, features] → the same. Masks as for `scaledDotProductAttention`.
 * Initial values: those of `linear`; PyTorch draws its packed projection from Glorot's distribution.
 * @throws {ShapeError} if a size is not a positive whole number, or the heads do not divide the features.
 * @see Vaswani et al. (2017), arXiv:1706.03762
 * @example multiHeadAttention(64, 8)(x, { isCausal: true })
 */
export function multiHeadAttention(
  features: number,
  heads: number,
  options: MultiHeadAttentionOptions = {},
): Layer<MultiHeadAttentionParams, readonly [x: Tensor, options?: AttentionCallOptions], Tensor> {
  const { bias = true, dropout: rate = 0, contextFeatures = features } = options;
  checkCount("multiHeadAttention", { features, heads, contextFeatures });
  if (features % heads !== 0) {
    const rule = "the heads must divide the features";
    throw new ShapeError({ op: "multiHeadAttention", rule, got: `${features} features, ${heads} heads` });
  }
  const [query, key, value, output] = keysOf(options.key, 4).map((own, i) =>
    linear(
      i === 1 || i === 2 ? contextFeatures : features,
      features,
      own === undefined ? { bias } : { bias, key: own },
    ),
  ) as [Projection, Projection, Projection, Projection];
  const drop = dropout(rate);
  const params = { query: query.params, key: key.params, value: value.params, output: output.params };
  return makeLayer<MultiHeadAttentionParams, readonly [x: Tensor, options?: AttentionCallOptions], Tensor>(
    params,
    (own, x, call = {}) => {
      const { context = x, isTraining, keyMask, isCausal = false } = call;
      const attended = scaledDotProductAttention(
        splitHeads(query.with(own.query)(x), heads),
        splitHeads(key.with(own.key)(context), heads),
        splitHeads(value.with(own.value)(context), heads),
        {
          isCausal,
          mask: joinMasks(call.mask, keyMask),
          dropout: (weights) =>
            drop(weights, { ...(isTraining !== undefined && { isTraining }), ...(call.key && { key: call.key }) }),
        },
      );
      return output.with(own.output)(reshape(permute(attended, [0, 2, 1, 3]), x.shape));
    },
  );
}

type Projection = ReturnType<typeof linear>;

/** [N, T, features] → [N, heads, T, features / heads]. */
function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch = 0, steps = 0, features = 0] = x.shape;
  return permute(reshape(x, [batch, steps, heads, features / heads]), [0, 2, 1, 3]);
}

/** A mask [.., T, S] and one of keys [N, S] as one. */
function joinMasks(mask: Tensor<"bool"> | undefined, keyMask: Tensor<"bool"> | undefined): Tensor<"bool"> | undefined {
  if (keyMask === undefined) return mask;
  const [batch = 0, keys = 0] = keyMask.shape;
  const wide = reshape(keyMask, [batch, 1, 1, keys]);
  return mask === undefined ? wide : logicalAnd(mask, wide);
}
