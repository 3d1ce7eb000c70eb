/** @file Divergences between distributions. */
import type { LossEntry } from "./entry.ts";

export const divergence: readonly LossEntry[] = [];
