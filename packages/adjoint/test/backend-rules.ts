/** @file What backends may do differently from each other, and why: the one place where the tables of cases yield. */
import type { Node } from "@adjoint/core";
import type { Tolerance } from "@adjoint/core/testing";
import { DTypeError } from "adjoint";
import type { Case } from "../../core/test/cases/case.ts";
import { graphOf } from "../../core/test/cases/interpret-case.ts";

export type TestedBackend = "cpu" | "webgpu";

/** Cases that a backend refuses. The suites fail when one of them passes. */
export interface Gap {
  readonly reason: string;
  readonly includes: (row: Case) => boolean;
  readonly error: new (...args: never[]) => Error;
}

export interface BackendRules {
  /** Inputs and results below 2⁻¹²⁶ may be taken for 0. */
  readonly flushesSubnormals: boolean;
  /** The tolerance of a row's values as it holds for the backend. */
  readonly widen: (tolerance: Tolerance, row: Case) => Tolerance;
  readonly gaps: readonly Gap[];
}

const isDouble = ({ inputs, expectedDType }: Case): boolean =>
  expectedDType === "f64" || inputs.some(({ dtype }) => dtype === "f64");

/** What WGSL does not round as IEEE 754 says. Software adapters do; GPUs need not. */
const INEXACT: ReadonlySet<string> = new Set(["div", "sqrt"]);
const INEXACT_BOUND = { ulp: 5, reason: "WGSL has quotients within 2.5 ulp, and roots as quotients of such" };

function usesInexact(node: Node): boolean {
  return (node.spec.kind === "map" && INEXACT.has(node.spec.op)) || node.inputs.some(usesInexact);
}

export const BACKEND_RULES: Readonly<Record<TestedBackend, BackendRules>> = {
  cpu: { flushesSubnormals: false, widen: (tolerance) => tolerance, gaps: [] },
  webgpu: {
    flushesSubnormals: true,
    widen: (tolerance, row) => (usesInexact(graphOf(row).result.node) ? { ...tolerance, ...INEXACT_BOUND } : tolerance),
    gaps: [{ reason: "WGSL has no double precision", includes: isDouble, error: DTypeError }],
  },
};

export function gapOf({ gaps }: BackendRules, row: Case): Gap | undefined {
  return gaps.find(({ includes }) => includes(row));
}
