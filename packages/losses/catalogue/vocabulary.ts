/** @file Losses over many classes. */
import type { LossEntry } from "./entry.ts";

export const vocabulary: readonly LossEntry[] = [];
