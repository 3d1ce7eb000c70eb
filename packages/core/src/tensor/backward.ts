/**
 * @file The slot for `backward()`: core knows no gradients, so the entry package fills it with autograd.
 */
import type { DType } from "../dtype.ts";
import { UsageError } from "../errors.ts";
import type { Tensor } from "./tensor.ts";

export interface BackwardOptions {
  /** Keeps the graph, so that it can be swept again. */
  readonly retainGraph?: boolean;
}

export type BackwardHook = (loss: Tensor<DType>, options: BackwardOptions | undefined) => void;

let hook: BackwardHook | undefined;

/** Tells what `Tensor.backward` does. */
export function setBackwardHook(backward: BackwardHook): void {
  hook = backward;
}

/** @throws {UsageError} if autograd is not installed. */
export function backwardHook(): BackwardHook {
  if (hook !== undefined) return hook;
  const hint = 'import from "adjoint"';
  throw new UsageError({ op: "backward", rule: "autograd must be loaded", got: "core alone", hint });
}
