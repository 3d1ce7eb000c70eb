/** @file Rows of the property tests: vocabulary. How to add one: `../samples.ts`. */
import type { LossSample } from "../sample.ts";

export const vocabularySamples: readonly LossSample[] = [];
