/** @file The RNN transducer. */
import type { LossEntry } from "./entry.ts";

export const transducer: readonly LossEntry[] = [];
