/** @file The door of `autograd`. */
export { type Graph, type GraphNode, trace } from "./graph.ts";
export { type ScanOptions, scan } from "./scan/scan.ts";
export { backward, installBackward } from "./transforms/backward.ts";
export { type CustomCotangents, customVjp } from "./transforms/custom-vjp.ts";
export { grad, valueAndGrad } from "./transforms/grad.ts";
export { type GradcheckEntry, type GradcheckOptions, type GradcheckReport, gradcheck } from "./transforms/gradcheck.ts";
export { noGrad } from "./transforms/no-grad.ts";
export { vjp } from "./transforms/vjp.ts";
export { type FlatTree, flatten, mapTree, type Tree } from "./tree.ts";
