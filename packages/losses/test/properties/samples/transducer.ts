/** @file Rows of the property tests: transducer. How to add one: `../samples.ts`. */
import type { LossSample } from "../sample.ts";

export const transducerSamples: readonly LossSample[] = [];
