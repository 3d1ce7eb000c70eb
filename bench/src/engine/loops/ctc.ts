/** @file CTC losses with their gradients: forward and backward recursions in logarithms. */
import type { Ctc } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats, integers } from "../inputs.ts";
import { ctcOver } from "./ctc-sequence.ts";
import { jobOf } from "./job.ts";

export function ctc({ batch, frames, labels, classes }: Ctc, inputs: Inputs): Job {
  const [logits, targets] = [floats(inputs, "logits"), integers(inputs, "labels")];
  const [losses, gradient] = [new Float32Array(batch), new Float32Array(logits.length)];
  const lossOf = ctcOver({ frames, labels, classes });
  return jobOf({ losses, gradient }, () => {
    for (let i = 0; i < batch; i++) {
      const target = targets.subarray(i * labels, (i + 1) * labels);
      losses[i] = lossOf(logits, target, gradient, i * frames * classes, classes);
    }
  });
}
