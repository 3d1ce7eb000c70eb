/**
 * @file The door of `core/testing`: oracles, tolerances and data for tests. Not part of what users get.
 */
export { NullBackend, type NullBackendOptions } from "../backend/null.ts";
export { addForms, divForm, indexForm, modForm, scaleForm } from "../lower/index-form.ts";
export * from "./compile-expr.ts";
export * from "./dot-mistake.ts";
export * from "./example-plans.ts";
export * from "./interpret-expr.ts";
export * from "./interpret-graph.ts";
export * from "./interpret-kernel.ts";
export * from "./leaf-node.ts";
export * from "./leaks.ts";
export * from "./math-bounds.ts";
export { operandAt } from "./operand-at.ts";
export * from "./random-data.ts";
export * from "./run-plan.ts";
export * from "./scalar-value.ts";
export * from "./sweep-math.ts";
export * from "./tolerance.ts";
export * from "./ulp.ts";
