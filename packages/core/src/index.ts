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
export * from "./scalar/expansions.ts";
export * from "./scalar/table.ts";
export * from "./shape.ts";
