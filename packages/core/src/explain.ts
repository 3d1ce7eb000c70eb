/**
 * @file The door to `explain`. It plans at once, for any graph, and so comes with every kernel program; the rest of core loads
 * those on demand.
 */
export { type ExplainedKernel, Explanation, explain } from "./runtime/explain.ts";
