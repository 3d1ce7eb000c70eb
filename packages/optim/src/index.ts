/** @file The door of `optim`. */
export { type AdagradOptions, adagrad } from "./adagrad.ts";
export { type AdamOptions, adam, adamw } from "./adam.ts";
export { clipGlobalNorm, clipGradNorm, globalNorm } from "./clip.ts";
export { Optimizer, type OptimizerState } from "./optimizer.ts";
export { type RmspropOptions, rmsprop } from "./rmsprop.ts";
export {
  constant,
  cosineDecay,
  exponentialDecay,
  linearDecay,
  oneCycle,
  type Schedule,
  stepDecay,
  warmup,
} from "./schedules.ts";
export { type SgdOptions, sgd } from "./sgd.ts";
