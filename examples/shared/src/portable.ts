/** @file What the examples share that runs in a page as well as in Node. */
export { DIGIT_SIZE, type Digit, type Split, split } from "./digits.ts";
export { fetchDigits } from "./fetch-digits.ts";
export { createRandom, type Random } from "./random.ts";
