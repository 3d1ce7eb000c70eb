/** @file All operations. */
export * from "./combine.ts";
export * from "./creation.ts";
export * from "./of-tensors.ts";
