/**
 * @file All cases on the graph: what the interpreter makes of them, and that lowering to kernels changes nothing. The
 * backends run the same tables in the package `adjoint`.
 */
import { expectClose } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";
import { collect } from "../src/lower/collect.ts";
import { lower } from "../src/lower/lower.ts";
import * as rare from "../src/lower/rare-graphs.ts";
import { provideRare } from "../src/lower/rare-part.ts";
import { programOf } from "../src/programs/program-of.ts";
import { runPlan } from "../src/testing/run-plan.ts";
import { ALL_CASES } from "./cases/all-cases.ts";
import { checkExpectations, graphOf, interpretCase } from "./cases/interpret-case.ts";

provideRare(rare);

const SAME = { rel: 3e-7, abs: 1e-12, reason: "double precision, but for numbers that one side rounds to float32" };

for (const [family, rows] of Object.entries(ALL_CASES)) {
  describe(family, () => {
    test("names are unique", () => {
      const names = rows.map((row) => row.name);
      expect(new Set(names).size).toBe(names.length);
    });
    test.each(rows)("$name", (row) => {
      const graph = graphOf(row);
      const values = interpretCase(graph);
      checkExpectations(row, graph.result, values);
      const collected = collect([graph.result.node]);
      const [lowered = []] = runPlan(
        lower(collected, { maxBuffersPerKernel: 8, programOf }),
        collected,
        graph.valuesOf,
      );
      expectClose(lowered, values, SAME);
    });
  });
}
