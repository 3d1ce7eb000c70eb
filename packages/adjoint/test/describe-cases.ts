/**
 * @file All cases of the operations on a backend: values and gradients, against the interpreter of graphs in double
 * precision. Runs in Node and in browsers.
 */
import { expectClose, interpretGraph, isClose, type Tolerance } from "@adjoint/core/testing";
import { configure, type DType, shutdown, type Tensor, tensor } from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleOf } from "../../../test/support/sample.ts";
import { ALL_CASES } from "../../core/test/cases/all-cases.ts";
import type { Case } from "../../core/test/cases/case.ts";
import { checkExpectations, graphOf, interpretCase, toleranceOf } from "../../core/test/cases/interpret-case.ts";
import { BACKEND_RULES, type BackendRules, gapOf, type TestedBackend } from "./backend-rules.ts";
import { gradientsOf, hasGradient } from "./case-gradients.ts";

/** Cases by family. */
export type CaseTables = Readonly<Record<string, readonly Case[]>>;

/**
 * Describes the cases of all families, or of other tables, on a backend, which is started for them and stopped behind them.
 * `gpu` is given to it.
 */
export function describeCases(backend: TestedBackend, tables: CaseTables = sampleOfAll(), gpu?: unknown): void {
  const rules = BACKEND_RULES[backend];
  describe(`cases on ${backend}`, () => {
    beforeAll(async () => {
      await shutdown();
      expect((await configure({ backend, gpu, tune: false })).backend).toBe(backend);
    });
    afterAll(() => shutdown());
    for (const [family, rows] of Object.entries(tables)) describe(family, () => describeFamily(rows, rules));
  });
}

function sampleOfAll(): CaseTables {
  return Object.fromEntries(Object.entries(ALL_CASES).map(([family, rows]) => [family, sampleOf(rows)]));
}

function describeFamily(rows: readonly Case[], rules: BackendRules): void {
  const [gaps, cases] = [rows.filter((row) => gapOf(rules, row)), rows.filter((row) => !gapOf(rules, row))];
  test.each(cases)("$name", (row) => checkValues(row, rules));
  const differentiable = cases.filter((row) => hasGradient(row, graphOf(row).result));
  if (differentiable.length > 0) test.each(differentiable)("gradient of $name", checkGradients);
  if (gaps.length > 0) test.each(gaps)("$name is refused", (row) => checkRefusal(row, rules));
}

async function checkValues(row: Case, rules: BackendRules): Promise<void> {
  const bound = (tolerance: Tolerance): Tolerance => rules.widen(tolerance, row);
  await withInputs(row, async (inputs) => {
    const result = row.run(...inputs);
    const values = await result.data();
    checkExpectations(row, result, values, bound);
    expectEither(values, (flush) => interpretCase(graphOf(row, flush)), bound(toleranceOf(row)), rules);
    if (!inputs.includes(result as Tensor)) result.dispose();
  });
}

async function checkGradients(row: Case): Promise<void> {
  const expected = interpretGradients(row);
  await withInputs(row, async (inputs) => {
    const gradients = gradientsOf(row, inputs);
    for (const [i, gradient] of gradients.entries()) {
      expectClose(await gradient.data(), expected[i] ?? [], gradientTolerance(row));
    }
    for (const gradient of gradients) gradient.dispose();
  });
}

/** A gap that is declared must be there: the suite says so when it is mended. */
async function checkRefusal(row: Case, rules: BackendRules): Promise<void> {
  const gap = gapOf(rules, row);
  await withInputs(row, async (inputs) => {
    await expect(async () => row.run(...inputs).data(), gap?.reason).rejects.toThrow(gap?.error);
  });
}

function interpretGradients(row: Case): readonly Float64Array[] {
  const graph = graphOf(row);
  return interpretGraph(
    gradientsOf(row, graph.inputs).map((gradient) => gradient.node),
    graph.valuesOf,
  );
}

/** Gradients are longer formulas than values: some ten roundings more, on sums weighted by up to 5. */
function gradientTolerance(row: Case): Tolerance {
  const { rel = 0, abs = 0, reason } = toleranceOf(row);
  return { rel: 8 * rel + 2e-6, abs: 8 * abs + 2e-6, reason: `gradient; ${reason}` };
}

/** What is expected; where the device may take subnormal inputs for zeros, element by element what follows from that. */
function expectEither(
  values: ArrayLike<number>,
  expected: (flush: boolean) => Float64Array,
  tolerance: Tolerance,
  { flushesSubnormals }: BackendRules,
): void {
  const exact = expected(false);
  const flushed = flushesSubnormals ? expected(true) : exact;
  const either = exact.map((x, i) => {
    const [value = Number.NaN, other = Number.NaN] = [values[i], flushed[i]];
    return !isClose(value, x, tolerance) && isClose(value, other, tolerance) ? other : x;
  });
  expectClose(values, either, tolerance);
}

/** The inputs of a case on the device, disposed at the end. */
async function withInputs(row: Case, body: (inputs: readonly Tensor[]) => Promise<void>): Promise<void> {
  const inputs = row.inputs.map(
    ({ shape, dtype, data }): Tensor<DType> => tensor(Float64Array.from(data), { shape, dtype }),
  ) as Tensor[];
  try {
    await body(inputs);
  } finally {
    for (const input of inputs) input.dispose();
  }
}
