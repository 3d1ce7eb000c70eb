/** @file Checks that many operations share, with worded errors. */
import { DTYPES, type DType, isDType } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { formatShape, type Shape } from "../shape.ts";

/**
 * The dtype, checked.
 * @throws {DTypeError} if it does not exist.
 */
export function checkDType<D extends DType>(op: string, dtype: D): D {
  if (isDType(dtype)) return dtype;
  throw new DTypeError({
    op,
    rule: `dtype must be one of ${Object.keys(DTYPES).join(", ")}`,
    got: String(dtype),
    hint: "f32 is the default",
  });
}

/**
 * Fails unless a claim about shapes holds. What was given is only put into words when it does not.
 * @throws {ShapeError} with the rule and the shapes.
 */
export function checkShapes(
  holds: boolean,
  op: string,
  rule: string | (() => string),
  got: () => string,
  hint?: string,
): void {
  if (!holds) throw new ShapeError({ op, rule: typeof rule === "string" ? rule : rule(), got: got(), hint });
}

/** Names and shapes, as `a=[2, 3], b=[4]`. */
export function describeShapes(shapes: Readonly<Record<string, Shape>>): string {
  return Object.entries(shapes)
    .map(([name, shape]) => `${name}=${formatShape(shape)}`)
    .join(", ");
}
