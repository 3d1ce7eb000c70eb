/** @file Lengths of sequences and targets inside of the transducer's kernels. */
import { type Expr, type KernelBuilder, k } from "@adjoint/core";
import type { GivenLengths } from "../ctc/lengths.ts";
import type { RnntSizeParams } from "./sizes.ts";

export type { GivenLengths };

export interface RnntLengths {
  input(item: Expr, size: RnntSizeParams): Expr;
  label(item: Expr, size: RnntSizeParams): Expr;
}

/** Declares the buffers of the lengths that are given; the others are full. */
export function declareRnntLengths(b: KernelBuilder, given: GivenLengths): RnntLengths {
  const input = given.hasInput ? b.input("inputLengths", "i32") : undefined;
  const label = given.hasLabel ? b.input("labelLengths", "i32") : undefined;
  return {
    input: (item, size) => (input === undefined ? size.frames : b.load(input, item)),
    label: (item, size) => (label === undefined ? k.sub(size.positions, 1) : b.load(label, item)),
  };
}
