/** @file Reading the emissions of a frame: the probabilities of the blank and of the labels, by slot. */
import { type BufferParam, type Expr, type KernelBuilder, k } from "@adjoint/core";
import type { ExtendedFloat } from "./extended-float.ts";
import { blankSlot, emissionRow, type SizeParams, scaleSlot, slotsOf } from "./sizes.ts";

export interface Emissions {
  readonly blank: ExtendedFloat;
  /** The greatest logit of the frame, and the logarithm of the sum of what is above it. */
  readonly top: Expr;
  readonly logTotal: Expr;
  label(position: Expr): ExtendedFloat;
}

/** The emissions of one frame of one sequence. */
export function emissionsAt(
  b: KernelBuilder,
  buffer: BufferParam,
  size: SizeParams,
  item: Expr,
  frame: Expr,
): Emissions {
  const mantissas = b.let("emissionMantissas", emissionRow(size, item, frame));
  const exponents = b.let("emissionExponents", k.add(mantissas, slotsOf(size)));
  const float = (at: Expr): Expr => k.bitcast(b.load(buffer, at), "f32");
  const label = (slot: Expr): ExtendedFloat => ({
    mantissa: float(k.add(mantissas, slot)),
    exponent: b.load(buffer, k.add(exponents, slot)),
  });
  return {
    blank: label(blankSlot(size)),
    top: float(k.add(mantissas, scaleSlot(size))),
    logTotal: float(k.add(exponents, scaleSlot(size))),
    label,
  };
}

/** Names the parts of a value, so that each is computed once. */
export function nameParts(b: KernelBuilder, as: string, x: ExtendedFloat): ExtendedFloat {
  return { mantissa: b.let(as, x.mantissa), exponent: b.let(`${as}Exponent`, x.exponent) };
}
