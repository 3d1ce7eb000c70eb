/** @file Metrics: numbers about predictions, without gradients. */
import type { LossEntry } from "./entry.ts";
import { errorMetrics } from "./error-metrics.ts";
import { labelMetrics } from "./label-metrics.ts";
import { scoreMetrics } from "./score-metrics.ts";

export const metrics: readonly LossEntry[] = [...errorMetrics, ...scoreMetrics, ...labelMetrics];
