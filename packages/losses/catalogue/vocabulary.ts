/** @file Losses over many classes. */
import { adaptive } from "./adaptive.ts";
import type { LossEntry } from "./entry.ts";
import { linear } from "./linear.ts";
import { sampled } from "./sampled.ts";

export const vocabulary: readonly LossEntry[] = [linear, adaptive, ...sampled];
