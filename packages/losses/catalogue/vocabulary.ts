/** @file Losses over many classes. */
import { adaptive } from "./adaptive.ts";
import type { LossEntry } from "./entry.ts";
import { linear } from "./linear.ts";

export const vocabulary: readonly LossEntry[] = [linear, adaptive];
