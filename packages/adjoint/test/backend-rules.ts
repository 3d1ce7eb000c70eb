/** @file What backends may do differently from each other, and why: the one place where the tables of cases yield. */
import type { Tolerance } from "@adjoint/core/testing";
import { DTypeError } from "adjoint";
import type { Case } from "../../core/test/cases/case.ts";

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
  /** The tolerance of a row as it holds for the backend. */
  readonly widen: (tolerance: Tolerance, row: Case) => Tolerance;
  readonly gaps: readonly Gap[];
}

const isDouble = ({ inputs, expectedDType }: Case): boolean =>
  expectedDType === "f64" || inputs.some(({ dtype }) => dtype === "f64");

export const BACKEND_RULES: Readonly<Record<TestedBackend, BackendRules>> = {
  cpu: { flushesSubnormals: false, widen: (tolerance) => tolerance, gaps: [] },
  webgpu: {
    flushesSubnormals: true,
    widen: (tolerance) => tolerance,
    gaps: [{ reason: "WGSL has no double precision", includes: isDouble, error: DTypeError }],
  },
};

export function gapOf({ gaps }: BackendRules, row: Case): Gap | undefined {
  return gaps.find(({ includes }) => includes(row));
}
