/** @file Losses with their gradients. */
import { ctcLoss, crossEntropy as meanCrossEntropy, onesLike, type Tensor, valueAndGrad, vjp } from "adjoint";
import type { CrossEntropy, Ctc } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computing } from "./computing.ts";
import { load, loadLabels } from "./load.ts";

export function crossEntropy(_of: CrossEntropy, inputs: Inputs): Promise<Job> {
  const [logits, labels] = [load(inputs, "logits"), loadLabels(inputs)];
  const lossOf = (x: Tensor): Tensor => meanCrossEntropy(x, labels);
  return computing([logits, labels], () => {
    const [loss, gradient] = valueAndGrad(lossOf)(logits);
    return { loss, gradient };
  });
}

/** The loss of each sequence, and the gradient of their sum. */
export function ctc(_of: Ctc, inputs: Inputs): Promise<Job> {
  const [logits, labels] = [load(inputs, "logits"), loadLabels(inputs)];
  const lossesOf = (x: Tensor): Tensor => ctcLoss(x, labels, { reduction: "none" });
  return computing([logits, labels], () => {
    const [losses, pullback] = vjp(lossesOf, logits);
    const [gradient] = pullback(onesLike(losses));
    return { losses, gradient };
  });
}
