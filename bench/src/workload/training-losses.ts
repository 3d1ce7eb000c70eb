/** @file What training should come to: the loss of each step, in double precision. */
import data from "./training-losses.json" with { type: "json" };

const losses: Readonly<Record<string, readonly number[]>> = data.losses;

/**
 * The loss of each step of a training workload: that of step i is computed before its update.
 * @throws {Error} if there is none of this name.
 */
export function referenceLosses(name: string): readonly number[] {
  const found = losses[name];
  if (found === undefined) throw new Error(`there are no losses of ${name}; run bench/scripts/training-losses.mjs`);
  return found;
}
