/** @file From the classes of frames to the spans of labels. */
import { ShapeError } from "@adjoint/core";

/** The frames of one label. */
export interface CtcSpan {
  readonly label: number;
  /** The first frame. */
  readonly start: number;
  /** The frame behind the last. */
  readonly end: number;
  /** The mean score of its frames: of log-probabilities, the logarithm of their geometric mean. */
  readonly score: number;
}

/**
 * Runs of equal frames, without those of blanks.
 *
 * @throws {ShapeError} if there is not one score for each frame.
 * @see torchaudio.functional.merge_tokens
 * @example mergeTokens([0, 3, 3, 0], [-0.1, -0.2, -0.4, -0.1]) // [{ label: 3, start: 1, end: 3, score: -0.3 }]
 */
export function mergeTokens(classes: ArrayLike<number>, scores: ArrayLike<number>, blank = 0): CtcSpan[] {
  if (classes.length !== scores.length) {
    const got = `${classes.length} classes and ${scores.length} scores`;
    throw new ShapeError({ op: "mergeTokens", rule: "each frame must have a score", got });
  }
  const spans: CtcSpan[] = [];
  let start = 0;
  let total = 0;
  for (let t = 0; t < classes.length; t++) {
    total += scores[t] ?? 0;
    const label = classes[t] ?? blank;
    if (t + 1 < classes.length && classes[t + 1] === label) continue;
    if (label !== blank) spans.push({ label, start, end: t + 1, score: total / (t + 1 - start) });
    start = t + 1;
    total = 0;
  }
  return spans;
}
