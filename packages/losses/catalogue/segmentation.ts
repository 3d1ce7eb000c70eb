/** @file Losses of overlapping regions. */
import type { LossEntry } from "./entry.ts";

export const segmentation: readonly LossEntry[] = [];
