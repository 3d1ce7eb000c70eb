/** @file The CTC loss of a sequence by the forward recursion alone, in probabilities that are scaled at each frame. */
import type { Sequence } from "./ctc-lattice.ts";

/** In nats. Infinite if the labels do not fit into the frames. */
export function ctcLoss({ logits, labels, frames, classes }: Sequence): number {
  const states = 2 * labels.length + 1;
  const classOf = Int32Array.from({ length: states }, (_, s) => (s % 2 === 0 ? 0 : (labels[(s - 1) / 2] ?? 0)));
  let alpha = new Float64Array(states);
  let next = new Float64Array(states);
  // Before the first frame: a path may begin with the blank or the first label.
  let loss = 0;
  for (let t = 0; t < frames; t++) {
    const row = logits.subarray(t * classes, (t + 1) * classes);
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) top = Math.max(top, row[c] ?? 0);
    let total = 0;
    for (let c = 0; c < classes; c++) total += Math.exp((row[c] ?? 0) - top);
    let scale = 0;
    for (let s = 0; s < states; s++) {
      const label = classOf[s] ?? 0;
      let reached = t === 0 ? Number(s < 2) : (alpha[s] ?? 0);
      if (t > 0 && s > 0) reached += alpha[s - 1] ?? 0;
      if (t > 0 && s > 1 && label !== 0 && label !== classOf[s - 2]) reached += alpha[s - 2] ?? 0;
      const value = (reached * Math.exp((row[label] ?? 0) - top)) / total;
      next[s] = value;
      scale += value;
    }
    for (let s = 0; s < states; s++) next[s] = (next[s] ?? 0) / scale;
    loss -= Math.log(scale);
    [alpha, next] = [next, alpha];
  }
  return loss - Math.log((alpha[states - 1] ?? 0) + (states > 1 ? (alpha[states - 2] ?? 0) : 0));
}
