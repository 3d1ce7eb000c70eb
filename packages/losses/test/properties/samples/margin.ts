/** @file Rows of the property tests: margin. How to add one: `../samples.ts`. */
import type { LossSample } from "../sample.ts";

export const marginSamples: readonly LossSample[] = [];
