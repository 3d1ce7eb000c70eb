/** @file What is read out of sequences of logits, and how it is scored. */
import type { LossEntry } from "./entry.ts";

export const decoding: readonly LossEntry[] = [];
