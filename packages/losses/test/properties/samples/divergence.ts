/** @file Rows of the property tests: divergence. How to add one: `../samples.ts`. */
import type { LossSample } from "../sample.ts";

export const divergenceSamples: readonly LossSample[] = [];
