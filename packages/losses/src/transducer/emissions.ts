/** @file Reading the emissions of a diagonal: probabilities of the blank and the next label at each of its nodes. */
import { type BufferParam, type Expr, type KernelBuilder, k } from "@adjoint/core";
import type { ExtendedFloat } from "../ctc/extended-float.ts";

export interface NodeEmissions {
  blank(u: Expr): ExtendedFloat;
  label(u: Expr): ExtendedFloat;
}

/** `start` is where the rows of the diagonal begin, `stride` the words of each. */
export function emissionsFrom(b: KernelBuilder, buffer: BufferParam, start: Expr, stride: Expr): NodeEmissions {
  const rows = [b.let("emissionStart", start)];
  for (let i = 1; i < 4; i++) rows.push(b.let("emissionRow", k.add(rows[i - 1] as Expr, stride)));
  const read = (row: number, u: Expr): Expr => b.load(buffer, k.add(rows[row] as Expr, u));
  const float = (row: number, u: Expr): ExtendedFloat => ({
    mantissa: k.bitcast(read(row, u), "f32"),
    exponent: read(row + 1, u),
  });
  return { blank: (u) => float(0, u), label: (u) => float(2, u) };
}
