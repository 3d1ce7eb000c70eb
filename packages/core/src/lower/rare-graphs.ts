/**
 * @file What the compiler does without for graphs of elementwise operations and reductions. It loads with the first graph that
 * needs any of it, and planning waits for it.
 */
export { addOpaqueUnit, opaqueInputs, stagedInputs, withOpaqueUnits } from "./opaque-units.ts";
export { RARE_RULES } from "./rare-rules.ts";
export { rareValue } from "./rare-values.ts";
export { emitSpread, isShared, spreadBeside } from "./spread.ts";
