/**
 * @file What most users import: all of `adjoint/functions`, with every operation as a method of `Tensor`, too.
 */
import { attachMethods } from "@adjoint/core/methods";

export type { TensorMethods } from "@adjoint/core/methods";
export * from "./functions.ts";

attachMethods();
