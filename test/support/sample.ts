/**
 * @file Long tables of cases. The first software adapter runs all of them; where `ADJOINT_SAMPLE` is n in the environment,
 * as on the second (see `vitest.config.ts`), it is one row of n, the same in every run.
 */
const EACH = Number(globalThis.process?.env?.["ADJOINT_SAMPLE"] ?? 1);

/** The rows of a table to test here: the first of it, and each n-th behind that. */
export function sampleOf<Row>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((_, i) => i % EACH === 0);
}
