/**
 * @file What users of the library get from core: all of `adjoint` but `explain`, gradients, losses,
 * optimizers and layers.
 */
export type { DType, HostArrays, TypedArray } from "./dtype.ts";
export * from "./errors.ts";
export { einsum } from "./ops/einsum/einsum.ts";
export * from "./ops/index.ts";
export { manualSeed, rand, randint, randn } from "./random/generator.ts";
export type { RandomKey } from "./random/key.ts";
export * as random from "./random/random.ts";
export { backendInfo, type ConfigureOptions, configure, planStats, shutdown } from "./runtime/configure.ts";
export type { MemoryInfo, SiteInfo } from "./runtime/ledger.ts";
export { type MemoryOptions, memory } from "./runtime/memory.ts";
export type { PlanStats } from "./runtime/plan-cache.ts";
export {
  type HostEvent,
  type Preparation,
  Profile,
  type ProfileClock,
  type ProfileContext,
  type ProfiledKernel,
  type ProfiledRates,
  type ProfiledStep,
} from "./runtime/profile.ts";
export { type ProfileOptions, profile } from "./runtime/profiler.ts";
export { realize } from "./runtime/realize.ts";
export { keep, scope } from "./runtime/scope.ts";
export type { BackendInfo } from "./runtime/session.ts";
export { type Warmup, type WarmupOptions, type WarmupProgress, warmup } from "./runtime/warmup.ts";
export type { Shape } from "./shape.ts";
export type { BackwardOptions } from "./tensor/backward.ts";
export { type DTypeOfData, type TensorOptions, tensor } from "./tensor/create.ts";
export type { Nested, NestedInput } from "./tensor/nested.ts";
export { Tensor } from "./tensor/tensor.ts";
