/**
 * @file All that users import, without methods: tensors and their operations, gradients, losses, the namespaces `optim`,
 * `nn` and `estimators`, and the one flag. A bundler leaves out the functions that a program does not call. Importing it
 * makes the backends known and gives `backward()` its meaning; nothing is loaded before it is used.
 */
import { setUp } from "./set-up.ts";

export {
  type CustomCotangents,
  customVjp,
  type GradcheckEntry,
  type GradcheckOptions,
  type GradcheckReport,
  type Graph,
  type GraphNode,
  grad,
  gradcheck,
  noGrad,
  type ScanOptions,
  scan,
  type Tree,
  trace,
  valueAndGrad,
  vjp,
} from "@adjoint/autograd";
export { type ExplainedKernel, Explanation, explain } from "@adjoint/core/explain";
export * from "@adjoint/core/public";
export * as estimators from "@adjoint/estimators";
export * from "@adjoint/losses";
export * as nn from "@adjoint/nn";
export * as optim from "@adjoint/optim";

setUp();
