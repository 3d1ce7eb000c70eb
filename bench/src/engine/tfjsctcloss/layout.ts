/** @file Between the layout of the workload, with the blank in class 0, and that of tfjsctcloss, with the blank in the last. */
import type { Ctc } from "../../workload/types.ts";

/** Rows of `classes`: the first of each moves behind the others. */
export function blankLast(rows: ArrayLike<number>, classes: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(rows, (_, i) => rows[(i % classes) + 1 === classes ? i - classes + 1 : i + 1] ?? Number.NaN);
}

/** Back again. */
export function blankFirst(rows: ArrayLike<number>, classes: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(rows, (_, i) => rows[i % classes === 0 ? i + classes - 1 : i - 1] ?? Number.NaN);
}

/**
 * Labels as ones among zeros. It wants as many as there are frames, and skips blanks.
 * Shapes: labels [batch, labels] → [batch, frames, classes], row by row.
 */
export function oneHotLabels({ batch, frames, labels, classes }: Ctc, given: Int32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(batch * frames * classes);
  for (let n = 0; n < batch; n++) {
    for (let t = 0; t < frames; t++) {
      const label = t < labels ? (given[n * labels + t] ?? 0) : 0;
      out[(n * frames + t) * classes + (label === 0 ? classes : label) - 1] = 1;
    }
  }
  return out;
}
