/** @file The door of `nn`. */
export {
  type AttentionCallOptions,
  type AttentionOptions,
  type MultiHeadAttentionOptions,
  type MultiHeadAttentionParams,
  multiHeadAttention,
  scaledDotProductAttention,
} from "./attention.ts";
export { type ConvLayerOptions, type ConvParams, conv1d, conv2d } from "./conv.ts";
export { type DropoutOptions, dropout } from "./dropout.ts";
export { type EmbeddingParams, embedding } from "./embedding.ts";
export type { CallOptions, Layer, UnaryLayer } from "./layer.ts";
export { type LayerNormParams, layerNorm } from "./layer-norm.ts";
export { type LinearOptions, type LinearParams, linear } from "./linear.ts";
export {
  gru,
  type LstmResult,
  type LstmState,
  lstm,
  type RecurrentLayer,
  type RecurrentOptions,
  type RecurrentParams,
  type RecurrentResult,
  type RnnOptions,
  rnn,
} from "./recurrent/layers.ts";
export { sequential } from "./sequential.ts";
