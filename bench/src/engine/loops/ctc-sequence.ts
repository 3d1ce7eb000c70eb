/** @file The CTC loss of one sequence, with its gradient. */

interface Sizes {
  readonly frames: number;
  readonly labels: number;
  readonly classes: number;
}

/**
 * Gives the loss; leaves its gradient by the logits in `gradient`, at the same places. The sequence's frames begin at
 * `first`, `step` elements after one another.
 */
export type SequenceLoss = (
  logits: Float32Array,
  labels: Int32Array,
  gradient: Float32Array,
  first: number,
  step: number,
) => number;

/** For sequences of one size, which share its scratch memory. */
export function ctcOver({ frames, labels, classes }: Sizes): SequenceLoss {
  const states = 2 * labels + 1;
  const classOf = new Int32Array(states);
  const logs = new Float64Array(frames * states);
  const alpha = new Float64Array(frames * states);
  const [beta, next] = [new Float64Array(states), new Float64Array(states)];
  return (logits, target, gradient, first, step) => {
    for (let u = 0; u < labels; u++) classOf[2 * u + 1] = target[u] as number;
    for (let t = 0; t < frames; t++) {
      const at = first + t * step;
      const row = logits.subarray(at, at + classes);
      softmaxInto(row, gradient.subarray(at, at + classes), classOf, logs.subarray(t * states, (t + 1) * states));
    }
    forward(logs, classOf, alpha);
    const total = logSum(alpha[alpha.length - 1] as number, alpha[alpha.length - 2] as number);
    for (let t = frames - 1; t >= 0; t--) {
      backward(t === frames - 1 ? undefined : logs.subarray((t + 1) * states, (t + 2) * states), classOf, beta, next);
      const at = first + t * step;
      const row = gradient.subarray(at, at + classes);
      for (let s = 0; s < states; s++)
        (row[classOf[s] as number] as number) -= Math.exp(
          (alpha[t * states + s] as number) + (beta[s] as number) - total,
        );
    }
    return -total;
  };
}

/** The softmax of a frame, and its logarithm at each state's class. */
function softmaxInto(row: Float32Array, out: Float32Array, classOf: Int32Array, logs: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < row.length; c++) if ((row[c] as number) > top) top = row[c] as number;
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    const value = Math.exp((row[c] as number) - top);
    out[c] = value;
    sum += value;
  }
  for (let c = 0; c < row.length; c++) (out[c] as number) /= sum;
  const log = top + Math.log(sum);
  for (let s = 0; s < classOf.length; s++) logs[s] = (row[classOf[s] as number] as number) - log;
}

/** Probabilities of the beginnings of paths that are at state s in frame t, the frame included. */
function forward(logs: Float64Array, classOf: Int32Array, alpha: Float64Array): void {
  const states = classOf.length;
  alpha.fill(Number.NEGATIVE_INFINITY, 0, states);
  for (let s = 0; s < Math.min(2, states); s++) alpha[s] = logs[s] as number;
  for (let begin = states; begin < alpha.length; begin += states) {
    const before = alpha.subarray(begin - states, begin);
    for (let s = 0; s < states; s++) {
      let sum = before[s] as number;
      if (s > 0) sum = logSum(sum, before[s - 1] as number);
      if (skips(classOf, s)) sum = logSum(sum, before[s - 2] as number);
      alpha[begin + s] = sum + (logs[begin + s] as number);
    }
  }
}

/** Takes `beta`, the probabilities of the ends of paths after a frame, one frame back. `logs` are of the frame left. */
function backward(logs: Float64Array | undefined, classOf: Int32Array, beta: Float64Array, next: Float64Array): void {
  const states = classOf.length;
  if (logs === undefined) {
    beta.fill(Number.NEGATIVE_INFINITY);
    return void beta.fill(0, Math.max(0, states - 2));
  }
  for (let s = 0; s < states; s++) next[s] = (beta[s] as number) + (logs[s] as number);
  for (let s = 0; s < states; s++) {
    let sum = next[s] as number;
    if (s + 1 < states) sum = logSum(sum, next[s + 1] as number);
    if (s + 2 < states && skips(classOf, s + 2)) sum = logSum(sum, next[s + 2] as number);
    beta[s] = sum;
  }
}

/** Whether a path may come to s from s − 2: over a blank between different labels. */
function skips(classOf: Int32Array, s: number): boolean {
  return s > 1 && s % 2 === 1 && classOf[s] !== classOf[s - 2];
}

function logSum(a: number, b: number): number {
  if (a === Number.NEGATIVE_INFINITY) return b;
  if (b === Number.NEGATIVE_INFINITY) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
