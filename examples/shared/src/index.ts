export { describeBackend } from "./describe-backend.ts";
export { loadDiabetes, standardized, type Table } from "./diabetes.ts";
export { type Flags, parseFlags, type Task, tasks } from "./flags.ts";
export { loadDigits } from "./load-digits.ts";
export * from "./portable.ts";
export { type Progress, startProgress } from "./progress.ts";
export { type Drawing, type Report, reportHtml } from "./report.ts";
