/** @file The elements of a product's operands, for the oracles of products. */
import type { Form } from "../lower/index-form.ts";
import type { DotSpec } from "../lower/plan.ts";

/** A form of one index at a value of that. */
function formAt(form: Form, index: number): number {
  return form.terms.reduce((sum, { atom, factor }) => {
    if (atom.kind === "index") return sum + factor * index;
    if (atom.kind === "data") throw new Error("operands do not lie where data says");
    const of = formAt(atom.of, index);
    return sum + factor * (atom.kind === "div" ? Math.floor(of / atom.by) : of % atom.by);
  }, form.offset);
}

/** Where element [row, column] of matrix `batch` of an operand lies. */
export function operandAt(spec: DotSpec, name: "a" | "b"): (batch: number, row: number, column: number) => number {
  const { m, n, k } = spec;
  const [rows, columns] = name === "a" ? [m, k] : [k, n];
  const view = name === "a" ? spec.aView : spec.bView;
  if (view !== undefined)
    return (batch, row, column) => formAt(view.batch, batch) + formAt(view.row, row) + formAt(view.column, column);
  const [isTransposed, stride] =
    name === "a" ? [spec.isATransposed, spec.aBatchStride] : [spec.isBTransposed, spec.bBatchStride];
  return (batch, row, column) => batch * stride + (isTransposed ? column * rows + row : row * columns + column);
}
