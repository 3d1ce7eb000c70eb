/**
 * @file All cases of the operations on the CPU backend: values and gradients, against the interpreter of graphs in
 * double precision; and the interpreter's gradients against finite differences.
 */

import { expectClose, interpretGraph, type Tolerance } from "@adjoint/core/testing";
import { shutdown, type Tensor, tensor } from "adjoint";
import { afterAll, describe, test } from "vitest";
import { ALL_CASES } from "../../core/test/cases/all-cases.ts";
import type { Case } from "../../core/test/cases/case.ts";
import { checkExpectations, graphOf, interpretCase, toleranceOf } from "../../core/test/cases/interpret-case.ts";
import { differencesOf, gradientsOf, hasGradient } from "./case-gradients.ts";

afterAll(() => shutdown());

const DIFFERENCES: Tolerance = { rel: 1e-5, abs: 1e-6, reason: "central differences with a step of 1e-5" };

/** Gradients are longer formulas than values: some ten roundings more, on sums weighted by up to 5. */
function gradientTolerance(row: Case): Tolerance {
  const { rel = 0, abs = 0, reason } = toleranceOf(row);
  return { rel: 8 * rel + 2e-6, abs: 8 * abs + 2e-6, reason: `gradient; ${reason}` };
}

/** The inputs of a case on the device. The caller disposes them. */
function upload(row: Case): Tensor[] {
  return row.inputs.map(({ shape, dtype, data }) => tensor(Float64Array.from(data), { shape, dtype }) as Tensor);
}

async function withInputs(row: Case, body: (inputs: readonly Tensor[]) => Promise<void>): Promise<void> {
  const inputs = upload(row);
  try {
    await body(inputs);
  } finally {
    for (const input of inputs) input.dispose();
  }
}

for (const [family, rows] of Object.entries(ALL_CASES)) {
  describe(family, () => {
    test.each(rows)("$name", async (row) => {
      const graph = graphOf(row);
      const expected = interpretCase(graph);
      await withInputs(row, async (inputs) => {
        const result = row.run(...inputs);
        const values = await result.data();
        checkExpectations(row, result, values);
        expectClose(values, expected, toleranceOf(row));
        if (!inputs.includes(result as Tensor)) result.dispose();
      });
    });

    const differentiable = rows.filter((row) => hasGradient(row, graphOf(row).result));
    if (differentiable.length === 0) return;
    test.each(differentiable)("gradient of $name", async (row) => {
      const graph = graphOf(row);
      const nodes = gradientsOf(row, graph.inputs).map((gradient) => gradient.node);
      const expected = interpretGraph(nodes, graph.valuesOf);
      const differences = differencesOf(graph);
      for (const [i, gradient] of expected.entries()) {
        const { indices, values } = differences[i] ?? { indices: [], values: [] };
        expectClose(
          indices.map((index) => gradient[index] ?? Number.NaN),
          values,
          DIFFERENCES,
        );
      }
      await withInputs(row, async (inputs) => {
        const gradients = gradientsOf(row, inputs);
        for (const [i, gradient] of gradients.entries()) {
          expectClose(await gradient.data(), expected[i] ?? [], gradientTolerance(row));
        }
        for (const gradient of gradients) gradient.dispose();
      });
    });
  });
}
