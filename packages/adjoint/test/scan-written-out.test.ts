/** @file `scan` against the same loop written out, in double precision: values, gradients, second derivatives, and plans. */
import type { Node } from "@adjoint/core";
import { expectClose, interpretGraph, type Tolerance } from "@adjoint/core/testing";
import { grad, type Tensor } from "adjoint";
import { beforeAll, describe, expect, test } from "vitest";
import { collect } from "../../core/src/lower/collect.ts";
import { lower } from "../../core/src/lower/lower.ts";
import * as rare from "../../core/src/lower/rare-graphs.ts";
import { provideRare } from "../../core/src/lower/rare-part.ts";
import * as scans from "../../core/src/lower/scan/scan-graphs.ts";
import { provideScan } from "../../core/src/lower/scan-part.ts";
import { programOf } from "../../core/src/programs/program-of.ts";
import { setGraphLimit } from "../../core/src/runtime/limit.ts";
import { runPlan } from "../../core/src/testing/run-plan.ts";
import type { Case } from "../../core/test/cases/case.ts";
import { type CaseGraph, graphOf } from "../../core/test/cases/interpret-case.ts";
import { differencesOf, gradientsOf, hasGradient } from "./case-gradients.ts";
import { casesOf, SCAN_CASES, scanCases, unrolled } from "./support/scan-cases.ts";

provideRare(rare);
provideScan(scans);

const SAME: Tolerance = { rel: 1e-9, abs: 1e-9, reason: "double precision; sums in another order" };
const ROUNDED: Tolerance = {
  rel: 1e-6,
  abs: 1e-6,
  reason: "double precision, but for numbers that one side rounds to float32",
};

const rows = scanCases.map((row, i) => ({ name: row.name, row, written: casesOf(unrolled)[i] as Case }));

function values(nodes: readonly Node[], { valuesOf }: CaseGraph): Float64Array[] {
  return interpretGraph(nodes, valuesOf);
}

/** The values of nodes as their plan gives them. */
function planned(nodes: readonly Node[], { valuesOf }: CaseGraph): Float64Array[] {
  const graph = collect([...new Set(nodes)]);
  return runPlan(lower(graph, { maxBuffersPerKernel: 8, programOf }), graph, valuesOf);
}

const nodesOf = (tensors: readonly Tensor[]): Node[] => tensors.map(({ node }) => node);

/** Gradients of a sum of squares of the gradients. */
function secondOf(row: Case, inputs: readonly Tensor[]): Tensor[] {
  const loss = (floats: Tensor[]): Tensor => {
    const gradients = gradientsOf(
      row,
      inputs.map((x) => (x.dtype === "f32" ? (floats.shift() ?? x) : x)),
    );
    return gradients.map((g) => g.mul(g).sum() as Tensor).reduce((sum, x) => sum.add(x) as Tensor);
  };
  return grad((floats: Tensor[]) => loss([...floats]))(inputs.filter(({ dtype }) => dtype === "f32"));
}

const GROWN: Tolerance = { ...ROUNDED, rel: 2e-5, abs: 2e-5 };
const CENTRAL: Tolerance = { rel: 1e-5, abs: 1e-5, reason: "central differences" };

// Many graphs are built here, and none is for a device.
beforeAll(() => void setGraphLimit(Number.POSITIVE_INFINITY));

describe("scan is the loop written out", () => {
  test.each(rows)("$name", ({ row, written }) => {
    const [own, other] = [graphOf(row), graphOf(written)];
    const [found = []] = values([own.result.node], own);
    expect(own.result.shape).toEqual(other.result.shape);
    expectClose(found, values([other.result.node], other)[0] ?? [], SAME);
    expectClose(planned([own.result.node], own)[0] ?? [], found, ROUNDED);
  });
});

const differentiable = rows.filter(({ row }) => hasGradient(row, graphOf(row).result));

describe("its gradient is that of the loop", () => {
  test.each(differentiable)("$name", ({ row, written }) => {
    const [own, other] = [graphOf(row), graphOf(written)];
    const gradients = nodesOf(gradientsOf(row, own.inputs));
    const found = values(gradients, own);
    const wanted = values(nodesOf(gradientsOf(written, other.inputs)), other);
    const lowered = planned(gradients, own);
    found.forEach((gradient, i) => {
      expectClose(gradient, wanted[i] ?? [], SAME);
      expectClose(lowered[i] ?? [], gradient, ROUNDED);
    });
    if (SCAN_CASES.find(({ name }) => name === row.name)?.hidesChanges === true) return;
    const differences = differencesOf(own);
    found.forEach((gradient, i) => {
      const { indices = [], values: expected = [] } = differences[i] ?? {};
      expectClose(
        indices.map((at) => gradient[at] ?? Number.NaN),
        expected,
        CENTRAL,
      );
    });
  });
});

describe("its second derivative is that of the loop", () => {
  test.each(differentiable)("$name", ({ row, written }) => {
    const [own, other] = [graphOf(row), graphOf(written)];
    const seconds = nodesOf(secondOf(row, own.inputs));
    const found = values(seconds, own);
    const wanted = values(nodesOf(secondOf(written, other.inputs)), other);
    const lowered = planned(seconds, own);
    found.forEach((second, i) => {
      expectClose(second, wanted[i] ?? [], SAME);
      expectClose(lowered[i] ?? [], second, GROWN);
    });
  });
});
