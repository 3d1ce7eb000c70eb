/**
 * @file The door of `core` for the other packages: what users get, and what lies below. `ir` builds graph nodes, `k` builds kernel expressions; the rest goes by its own name.
 */
export * from "./backend/contract.ts";
export * from "./dtype.ts";
export * as ir from "./ir/build.ts";
export { within } from "./ir/development.ts";
export type * from "./ir/gradient-rule.ts";
export * from "./ir/node.ts";
export * from "./ir/program.ts";
export { buildKernel, KernelBuilder } from "./kernel/build.ts";
export * as k from "./kernel/expr.ts";
export * from "./kernel/print.ts";
export { reductionIdentity, reductionOp } from "./kernel/reduction.ts";
export * from "./kernel/types.ts";
export { collect } from "./lower/collect.ts";
export { type GraphKey, sameKey } from "./lower/graph-key.ts";
export type { Atom, Form } from "./lower/index-form.ts";
export * from "./lower/plan.ts";
export * from "./public.ts";
export { nextKey } from "./random/generator.ts";
export { type BackendLoader, type BackendName, type BackendSettings, registerBackend } from "./runtime/backends.ts";
export { foreignTensorError } from "./runtime/copies.ts";
export { throwPendingFailure } from "./runtime/failures.ts";
export { realizeNodes } from "./runtime/flush.ts";
export { registerPendingLoss, stepNodes, takePendingLosses, type Update } from "./runtime/step.ts";
export { type Stepper, stepWatcher } from "./runtime/step-watch.ts";
export type { Expansion } from "./scalar/expansions.ts";
export { loadExpansions } from "./scalar/load-expansions.ts";
export * from "./scalar/table.ts";
export * from "./shape.ts";
export { type BackwardHook, setBackwardHook } from "./tensor/backward.ts";
export { hasTensorBrand } from "./tensor/brand.ts";
export { leafOf, TENSOR_BRAND } from "./tensor/tensor.ts";
