/** @file Properties of seeds. */
import fc from "fast-check";

/** Runs a property for some seeds, the same ones each time. */
export async function forSeeds(property: (seed: number) => Promise<void>, numRuns = 2): Promise<void> {
  await fc.assert(fc.asyncProperty(fc.integer(), property), { seed: 5, numRuns });
}
