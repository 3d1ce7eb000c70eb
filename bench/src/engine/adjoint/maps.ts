/** @file Functions of elements and of rows. */
import { layerNorm as normalize } from "adjoint";
import type { Gelu, RowMap } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computing } from "./computing.ts";
import { load } from "./load.ts";

export function gelu(_of: Gelu, inputs: Inputs): Promise<Job> {
  const x = load(inputs, "x");
  return computing([x], () => ({ out: x.geluTanh() }));
}

export function softmax(_of: RowMap, inputs: Inputs): Promise<Job> {
  const x = load(inputs, "x");
  return computing([x], () => ({ out: x.softmax() }));
}

export function layerNorm(_of: RowMap, inputs: Inputs): Promise<Job> {
  const [x, scale, bias] = [load(inputs, "x"), load(inputs, "scale"), load(inputs, "shift")];
  return computing([x, scale, bias], () => ({ out: normalize(x, { scale, bias }) }));
}
