/** @file The namespace `random`: tensors drawn under an explicit key. */
export { bits } from "./bits.ts";
export { fold, key, type RandomKey, split } from "./key.ts";
export { type NormalOptions, normal } from "./normal.ts";
export { permutation } from "./permutation.ts";
export { bernoulli, randint, type UniformOptions, uniform } from "./uniform.ts";
