/** @file What the compiler needs for graphs with scans. It loads with the first of them, and planning waits for it. */
export { scanReads, scanSteps } from "./scan-steps.ts";
export { SCAN_RULES } from "./split.ts";
