/** @file Metrics: numbers about predictions, without gradients. */
import type { LossEntry } from "./entry.ts";

export const metrics: readonly LossEntry[] = [];
