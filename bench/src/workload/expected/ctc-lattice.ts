/** @file The CTC loss of a sequence and its gradient, by forward and backward recursions in logarithms. */

export interface Sequence {
  /** [frames, classes]. Class 0 is the blank. */
  readonly logits: Float32Array | Float64Array;
  readonly labels: Int32Array;
  readonly frames: number;
  readonly classes: number;
}

export interface Lattice {
  readonly loss: number;
  /** The derivative of the loss by a logit. */
  gradientAt(frame: number, column: number): number;
}

export function lattice({ logits, labels, frames, classes }: Sequence): Lattice {
  const states = 2 * labels.length + 1;
  const classOf = (s: number) => (s % 2 === 0 ? 0 : (labels[(s - 1) / 2] ?? 0));
  const logs = logSoftmax(logits, frames, classes);
  const log = (t: number, s: number) => logs[t * classes + classOf(s)] ?? Number.NaN;
  // Whether a path may go from s − 2 to s: over a blank between different labels.
  const skips = (s: number) => s % 2 === 1 && s > 1 && classOf(s) !== classOf(s - 2);

  const alpha = new Float64Array(frames * states).fill(Number.NEGATIVE_INFINITY);
  const beta = new Float64Array(frames * states).fill(Number.NEGATIVE_INFINITY);
  const [forward, backward] = [at(alpha, states), at(beta, states)];
  for (let t = 0; t < frames; t++) {
    for (let s = 0; s < states; s++) {
      const reached =
        t === 0
          ? s < 2
            ? 0
            : Number.NEGATIVE_INFINITY
          : logSum(
              forward(t - 1, s),
              forward(t - 1, s - 1),
              skips(s) ? forward(t - 1, s - 2) : Number.NEGATIVE_INFINITY,
            );
      alpha[t * states + s] = reached + log(t, s);
    }
  }
  // Of what follows frame t: the frame's own probability is in alpha alone.
  const ahead = (t: number, s: number) => backward(t, s) + (s < states ? log(t, s) : 0);
  for (let t = frames - 1; t >= 0; t--) {
    for (let s = 0; s < states; s++) {
      beta[t * states + s] =
        t === frames - 1
          ? s >= states - 2
            ? 0
            : Number.NEGATIVE_INFINITY
          : logSum(ahead(t + 1, s), ahead(t + 1, s + 1), skips(s + 2) ? ahead(t + 1, s + 2) : Number.NEGATIVE_INFINITY);
    }
  }
  const total = logSum(forward(frames - 1, states - 1), forward(frames - 1, states - 2), Number.NEGATIVE_INFINITY);
  return {
    loss: -total,
    gradientAt(frame, column) {
      let posterior = 0;
      for (let s = 0; s < states; s++)
        if (classOf(s) === column) posterior += Math.exp(forward(frame, s) + backward(frame, s) - total);
      return Math.exp(logs[frame * classes + column] ?? Number.NaN) - posterior;
    },
  };
}

/** Reads a table; states outside of it are impossible. */
function at(table: Float64Array, states: number): (t: number, s: number) => number {
  return (t, s) => (s < 0 || s >= states ? Number.NEGATIVE_INFINITY : (table[t * states + s] ?? Number.NaN));
}

function logSum(a: number, b: number, c: number): number {
  const top = Math.max(a, b, c);
  if (top === Number.NEGATIVE_INFINITY) return top;
  return top + Math.log(Math.exp(a - top) + Math.exp(b - top) + Math.exp(c - top));
}

function logSoftmax(logits: Float32Array | Float64Array, frames: number, classes: number): Float64Array {
  const logs = Float64Array.from(logits);
  for (let t = 0; t < frames; t++) {
    const row = logs.subarray(t * classes, (t + 1) * classes);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const logTotal = top + Math.log(row.reduce((sum, each) => sum + Math.exp(each - top), 0));
    for (let c = 0; c < classes; c++) row[c] = (row[c] ?? 0) - logTotal;
  }
  return logs;
}
