/** @file GELU in its tanh form, and its derivative. */
import type { Gelu } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";
import { jobOf } from "./job.ts";

const ROOT = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

export function gelu({ count }: Gelu, inputs: Inputs): Job {
  const x = floats(inputs, "x");
  const out = new Float32Array(count);
  return jobOf({ out }, () => geluOf(x, out));
}

export function geluOf(x: Float32Array, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    out[i] = 0.5 * value * (1 + Math.tanh(ROOT * (value + CUBIC * value * value * value)));
  }
}

/** Multiplies `gradient` by the derivative at `x`. */
export function geluBackward(x: Float32Array, gradient: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    const tanh = Math.tanh(ROOT * (value + CUBIC * value * value * value));
    const inner = ROOT * (1 + 3 * CUBIC * value * value);
    (gradient[i] as number) *= 0.5 * (1 + tanh) + 0.5 * value * (1 - tanh * tanh) * inner;
  }
}
