/**
 * @file Activation functions: formulas over other operations, element by element, shapes […] → […]. Integers become f32.
 * They choose by `where(x < 0, x, −x)` rather than by |x|, whose derivative at 0 is 0 and would spoil theirs.
 */
import { Tensor } from "../tensor/tensor.ts";
import { add, div, mul, sub } from "./arithmetic.ts";
import { less, lessEqual, where } from "./comparison.ts";
import { constantLike } from "./masks.ts";
import type { Arithmetic, DTypeOf, Float, Operand } from "./operand-types.ts";
import { floatTensor, operandNode, typed, unary } from "./operands.ts";
import { abs, erf, exp, expm1, log1p, neg } from "./unary.ts";

/** Hyperbolic tangent. */
export function tanh<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return unary("tanh", "float", x);
}

/** Rectifier: x where x > 0, else 0. NaN stays; the derivative at 0 is 0. Integers stay integers. */
export function relu<X extends Operand>(x: X): Tensor<Arithmetic<DTypeOf<X>>> {
  const v = new Tensor(operandNode("relu", "number", x));
  return typed(where(lessEqual(v, 0), 0, v));
}

/**
 * Logistic function 1 / (1 + e⁻ˣ).
 * Numerics: e is raised to negative powers only, so neither value nor gradient overflows, and the lower tail keeps its
 * relative accuracy.
 */
export function sigmoid<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("sigmoid", x);
  const isNegative = less(v, 0);
  const z = exp(where(isNegative, v, neg(v)));
  return typed(div(where(isNegative, z, 1), add(z, 1)));
}

/** log(sigmoid(x)), without underflow. */
export function logSigmoid<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return typed(neg(softplus(neg(floatTensor("logSigmoid", x)))));
}

/** Smooth rectifier log(1 + eˣ). Numerics: no overflow for large x, no loss for very negative x. */
export function softplus<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("softplus", x);
  return typed(add(relu(v), log1p(exp(where(lessEqual(v, 0), v, neg(v))))));
}

/** x · sigmoid(x), also called swish. */
export function silu<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("silu", x);
  return typed(mul(v, sigmoid(v)));
}

/**
 * x · tanh(softplus(x)), smooth and not monotonic: its minimum is near −0.309, at x ≈ −1.19.
 * @see Misra (2019), arXiv:1908.08681
 */
export function mish<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("mish", x);
  return typed(mul(v, tanh(softplus(v))));
}

/**
 * Gaussian error linear unit x · Φ(x), exact.
 * Numerics: 1 + erf cancels for x < −3; the absolute error stays below 1e-6.
 * @see Hendrycks and Gimpel (2016), arXiv:1606.08415
 */
export function gelu<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("gelu", x);
  return typed(mul(mul(v, 0.5), add(erf(mul(v, Math.SQRT1_2)), 1)));
}

/** Below, tanh-GELU is less than 1e-35 in size. e^−2u is finite from here on, and so is the gradient. */
const GELU_LOWEST = -10;

/**
 * GELU in the tanh form. Within 5e-4 of the exact one on [−6, 6].
 * Numerics: the lower tail keeps its relative accuracy down to x = −10, and is less than 1e-35 in size beyond.
 */
export function geluTanh<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const given = floatTensor("geluTanh", x);
  // One node in both places, which the CPU's vectors take for one instruction.
  const lowest = new Tensor(constantLike(given.node, GELU_LOWEST));
  const v = where(less(given, lowest), lowest, given);
  const slope = -2 * Math.sqrt(2 / Math.PI);
  const inner = mul(v, add(mul(mul(v, v), 0.044715 * slope), slope));
  return typed(div(v, add(exp(inner), 1))); // (1 + tanh u) / 2 = 1 / (1 + e^−2u)
}

/** x where x > 0, else `slope` · x. */
export function leakyRelu<X extends Operand>(x: X, slope = 0.01): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("leakyRelu", x);
  return typed(where(lessEqual(v, 0), mul(v, slope), v));
}

/** Exponential linear unit: x where x > 0, else `alpha` · (eˣ − 1). */
export function elu<X extends Operand>(x: X, alpha = 1): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("elu", x);
  const isLower = lessEqual(v, 0);
  return typed(where(isLower, mul(expm1(where(isLower, v, 0)), alpha), v));
}

/** Scaled exponential linear unit, which keeps mean 0 and variance 1. @see Klambauer et al. (2017), arXiv:1706.02515 */
export function selu<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  return typed(mul(elu(floatTensor("selu", x), 1.6732632423543772), 1.0507009873554805));
}

/** x / (1 + |x|). */
export function softsign<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("softsign", x);
  return typed(div(v, add(abs(v), 1)));
}

/** x − tanh(x). */
export function tanhShrink<X extends Operand>(x: X): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("tanhShrink", x);
  return typed(sub(v, tanh(v)));
}
