/** @file The door of `losses`. */
export { type BinaryCrossEntropyOptions, binaryCrossEntropyWithLogits } from "./binary-cross-entropy-with-logits.ts";
export { type CrossEntropyOptions, crossEntropy } from "./cross-entropy.ts";
export { type CtcDecoding, type CtcGreedyDecodeOptions, ctcGreedyDecode } from "./ctc-greedy-decode.ts";
export { type CtcLossOptions, ctcComposite, ctcLoss, type Lengths } from "./ctc-loss.ts";
export { editDistance, type Sequence } from "./edit-distance.ts";
export { cer, wer } from "./error-rate.ts";
export { type MseOptions, mse } from "./mse.ts";
export type { LossOptions, Reduction, WeightedLossOptions } from "./options.ts";
