/** @file The door of `losses`. */
export { type BinaryCrossEntropyOptions, binaryCrossEntropyWithLogits } from "./binary-cross-entropy-with-logits.ts";
export {
  binaryCrossEntropy,
  type ProbabilityBinaryCrossEntropyOptions,
} from "./classification/binary-cross-entropy.ts";
export {
  type CategoricalCrossEntropyOptions,
  categoricalCrossEntropy,
} from "./classification/categorical-cross-entropy.ts";
export { type CategoricalFocalOptions, categoricalFocal } from "./classification/categorical-focal.ts";
export type { ClassLossOptions } from "./classification/class-loss.ts";
export { type FocalOptions, focal } from "./classification/focal.ts";
export {
  type GeneralizedCrossEntropyOptions,
  generalizedCrossEntropy,
} from "./classification/generalized-cross-entropy.ts";
export { nll } from "./classification/nll.ts";
export { type PolyLossOptions, polyLoss } from "./classification/poly-loss.ts";
export { smoothLabels } from "./classification/smooth-labels.ts";
export { type CrossEntropyOptions, crossEntropy } from "./cross-entropy.ts";
export { type CtcLossOptions, ctcComposite, ctcLoss, type Lengths } from "./ctc-loss.ts";
export { ctcLossFromLogProbs } from "./ctc-loss-from-log-probs.ts";
export { type CtcBeamSearchOptions, ctcBeamSearchDecode } from "./decode/ctc-beam-search-decode.ts";
export { type CtcAlignment, type CtcForcedAlignOptions, ctcForcedAlign } from "./decode/ctc-forced-align.ts";
export { type CtcDecoding, type CtcGreedyDecodeOptions, ctcGreedyDecode } from "./decode/ctc-greedy-decode.ts";
export type { FrameInput } from "./decode/frames.ts";
export type { CtcScorer } from "./decode/label-scorer.ts";
export { type CtcSpan, mergeTokens } from "./decode/merge-tokens.ts";
export type { DivergenceOptions } from "./divergence/divergence.ts";
export { type FenchelYoungLoss, fenchelYoung } from "./divergence/fenchel-young.ts";
export { generalizedKl } from "./divergence/generalized-kl.ts";
export { klDivergence } from "./divergence/kl-divergence.ts";
export { multiclassSparsemax } from "./divergence/multiclass-sparsemax.ts";
export { sparsemax } from "./divergence/sparsemax.ts";
export { type EditDistanceOptions, editDistance, type Sequence } from "./edit-distance.ts";
export { type CircleOptions, circle } from "./embedding/circle.ts";
export { type CosineEmbeddingOptions, cosineEmbedding } from "./embedding/cosine-embedding.ts";
export { type HingeEmbeddingOptions, hingeEmbedding } from "./embedding/hinge-embedding.ts";
export { type NtxentOptions, ntxent } from "./embedding/ntxent.ts";
export { type TripletOptions, triplet } from "./embedding/triplet.ts";
export {
  type TripletMarginOptions,
  type TripletWithDistanceOptions,
  tripletWithDistance,
} from "./embedding/triplet-with-distance.ts";
export { cer, type ErrorRateOptions, wer } from "./error-rate.ts";
export { type CategoricalHingeOptions, categoricalHinge } from "./margin/categorical-hinge.ts";
export { exponential } from "./margin/exponential.ts";
export { hinge } from "./margin/hinge.ts";
export { logistic, softMargin } from "./margin/logistic.ts";
export { modifiedHuber } from "./margin/modified-huber.ts";
export { multiLabelMargin } from "./margin/multi-label-margin.ts";
export { type MultiLabelSoftMarginOptions, multiLabelSoftMargin } from "./margin/multi-label-soft-margin.ts";
export { type MultiMarginOptions, multiMargin } from "./margin/multi-margin.ts";
export { multiclassHinge, multiclassPerceptron } from "./margin/multiclass-hinge.ts";
export { perceptron } from "./margin/perceptron.ts";
export type { RowScoreOptions } from "./margin/row-scores.ts";
export type { SignedLossOptions } from "./margin/signed.ts";
export { squaredHinge } from "./margin/squared-hinge.ts";
export type { MultiOutputOptions, RawOutputOptions } from "./metrics/average.ts";
export { d2AbsoluteErrorScore, d2PinballScore, d2TweedieScore } from "./metrics/d2-scores.ts";
export {
  meanGammaDeviance,
  meanPoissonDeviance,
  meanTweedieDeviance,
  type TweedieDevianceOptions,
} from "./metrics/deviances.ts";
export {
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanPinballLoss,
  meanSquaredError,
  meanSquaredLogError,
  medianAbsoluteError,
  type PinballLossOptions,
  rootMeanSquaredError,
  rootMeanSquaredLogError,
} from "./metrics/error-metrics.ts";
export type { Outputs, SampleWeightOptions } from "./metrics/input.ts";
export { type JaccardOptions, jaccardScore } from "./metrics/jaccard-score.ts";
export { accuracy, type CountOptions, hammingLoss, type Label, type Labels, zeroOneLoss } from "./metrics/labels.ts";
export { brierScore, hingeLoss, type LogLossOptions, logLoss } from "./metrics/probability-metrics.ts";
export { coverageError, labelRankingLoss } from "./metrics/ranking-metrics.ts";
export { explainedVariance, type RawScoreOptions, r2Score, type ScoreOptions } from "./metrics/scores.ts";
export { type MseOptions, mse } from "./mse.ts";
export type { LossOptions, Reduction, WeightedLossOptions } from "./options.ts";
export { type MarginRankingOptions, marginRanking } from "./ranking/margin-ranking.ts";
export { meanPairwiseSquaredError } from "./ranking/mean-pairwise-squared-error.ts";
export { type RankingSoftmaxOptions, rankingSoftmax } from "./ranking/ranking-softmax.ts";
export { type CosineOptions, cosineDistance, cosineSimilarity } from "./regression/cosine.ts";
export {
  type EpsilonInsensitiveOptions,
  epsilonInsensitive,
  squaredEpsilonInsensitive,
} from "./regression/epsilon-insensitive.ts";
export { type GammaNllOptions, gammaNll } from "./regression/gamma-nll.ts";
export { type GaussianNllOptions, gaussianNll } from "./regression/gaussian-nll.ts";
export { type HuberOptions, huber } from "./regression/huber.ts";
export { logCosh } from "./regression/log-cosh.ts";
export { mae } from "./regression/mae.ts";
export { type MapeOptions, mape } from "./regression/mape.ts";
export { type MsleOptions, msle, type RmsleOptions, rmsle } from "./regression/msle.ts";
export { type PoissonNllOptions, poissonNll } from "./regression/poisson-nll.ts";
export { type QuantileOptions, quantile } from "./regression/quantile.ts";
export { type RmseOptions, rmse } from "./regression/rmse.ts";
export { type SmoothL1Options, smoothL1 } from "./regression/smooth-l1.ts";
export { type TweedieOptions, tweedie } from "./regression/tweedie.ts";
export { type BinaryDiceOptions, binaryDice } from "./segmentation/binary-dice.ts";
export { type DiceOptions, dice } from "./segmentation/dice.ts";
export { type GeneralizedDiceOptions, generalizedDice } from "./segmentation/generalized-dice.ts";
export type { OverlapOptions } from "./segmentation/overlap.ts";
export { type TverskyOptions, tversky } from "./segmentation/tversky.ts";
export { type RnntLossOptions, rnntComposite, rnntLoss } from "./transducer/rnnt-loss.ts";
export { rnntLossFromLogProbs } from "./transducer/rnnt-loss-from-log-probs.ts";
export { adaptiveLogProbabilities, adaptiveLogSoftmax } from "./vocabulary/adaptive-log-softmax.ts";
export {
  type AdaptiveParams,
  type AdaptiveSizes,
  type AdaptiveTail,
  adaptiveShapes,
} from "./vocabulary/adaptive-params.ts";
export { type LogExpectedCount, logUniformClasses, logUniformCount } from "./vocabulary/candidates.ts";
export { type LinearCrossEntropyOptions, linearCrossEntropy } from "./vocabulary/linear-cross-entropy.ts";
export { nce } from "./vocabulary/nce.ts";
export type { SampledOptions } from "./vocabulary/sampled-logits.ts";
export { sampledSoftmax } from "./vocabulary/sampled-softmax.ts";
