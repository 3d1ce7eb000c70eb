/** @file Prefix beam search of CTC: what it takes, checked, and the search over a batch. */
import { type Tensor, UsageError } from "@adjoint/core";
import { checkBlank } from "../check.ts";
import { checkFinite } from "../check-number.ts";
import { BeamSearch, type BeamSettings } from "./beam-search.ts";
import type { CtcDecoding } from "./ctc-greedy-decode.ts";
import { type FrameOptions, type Frames, readFrames } from "./frames.ts";
import { type CtcScorer, LabelScorer } from "./label-scorer.ts";

export interface CtcBeamSearchOptions extends FrameOptions {
  /** Prefixes that are kept after each frame. Default 100. */
  readonly beamWidth?: number | undefined;
  /** Readings to return for each sequence, at most `beamWidth`. Default 1. */
  readonly topPaths?: number | undefined;
  /** The class that stands for no label. Default 0. */
  readonly blank?: number | undefined;
  /** Equal neighbours without a blank between them count once. Default true. */
  readonly mergeRepeated?: boolean | undefined;
  /** So many of each frame's most likely classes, the blank aside, may begin new prefixes. Default: all. */
  readonly classesPerFrame?: number | undefined;
  /** A language model, asked for each label that may follow a prefix of the beam. */
  readonly scorer?: CtcScorer | undefined;
  /** The factor of the scorer's answers. Default 1. */
  readonly scorerWeight?: number | undefined;
}

const OP = "ctcBeamSearchDecode";

/**
 * The most likely labels of each sequence, by prefix beam search: the probability of a prefix is the sum over all its
 * paths, those that end in a blank and those that do not; after each frame only the best `beamWidth` prefixes remain.
 *
 * Shapes: logits f32[N, T, C] ([T, N, C] if `timeMajor`) → N lists of at most `topPaths` decodings, the best first.
 * The list is shorter where fewer prefixes have a probability above 0. Of equal scores the prefix met first wins:
 * that of the better parent, then that of the lower class.
 * Numerics: softmax and search are double precision on the host, which the logits are read to once. `logProbability` is a
 * lower bound of the labels' log-probability, −ctcLoss, and equal to it if the beam lost none of their paths. Keras and
 * TensorFlow give the same figures.
 * Scores: `score` is `logProbability` plus `scorerWeight` · Σ scorer(labels before, label), by which the beam is sorted. A
 * label whose score is −Infinity is forbidden.
 * Cost: O(T (C + W log W)) for the width W, and more calls where labels compete closely; with a scorer O(T W C).
 * No frames: the empty labels, with probability 1.
 * @throws {ShapeError} if shapes, lengths or the blank do not fit.
 * @throws {DTypeError} if the logits are not floats.
 * @throws {UsageError} if `topPaths` exceeds `beamWidth`, a frame holds NaN or nothing but −Infinity, or the scorer gives
 * NaN or Infinity.
 * @see Graves (2012), Supervised sequence labelling, section 7.5.3; Hannun et al. (2014), First-pass large vocabulary
 * continuous speech recognition using bi-directional recurrent DNNs
 * @example const [[best]] = await ctcBeamSearchDecode(logits, { beamWidth: 10 }); best.labels // [3, 1, 4]
 */
export async function ctcBeamSearchDecode(
  logits: Tensor,
  options: CtcBeamSearchOptions = {},
): Promise<CtcDecoding[][]> {
  const { beamWidth = 100, topPaths = 1, blank = 0 } = options;
  checkCount("beamWidth", beamWidth);
  checkCount("topPaths", topPaths);
  if (topPaths > beamWidth) {
    const rule = "topPaths must not exceed beamWidth";
    throw new UsageError({ op: OP, rule, got: `${topPaths} of ${beamWidth}`, hint: "widen the beam" });
  }
  if (options.classesPerFrame !== undefined) checkCount("classesPerFrame", options.classesPerFrame);
  const weight = checkFinite(OP, "scorerWeight", options.scorerWeight ?? 1);
  const frames = await readFrames(OP, logits, options);
  checkBlank(OP, blank, frames.classes);
  return frames.lengths.map((length, item) => {
    const settings: BeamSettings = {
      classes: frames.classes,
      width: beamWidth,
      blank,
      mergesRepeated: options.mergeRepeated ?? true,
      classesPerFrame: options.classesPerFrame ?? frames.classes,
      scorer: options.scorer === undefined ? undefined : new LabelScorer(OP, options.scorer, weight),
    };
    return search(frames, item, length, settings).top(topPaths);
  });
}

function search(frames: Frames, item: number, length: number, settings: BeamSettings): BeamSearch {
  const beam = new BeamSearch(settings);
  const row = new Float64Array(frames.classes);
  for (let t = 0; t < length; t++) {
    frames.read(item, t, row);
    beam.step(row);
  }
  return beam;
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new UsageError({ op: OP, rule: `${name} must be a whole number of at least 1`, got: String(value) });
}
