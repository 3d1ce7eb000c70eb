/** @file Losses of embeddings, and of rankings. */
import type { LossEntry } from "./entry.ts";

export const embedding: readonly LossEntry[] = [];
