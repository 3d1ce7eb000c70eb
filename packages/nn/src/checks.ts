import { ShapeError } from "@adjoint/core";

/** @throws {ShapeError} if one of the sizes, given by name, is not a positive whole number. */
export function checkCount(op: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isInteger(size) && size > 0) continue;
    throw new ShapeError({
      op,
      rule: `${name} must be a positive whole number`,
      got: String(size),
      hint: "it is a number of units",
    });
  }
}
