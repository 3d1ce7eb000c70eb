/**
 * @file Arithmetic of two operands. All broadcast, and promote: i32 with f32 gives f32, bool counts as i32.
 */
import { isFloat } from "../dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { equal, less, logicalAnd, notEqual, where } from "./comparison.ts";
import type { Arithmetic, Common, Float, Operand } from "./operand-types.ts";
import { binary, operandNode, promoteOperands, typed } from "./operands.ts";
import { round, sqrt, square } from "./unary.ts";

/**
 * Sum, element by element. Integers wrap.
 *
 * Shapes: a[…], b[…] → their broadcast shape.
 * @throws {ShapeError} if the shapes do not broadcast.
 * @throws {DTypeError} if exactly one operand is f64.
 * @example add(tensor([1, 2]), 10) // [11, 12]
 */
export function add<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  return binary("add", "number", a, b);
}

/** Difference a − b, element by element. Integers wrap. Shapes and errors as for `add`. */
export function sub<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  return binary("sub", "number", a, b);
}

/** Product, element by element (for matrices see `matmul`). Integers wrap. Shapes and errors as for `add`. */
export function mul<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  return binary("mul", "number", a, b);
}

/** Quotient a / b, element by element; of integers as f32 (see `floorDivide`). Shapes and errors as for `add`. */
export function div<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Float<Common<A, B>>> {
  return binary("div", "float", a, b);
}

/** The greater of both, element by element. NaN wins. Shapes and errors as for `add`. */
export function maximum<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  return binary("max", "number", a, b, "maximum");
}

/** The lesser of both, element by element. NaN wins. Shapes and errors as for `add`. */
export function minimum<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  return binary("min", "number", a, b, "minimum");
}

/**
 * `base` to the power of `exponent`; integers as f32. A negative base has a power only for whole exponents, else NaN.
 *
 * Numerics: the exponents −1, 0.5, 1, 2 and 3, given as numbers, are computed as 1/x, √x, x, x·x and x·x·x.
 * Shapes and errors as for `add`.
 */
export function pow<A extends Operand, B extends Operand>(base: A, exponent: B): Tensor<Float<Common<A, B>>> {
  const simple = typeof exponent === "number" ? simplePower(base, exponent) : undefined;
  return simple === undefined ? binary("pow", "float", base, exponent) : typed(simple);
}

function simplePower(base: Operand, exponent: number): Tensor | undefined {
  if (![-1, 0.5, 1, 2, 3].includes(exponent)) return undefined;
  const x = new Tensor(operandNode("pow", "float", base));
  if (exponent === -1) return div(1, x);
  if (exponent === 0.5) return sqrt(x);
  if (exponent === 1) return x;
  return exponent === 2 ? square(x) : mul(square(x), x);
}

/**
 * Remainder of the quotient rounded down: it has the sign of `b`, as in Python. Integer remainders by 0 are 0, float ones NaN.
 * Shapes and errors as for `add`.
 * @example mod(tensor([-7, 7]), 3) // [2, 1]
 */
export function mod<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  const [dividend, divisor] = operands("mod", a, b);
  const remainder: Tensor = binary("mod", "number", dividend, divisor);
  return typed(where(hasOtherSign(remainder, divisor), add(remainder, divisor), remainder));
}

/**
 * Quotient rounded down, in the operands' dtype: `a = b · floorDivide(a, b) + mod(a, b)`. Integer quotients by 0 are 0;
 * float ones are ±Infinity or NaN. Shapes and errors as for `add`.
 * @example floorDivide(tensor([-7, 7]), 2) // [-4, 3]
 */
export function floorDivide<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Arithmetic<Common<A, B>>> {
  const [dividend, divisor] = operands("floorDivide", a, b);
  if (isFloat(dividend.dtype)) {
    // From the remainder, as the rounded quotient a / b may lie on the wrong side of a whole number.
    const whole = round(div(sub(dividend, mod(dividend, divisor)), divisor));
    return typed(where(equal(divisor, 0), div(dividend, divisor), whole));
  }
  const quotient: Tensor = binary("idiv", "number", dividend, divisor, "floorDivide");
  const remainder: Tensor = binary("mod", "number", dividend, divisor, "floorDivide");
  return typed(where(hasOtherSign(remainder, divisor), sub(quotient, 1), quotient));
}

function operands(op: string, a: Operand, b: Operand): [Tensor, Tensor] {
  const [left, right] = promoteOperands(op, "number", a, b);
  return [new Tensor(left), new Tensor(right)];
}

/** Where a remainder rounded towards zero differs from one rounded down. */
function hasOtherSign(remainder: Tensor, divisor: Tensor): Tensor<"bool"> {
  return logicalAnd(notEqual(remainder, 0), notEqual(less(remainder, 0), less(divisor, 0)));
}
