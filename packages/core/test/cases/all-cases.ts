/** @file All tables of cases, by family. A new table gets a row here. */
import { activationCases } from "./activation.ts";
import { arithmeticCases } from "./arithmetic.ts";
import type { Case } from "./case.ts";
import { comparisonCases } from "./comparison.ts";
import { convolutionCases } from "./convolution.ts";
import { creationCases } from "./creation.ts";
import { einsumCases } from "./einsum.ts";
import { indexingCases } from "./indexing.ts";
import { matmulCases } from "./matmul.ts";
import { normalizationCases } from "./normalization.ts";
import { orderCases } from "./order.ts";
import { reductionCases } from "./reduction.ts";
import { shapeCases } from "./shape.ts";
import { specialValueCases } from "./special-values.ts";
import { unaryCases } from "./unary.ts";

export const ALL_CASES: Readonly<Record<string, readonly Case[]>> = {
  arithmetic: arithmeticCases,
  unary: unaryCases,
  activation: activationCases,
  comparison: comparisonCases,
  reduction: reductionCases,
  normalization: normalizationCases,
  shape: shapeCases,
  matmul: matmulCases,
  convolution: convolutionCases,
  einsum: einsumCases,
  indexing: indexingCases,
  order: orderCases,
  creation: creationCases,
  "special values": specialValueCases,
};
