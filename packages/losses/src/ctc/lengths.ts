/** @file Lengths of sequences and targets inside of kernels: read from a buffer, or full where none is given. */
import { type Expr, type KernelBuilder, k } from "@adjoint/core";
import type { SizeParams } from "./sizes.ts";

/** Which lengths come in buffers. */
export interface GivenLengths {
  readonly hasInput: boolean;
  readonly hasLabel: boolean;
}

export interface Lengths {
  input(item: Expr, size: SizeParams): Expr;
  label(item: Expr, size: SizeParams): Expr;
}

/** Declares the buffers of the lengths that are given. */
export function declareLengths(b: KernelBuilder, given: GivenLengths): Lengths {
  const input = given.hasInput ? b.input("inputLengths", "i32") : undefined;
  const label = given.hasLabel ? b.input("labelLengths", "i32") : undefined;
  return {
    input: (item, size) => (input === undefined ? size.frames : b.load(input, item)),
    label: (item, size) => (label === undefined ? size.labels : b.load(label, item)),
  };
}

/** min(max(count, 0), limit): what a length read from the device may be. */
export function clampLength(count: Expr, limit: Expr): Expr {
  return k.min(k.max(count, 0), limit);
}
