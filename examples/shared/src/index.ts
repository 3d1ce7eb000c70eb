export { loadDiabetes, standardized, type Table } from "./diabetes.ts";
export { DIGIT_SIZE, type Digit, loadDigits, type Split, split } from "./digits.ts";
export { type Flags, parseFlags, type Task, tasks } from "./flags.ts";
export { type Progress, startProgress } from "./progress.ts";
export { createRandom, type Random } from "./random.ts";
export { type Drawing, type Report, reportHtml } from "./report.ts";
