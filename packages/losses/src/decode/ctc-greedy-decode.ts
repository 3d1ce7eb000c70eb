/** @file Best-path decoding of CTC. */
import { argmax, logSumExp, max, permute, sub, type Tensor } from "@adjoint/core";
import { checkBlank } from "../check.ts";
import { checkFrames, type FrameOptions, readLengths } from "./frames.ts";

export interface CtcGreedyDecodeOptions extends Omit<FrameOptions, "input"> {
  /** The class that stands for no label. Default 0. */
  readonly blank?: number | undefined;
  /** Equal neighbours without a blank between them count once. Default true. */
  readonly mergeRepeated?: boolean | undefined;
}

/** What was read in one sequence. */
export interface CtcDecoding {
  readonly labels: readonly number[];
  /** By which decoders choose. Greedy: the sum of the greatest logit of each frame. Beam search: see there. */
  readonly score: number;
  /** Greedy: of the best path alone. Beam search: of all paths to these labels that stayed in the beam. */
  readonly logProbability: number;
}

const OP = "ctcGreedyDecode";

/**
 * The labels of the most likely class of each frame: repetitions merged, then blanks dropped. The lowest class wins ties.
 *
 * Shapes: logits f32[N, T, C] ([T, N, C] if `timeMajor`) → N decodings.
 * Scores: `score` sums logits as they are; Keras and TensorFlow negate it. `logProbability` sums log-probabilities under a
 * softmax. Of log-probabilities as input, both are the same. NaN in a frame within the length makes both NaN.
 * No frames: no labels, and both scores 0.
 * @throws {ShapeError} if shapes, lengths or the blank do not fit.
 * @throws {DTypeError} if the logits are not floats.
 * @see Graves et al. (2006), Connectionist temporal classification, section 3.2
 * @example const [reading] = await ctcGreedyDecode(logits); reading.labels // [3, 1, 4]
 */
export async function ctcGreedyDecode(logits: Tensor, options: CtcGreedyDecodeOptions = {}): Promise<CtcDecoding[]> {
  const { blank = 0, mergeRepeated = true, timeMajor = false } = options;
  const { x, items, frames, classes } = checkFrames(OP, logits, timeMajor);
  checkBlank(OP, blank, classes);
  const ordered = timeMajor ? permute(x, [1, 0, 2]) : x;
  const lengths = await readLengths(OP, "inputLengths", options.inputLengths, items, frames);
  const best = argmax(ordered, 2);
  const score = max(ordered, 2);
  const logProbability = sub(score, logSumExp(ordered, 2));
  const [classData, scoreData, logData] = await Promise.all([best.data(), score.data(), logProbability.data()]);
  return lengths.map((length, item) => {
    const range: [number, number] = [item * frames, item * frames + length];
    return {
      labels: collapse(classData.subarray(...range), blank, mergeRepeated),
      score: total(scoreData.subarray(...range)),
      logProbability: total(logData.subarray(...range)),
    };
  });
}

const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

/** The labels that a path of classes stands for. */
function collapse(path: ArrayLike<number>, blank: number, mergeRepeated: boolean): number[] {
  return Array.from(path).filter((label, t) => label !== blank && !(mergeRepeated && t > 0 && label === path[t - 1]));
}
