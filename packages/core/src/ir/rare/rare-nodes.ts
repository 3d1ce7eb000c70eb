/**
 * @file The door of builders that few graphs need. They bring the gradient rules of their nodes along, and are a file of their
 * own in the published package, which a page loads with the first operation that needs one.
 */
export { conv, dot } from "./contractions.ts";
export { custom } from "./custom.ts";
export { gather, scatterAdd } from "./indexing.ts";
export { kernel } from "./kernel.ts";
export { flip, pad, permute, shrink, transpose } from "./movement.ts";
export { cumsum, sort } from "./order.ts";
export { product } from "./product.ts";
export { result } from "./result.ts";
export { countWindows, fold, window } from "./windows.ts";
