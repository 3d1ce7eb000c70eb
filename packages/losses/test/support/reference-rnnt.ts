/**
 * @file The transducer in double precision, as the paper has it: logarithms, node after node. `enumerateRnnt` is its oracle.
 * @see Graves (2012), Sequence transduction with recurrent neural networks
 */
import { logSoftmax } from "./reference-ctc.ts";

/** [T][U + 1][C]. */
export type Lattice = readonly (readonly (readonly number[])[])[];

function logAdd(a: number, b: number): number {
  const [small, great] = a < b ? [a, b] : [b, a];
  return small === Number.NEGATIVE_INFINITY ? great : great + Math.log1p(Math.exp(small - great));
}

const NEVER = Number.NEGATIVE_INFINITY;

/** Loss and gradient of one sequence. A sequence without a path has the loss Infinity and the gradient 0. */
export function referenceRnnt(logits: Lattice, labels: readonly number[], blank = 0, fastEmitLambda = 0) {
  const [frames, last] = [logits.length, labels.length];
  const zeros = logits.map((frame) => frame.map((row) => row.map(() => 0)));
  if (frames === 0) return { loss: last === 0 ? 0 : Number.POSITIVE_INFINITY, gradient: zeros };
  const lp = logits.map((frame) => frame.map(logSoftmax));
  const blankAt = (t: number, u: number): number => lp[t]?.[u]?.[blank] ?? NEVER;
  const labelAt = (t: number, u: number): number => (u < last ? (lp[t]?.[u]?.[labels[u] ?? 0] ?? NEVER) : NEVER);
  const grid = (): number[][] => Array.from({ length: frames + 1 }, () => new Array<number>(last + 2).fill(NEVER));
  const [alpha, beta] = [grid(), grid()];
  const get = (x: number[][], t: number, u: number): number => x[t]?.[u] ?? NEVER;
  const set = (x: number[][], t: number, u: number, value: number): void => {
    (x[t] as number[])[u] = value;
  };
  for (let t = 0; t < frames; t++) {
    for (let u = 0; u <= last; u++) {
      const byBlank = t === 0 ? (u === 0 ? 0 : NEVER) : get(alpha, t - 1, u) + blankAt(t - 1, u);
      set(alpha, t, u, u === 0 ? byBlank : logAdd(byBlank, get(alpha, t, u - 1) + labelAt(t, u - 1)));
    }
  }
  set(beta, frames, last, 0);
  for (let t = frames - 1; t >= 0; t--) {
    for (let u = last; u >= 0; u--) {
      const byBlank = blankAt(t, u) + get(beta, t + 1, u);
      set(beta, t, u, u === last ? byBlank : logAdd(byBlank, labelAt(t, u) + get(beta, t, u + 1)));
    }
  }
  const total = get(beta, 0, 0);
  if (total === NEVER) return { loss: Number.POSITIVE_INFINITY, gradient: zeros };
  const gradient = lp.map((frame, t) =>
    frame.map((row, u) => {
      if (u > last) return row.map(() => 0);
      const byBlank = Math.exp(get(alpha, t, u) + blankAt(t, u) + get(beta, t + 1, u) - total);
      const byLabel =
        u === last
          ? 0
          : (1 + fastEmitLambda) * Math.exp(get(alpha, t, u) + labelAt(t, u) + get(beta, t, u + 1) - total);
      return row.map((x, c) => {
        const taken = (c === blank ? byBlank : 0) + (u < last && c === labels[u] ? byLabel : 0);
        return Math.exp(x) * (byBlank + byLabel) - taken;
      });
    }),
  );
  return { loss: -(1 + fastEmitLambda) * total, gradient };
}

/** The loss, by walking every path. */
export function enumerateRnnt(logits: Lattice, labels: readonly number[], blank = 0): number {
  const lp = logits.map((frame) => frame.map(logSoftmax));
  const walk = (t: number, u: number, weight: number): number => {
    const row = lp[t]?.[u] ?? [];
    const onward = weight + (row[blank] ?? 0);
    const byBlank = t + 1 < logits.length ? walk(t + 1, u, onward) : u === labels.length ? Math.exp(onward) : 0;
    return byBlank + (u < labels.length ? walk(t, u + 1, weight + (row[labels[u] ?? 0] ?? 0)) : 0);
  };
  return -Math.log(walk(0, 0, 0));
}
