/** @file Losses over many classes. */
import { adaptive } from "./adaptive.ts";
import type { LossEntry } from "./entry.ts";

export const vocabulary: readonly LossEntry[] = [adaptive];
