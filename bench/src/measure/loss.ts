/** @file Whether training came to what it should. */
import { referenceLosses } from "../workload/training-losses.ts";
import { isTraining } from "../workload/types.ts";
import type { Cell } from "./result.ts";
import type { SummaryRow } from "./summary.ts";

/** Above it, an engine trains something else. */
const ALLOWED = 0.01;

/** The loss after the last step, beside that of double precision after as many. Undefined if it is no training. */
export function lossOf({ workload, losses }: Cell): SummaryRow["loss"] {
  const value = losses.at(-1);
  if (!isTraining(workload) || value === undefined) return undefined;
  const reference = referenceLosses(workload.name)[losses.length - 1];
  if (reference === undefined) return undefined;
  const error = Math.abs(value - reference);
  // What is not a number is off, too.
  return { value, reference, isOff: !(error <= ALLOWED * Math.abs(reference)) };
}
