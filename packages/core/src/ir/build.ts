/**
 * @file Makes legal nodes: one function for each primitive, with its shape and dtype rule. Operands must fit exactly;
 * broadcasting and promotion happen in `ops/`, which also checks what users pass and words their errors.
 */
export {
  barrier,
  bitcast,
  buffer,
  cast,
  detach,
  expand,
  full,
  iota,
  map,
  number,
  reduce,
  reshape,
  scalar,
  variable,
} from "./common.ts";
export { make, tracks, withTracking } from "./make.ts";
export {
  conv,
  countWindows,
  cumsum,
  custom,
  dot,
  flip,
  fold,
  gather,
  kernel,
  pad,
  permute,
  product,
  result,
  scatterAdd,
  shrink,
  sort,
  transpose,
  window,
} from "./rare/rare-nodes.ts";
