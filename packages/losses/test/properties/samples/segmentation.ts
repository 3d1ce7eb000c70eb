/** @file Rows of the property tests: segmentation. How to add one: `../samples.ts`. */
import type { LossSample } from "../sample.ts";

export const segmentationSamples: readonly LossSample[] = [];
