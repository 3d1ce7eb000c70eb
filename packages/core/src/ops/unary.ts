/**
 * @file Functions of one operand, element by element: shapes […] → […]. Integers become f32 where real numbers are meant.
 */
import { isFloat } from "../dtype.ts";
import { detach, map } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { Tensor } from "../tensor/tensor.ts";
import { constantLike } from "./masks.ts";
import type { Arithmetic, DTypeOf, Float, Operand } from "./operand-types.ts";
import { operandNode, unary } from "./operands.ts";

/** −x. u32 wraps; bool becomes i32. */
export function neg<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  return unary("neg", "number", x);
}

/** |x|. Its derivative at 0 is 0. */
export function abs<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  return unary("abs", "number", x);
}

/** −1, 0 or 1: the sign of x. NaN stays NaN. Its derivative is 0. */
export function sign<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  const node = detach(operandNode("sign", "number", x));
  const zero = constantLike(node, 0);
  const belowZero = node.dtype === "u32" ? node : map("where", map("lt", node, zero), constantLike(node, -1), node);
  return new Tensor(map("where", map("lt", zero, node), constantLike(node, 1), belowZero));
}

/** x². */
export function square<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  const node = operandNode("square", "number", x);
  return new Tensor(map("mul", node, node));
}

/** 1 / x. */
export function reciprocal<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const node = operandNode("reciprocal", "float", x);
  return new Tensor(map("div", constantLike(node, 1), node));
}

/** √x; NaN for x < 0. */
export function sqrt<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("sqrt", "float", x);
}

/** 1 / √x. */
export function rsqrt<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const node = operandNode("rsqrt", "float", x);
  return new Tensor(map("div", constantLike(node, 1), map("sqrt", node)));
}

/** e to the power of x. */
export function exp<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("exp", "float", x);
}

/** eˣ − 1, accurate near 0. */
export function expm1<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("expm1", "float", x);
}

/** Natural logarithm; −Infinity at 0, NaN below. */
export function log<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("log", "float", x);
}

/** log(1 + x), accurate near 0. */
export function log1p<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("log1p", "float", x);
}

/** Logarithm to base 2, as log(x) · log₂e: powers of 2 are not exact. */
export function log2<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const node = operandNode("log2", "float", x);
  return new Tensor(map("mul", map("log", node), constantLike(node, Math.LOG2E)));
}

/** Sine, x in radians. Accurate for |x| ≤ 1e5. */
export function sin<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("sin", "float", x);
}

/** Cosine, x in radians. Accurate for |x| ≤ 1e5. */
export function cos<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("cos", "float", x);
}

/** Tangent, as sin x / cos x. Accurate for |x| ≤ 1e5. */
export function tan<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const node = operandNode("tan", "float", x);
  return new Tensor(map("div", map("sin", node), map("cos", node)));
}

/** The error function. */
export function erf<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("erf", "float", x);
}

/** The next whole number below. Integers stay. Its derivative is 0. */
export function floor<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  return rounded("floor", x);
}

/** The next whole number above. Integers stay. Its derivative is 0. */
export function ceil<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  return rounded("ceil", x);
}

/** The whole number towards 0. Integers stay. Its derivative is 0. */
export function trunc<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  return rounded("trunc", x);
}

/** The nearest whole number; half goes to even. Integers stay. Its derivative is 0. */
export function round<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  return rounded("round", x);
}

function rounded<X extends Operand>(op: "floor" | "ceil" | "trunc" | "round", x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  const node: Node = operandNode(op, "number", x);
  return new Tensor(isFloat(node.dtype) ? map(op, node) : node);
}
