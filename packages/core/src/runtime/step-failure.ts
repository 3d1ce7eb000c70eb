/**
 * @file The error for a step of a plan that failed: it says what the step computes.
 */
import { BackendError, DeviceLostError } from "../errors.ts";
import { located } from "../ir/development.ts";
import type { Step } from "../lower/plan.ts";
import { stepName } from "../lower/step-name.ts";
import { messageOf } from "./failures.ts";
import type { Job } from "./job.ts";

/** What was thrown, as the failure of a step, if it is known which, else of a job. The loss of a device stays what it is. */
export function stepFailure(op: string, thrown: unknown, step: Step | undefined, job?: Job): BackendError {
  if (thrown instanceof DeviceLostError) return thrown;
  const rule = step === undefined ? "what was enqueued must run" : `the kernel ${stepName(step)} must run`;
  const hint = step?.kind === "kernel" && step.makes !== undefined ? `it computes ${step.makes}` : undefined;
  return located(new BackendError({ op, rule, got: messageOf(thrown), hint, cause: thrown }), step ?? job);
}
