/**
 * @file Random shapes, layouts, dtypes and fusions against the interpreter in double precision: 2,000 programs on one
 * thread, and some of them on two. `ADJOINT_FUZZ_SEED` and `ADJOINT_FUZZ_COUNT` in the environment run others.
 */
import { configure, shutdown } from "adjoint";
import { afterAll, beforeAll, describe, test } from "vitest";
import { checkPrograms, fuzzSeeds } from "./support/fuzz/check.ts";

const { first: FIRST, count: COUNT } = fuzzSeeds(2000);
const PART = 250;

for (const [threads, count] of [
  [1, COUNT],
  [2, COUNT / 4],
] as const) {
  describe(`random programs on ${threads} threads`, () => {
    beforeAll(async () => {
      await shutdown();
      await configure({ backend: "cpu", threads });
    });
    afterAll(() => shutdown());

    for (let first = FIRST; first < FIRST + count; first += PART) {
      const size = Math.min(PART, FIRST + count - first);
      test(`seeds ${first} to ${first + size - 1}`, { timeout: 120_000 }, () => checkPrograms(first, size));
    }
  });
}
