/** @file Gradients of all cases, as the interpreter of graphs computes them, against finite differences. No backend. */
import { expectClose, interpretGraph, type Tolerance } from "@adjoint/core/testing";
import { beforeAll, describe, test } from "vitest";
import { setGraphLimit } from "../../core/src/runtime/limit.ts";
import { ALL_CASES } from "../../core/test/cases/all-cases.ts";
import { graphOf } from "../../core/test/cases/interpret-case.ts";
import { differencesOf, gradientsOf, hasGradient } from "./case-gradients.ts";

const DIFFERENCES: Tolerance = { rel: 1e-5, abs: 1e-6, reason: "central differences with a step of 1e-5" };

// Many graphs are built here, and none is for a device.
beforeAll(() => void setGraphLimit(Number.POSITIVE_INFINITY));

for (const [family, rows] of Object.entries(ALL_CASES)) {
  const differentiable = rows.filter((row) => hasGradient(row, graphOf(row).result));
  if (differentiable.length === 0) continue;
  describe(family, () => {
    test.each(differentiable)("$name", (row) => {
      const graph = graphOf(row);
      const nodes = gradientsOf(row, graph.inputs).map((gradient) => gradient.node);
      const differences = differencesOf(graph);
      for (const [i, gradient] of interpretGraph(nodes, graph.valuesOf).entries()) {
        const { indices, values } = differences[i] ?? { indices: [], values: [] };
        expectClose(
          indices.map((index) => gradient[index] ?? Number.NaN),
          values,
          DIFFERENCES,
        );
      }
    });
  });
}
