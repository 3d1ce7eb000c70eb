/** @file What a workload is: plain data, so that it can be sent to the process of any engine. */

interface Base {
  /** Says all that matters: a name means the same work in every run. */
  readonly name: string;
  /** Workloads that differ in `size` alone: their times have a growth, and share a plot. */
  readonly family: string;
  /** What a family grows in. */
  readonly size: number;
  /** It belongs to the quick selection. */
  readonly isQuick: boolean;
}

/** out[M, N] = a · b, in float32. NN: a[M, K], b[K, N]; NT: b[N, K]; TN: a[K, M]. Output `out`. */
export interface Matmul extends Base {
  readonly kind: "matmul";
  readonly layout: "nn" | "nt" | "tn";
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** out[batch, edge, edge] = a[batch, edge, edge] · b[batch, edge, edge], in float32. Output `out`. */
export interface BatchMatmul extends Base {
  readonly kind: "batch-matmul";
  readonly batch: number;
  readonly edge: number;
}

/** GELU of `x`[count] in its tanh form, as a chain of elementwise operations. Output `out`. */
export interface Gelu extends Base {
  readonly kind: "gelu";
  readonly count: number;
}

/**
 * Softmax, or layer norm with `scale`[columns] and `shift`[columns] (ε = 1e-5, variance divided by the number of columns),
 * over the rows of `x`[rows, columns]. Output `out`.
 */
export interface RowMap extends Base {
  readonly kind: "softmax" | "layer-norm";
  readonly rows: number;
  readonly columns: number;
}

/** Mean cross-entropy of `logits`[rows, columns] against `labels`[rows], with its gradient. Outputs `loss`[1], `gradient`. */
export interface CrossEntropy extends Base {
  readonly kind: "cross-entropy";
  readonly rows: number;
  readonly columns: number;
}

/**
 * 3×3 convolution of `x` with `w`, stride 1, zero padding 1, and the gradients of the sum of its squares, halved. Inputs in
 * the layout [N, C, H, W] and [O, C, 3, 3], brought to the engine's own beforehand. Outputs `out`, `dx`, `dw`, in the same.
 * `conv-forward` is the convolution alone.
 */
export interface Conv extends Base {
  readonly kind: "conv" | "conv-forward";
  readonly batch: number;
  readonly channels: number;
  readonly edge: number;
}

/**
 * The sum over a batch of CTC losses (blank 0) of `logits`[batch, frames, classes] against `labels`[batch, labels], with its
 * gradient. Outputs `losses`[batch] or, where an engine gives only that, their sum `loss`[1]; and `gradient`.
 */
export interface Ctc extends Base {
  readonly kind: "ctc";
  readonly batch: number;
  readonly frames: number;
  readonly labels: number;
  readonly classes: number;
}

/** Training, from given weights on one given batch. A run is a step, and ends when its loss is read. Output `loss`[1]. */
interface Training extends Base {
  /** How many steps are taken before the time is: their losses are compared. */
  readonly steps: number;
}

/**
 * Layers x·w + b of `sizes` with ReLU between them, mean softmax cross-entropy against `labels`[batch], Adam at
 * learning rate 1e-3 (β 0.9 and 0.999, bias-corrected, ε 1e-8 outside the root). Inputs `x`, `labels`, and for layer i `w<i>`[in, out], `b<i>`[out].
 */
export interface Mlp extends Training {
  readonly kind: "mlp" | "memory";
  readonly batch: number;
  readonly sizes: readonly number[];
}

/**
 * One LSTM layer (gates in the order i, f, g, o; one bias), a linear layer on what it gives for the last frame, and mean softmax
 * cross-entropy, with Adam as in `Mlp`. Inputs as of `LstmCtc`, but `labels`[batch].
 */
export interface Lstm extends Training {
  readonly kind: "lstm";
  readonly batch: number;
  readonly frames: number;
  readonly features: number;
  readonly hidden: number;
  readonly classes: number;
}

/**
 * One LSTM layer (gates in the order i, f, g, o; one bias), a linear layer, and the mean over the batch of CTC losses (sums
 * over frames, not divided by the number of labels), with Adam as in `Mlp`. Inputs `x`[batch, frames, features],
 * `labels`[batch, labels], `wx`[features, 4·hidden], `wh`[hidden, 4·hidden], `b`[4·hidden], `wo`[hidden, classes], `bo`[classes].
 */
export interface LstmCtc extends Training {
  readonly kind: "lstm-ctc";
  readonly batch: number;
  readonly frames: number;
  readonly features: number;
  readonly hidden: number;
  readonly labels: number;
  readonly classes: number;
}

/**
 * One block of a decoder: x + attention(norm(x)), then x + mlp(norm(x)), then a linear layer to `classes`, mean softmax
 * cross-entropy over all positions, Adam as in `Mlp`. Attention is causal, with `heads` heads and scale 1/√(width/heads); no
 * biases in it; the MLP is width → 4·width → width with tanh GELU and biases. Norms as in `RowMap`. Inputs
 * `x`[batch, length, width], `labels`[batch, length], `scale1 shift1 scale2 shift2`[width], `wq wk wv wo`[width, width],
 * `w1`[width, 4·width], `b1`, `w2`[4·width, width], `b2`, `w3`[width, classes], `b3`.
 */
export interface Transformer extends Training {
  readonly kind: "transformer";
  readonly batch: number;
  readonly length: number;
  readonly width: number;
  readonly heads: number;
  readonly classes: number;
}

/** `x`[elements] plus `y`[elements], `count` times in a chain, one operation each as users write it. Output `out`. */
export interface TinyOps extends Base {
  readonly kind: "tiny-ops";
  readonly count: number;
  readonly elements: number;
}

/**
 * Describing to the engine, without computing, the sum of a chain of `count` operations (alternately sine, and times `y`)
 * on `x`[elements], and its gradient by `x`; `y`[elements] are ones. For engines that have graphs. Output `out`[1] is the
 * sum, `gradient` the gradient.
 */
export interface GraphBuilding extends Base {
  readonly kind: "graph-building";
  readonly count: number;
  readonly elements: number;
}

/** From before the engine is loaded, in a new process, to the softmax of a product `a`[size, size] · `b`. Output `out`. */
export interface ColdStart extends Base {
  readonly kind: "cold-start";
}

/** What machines allow, measured by loops that do nothing else. No outputs. */
export interface LimitProbe extends Base {
  readonly kind: "limit";
  /** `fma`: register-only fused or separate multiply-adds; `copy`: of `bytes`; `dispatch`: of nothing; `readback`: of 4 bytes. */
  readonly of: "fma" | "copy" | "dispatch" | "readback";
  readonly threads: "one" | "all";
  /** Of multiply-adds, each of which is two: by all threads together. Otherwise 0. */
  readonly flops: number;
  /** Of a copy: read and written together. */
  readonly bytes: number;
  /** How often a run copies them. */
  readonly times: number;
}

export type Workload =
  | Matmul
  | BatchMatmul
  | Gelu
  | RowMap
  | CrossEntropy
  | Conv
  | Ctc
  | Mlp
  | Lstm
  | LstmCtc
  | Transformer
  | TinyOps
  | GraphBuilding
  | ColdStart
  | LimitProbe;

export type WorkloadKind = Workload["kind"];

/** The workload of a kind. */
export type WorkloadOf<K extends WorkloadKind> = HavingKind<Workload, K>;

/** Those of W, one by one, that may be of kind K; some types stand for several kinds. */
type HavingKind<W, K> = W extends { readonly kind: infer J } ? (K extends J ? W : never) : never;

export type TrainingWorkload = Mlp | Lstm | LstmCtc | Transformer;

/** It has steps and a loss. */
export function isTraining(of: Workload): of is TrainingWorkload {
  return "steps" in of;
}
