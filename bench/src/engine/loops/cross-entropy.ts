/** @file Mean softmax cross-entropy with its gradient. */
import type { CrossEntropy } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats, integers } from "../inputs.ts";
import { jobOf } from "./job.ts";
import { softmaxRow } from "./softmax.ts";

export function crossEntropy({ rows, columns }: CrossEntropy, inputs: Inputs): Job {
  const [logits, labels] = [floats(inputs, "logits"), integers(inputs, "labels")];
  const [loss, gradient] = [new Float32Array(1), new Float32Array(rows * columns)];
  return jobOf({ loss, gradient }, () => {
    loss[0] = meanCrossEntropy(logits, labels, gradient);
  });
}

/** Gives the loss of as many rows as there are labels; leaves its gradient in `gradient`. */
export function meanCrossEntropy(logits: Float32Array, labels: Int32Array, gradient: Float32Array): number {
  const rows = labels.length;
  const columns = logits.length / rows;
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const row = logits.subarray(i * columns, (i + 1) * columns);
    const out = gradient.subarray(i * columns, (i + 1) * columns);
    const label = labels[i] as number;
    loss += softmaxRow(row, out) - (row[label] as number);
    (out[label] as number) -= 1;
    for (let j = 0; j < columns; j++) (out[j] as number) /= rows;
  }
  return loss / rows;
}
