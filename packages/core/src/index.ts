/**
 * @file The door of `core`. `ir` builds graph nodes, `k` builds kernel expressions; the rest goes by its own name.
 */
export * from "./backend/contract.ts";
export * from "./dtype.ts";
export * from "./errors.ts";
export * as ir from "./ir/build.ts";
export * from "./ir/node.ts";
export * from "./ir/program.ts";
export { buildKernel, KernelBuilder } from "./kernel/build.ts";
export * as k from "./kernel/expr.ts";
export * from "./kernel/print.ts";
export * from "./kernel/types.ts";
export * from "./lower/plan.ts";
export * from "./ops/index.ts";
export { manualSeed, nextKey, rand, randint, randn } from "./random/generator.ts";
export type { RandomKey } from "./random/key.ts";
export * as random from "./random/random.ts";
export { type BackendLoader, type BackendName, type BackendSettings, registerBackend } from "./runtime/backends.ts";
export { backendInfo, type ConfigureOptions, configure, planStats, shutdown } from "./runtime/configure.ts";
export { type ExplainedKernel, Explanation, explain } from "./runtime/explain.ts";
export { throwPendingFailure } from "./runtime/failures.ts";
export { realizeNodes } from "./runtime/flush.ts";
export type { MemoryInfo, SiteInfo } from "./runtime/ledger.ts";
export { type MemoryOptions, memory } from "./runtime/memory.ts";
export type { PlanStats } from "./runtime/plan-cache.ts";
export { Profile, type ProfiledKernel, type ProfiledStep, profile } from "./runtime/profiler.ts";
export { realize } from "./runtime/realize.ts";
export { keep, scope } from "./runtime/scope.ts";
export type { BackendInfo } from "./runtime/session.ts";
export { registerPendingLoss, stepNodes, takePendingLosses, type Update } from "./runtime/step.ts";
export * from "./scalar/expansions.ts";
export * from "./scalar/table.ts";
export * from "./shape.ts";
export { type BackwardHook, type BackwardOptions, setBackwardHook } from "./tensor/backward.ts";
export { type DTypeOfData, type TensorOptions, tensor } from "./tensor/create.ts";
export type { TensorMethods } from "./tensor/methods.ts";
export type { Nested, NestedInput } from "./tensor/nested.ts";
export { leafOf, TENSOR_BRAND, Tensor } from "./tensor/tensor.ts";

import "./tensor/methods.ts";
