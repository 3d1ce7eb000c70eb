/** @file Rows of the property tests: embedding. How to add one: `../samples.ts`. */
import type { LossSample } from "../sample.ts";

export const embeddingSamples: readonly LossSample[] = [];
