/** @file Softmax cross-entropy with its gradient. */
import { jit, nn, type numpy as np, valueAndGrad } from "@jax-js/jax";
import type { CrossEntropy } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { jobOf, loadAll } from "./arrays.ts";

/**
 * Mean over rows. It takes its arguments over.
 *
 * The label's logit is found by a product, since `jit` does not compile the gradient of `np.takeAlongAxis`; taking it from the
 * logits is faster than from `nn.logSoftmax`.
 */
export function meanCrossEntropy(logits: np.Array, labels: np.Array): np.Array {
  const classes = logits.shape.at(-1) ?? 0;
  const chosen = logits.ref.mul(nn.oneHot(labels, classes)).sum(-1);
  return nn.logsumexp(logits, -1).sub(chosen).mean();
}

export async function crossEntropy(_: CrossEntropy, inputs: Inputs): Promise<Job> {
  const { logits, labels } = await loadAll(inputs, ["logits", "labels"]);
  const compiled = jit(valueAndGrad(meanCrossEntropy));
  return jobOf(
    () => {
      const [loss, gradient] = compiled(logits.ref, labels.ref);
      return { loss, gradient };
    },
    () => {
      logits.dispose();
      labels.dispose();
      compiled.dispose();
    },
  );
}
