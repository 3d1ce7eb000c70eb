/**
 * @file Functions of real numbers with the errors that are promised: the one table that the suites and `docs/numerics.md`
 * take bounds from.
 */
import {
  add,
  cos,
  div,
  elu,
  erf,
  exp,
  expm1,
  gelu,
  geluTanh,
  log,
  log1p,
  log2,
  logSigmoid,
  mod,
  mul,
  pow,
  reciprocal,
  rsqrt,
  sigmoid,
  silu,
  sin,
  softplus,
  softsign,
  sqrt,
  sub,
  type Tensor,
  tan,
  tanh,
} from "adjoint";
import { erf as exactErf } from "../../../core/src/scalar/reference.ts";

/** Which float32 numbers are tried. */
export type Sample =
  /** Bit patterns drawn evenly, of all signs and magnitudes, and as many numbers of [−90, 90]. */
  | "all"
  /** The same without the sign. */
  | "positive"
  /** Pairs: quotients and products of all magnitudes that stay in range. */
  | "moderate"
  /** Pairs with a quotient below 2²². */
  | "remainders"
  /** Pairs whose power is in range. */
  | "powers";

export interface MeasuredFunction {
  readonly name: string;
  readonly run: (x: Tensor, y: Tensor) => Tensor;
  /** In double precision. */
  readonly exact: (x: number, y: number) => number;
  readonly sample: Sample;
  /** Most units in the last place, of the exact result or of `scale`. */
  readonly bound: { readonly cpu: number; readonly webgpu: number };
  /** What the unit is taken of, where results may cancel: a number no smaller than the result. */
  readonly scale?: (x: number) => number;
  /** Smaller results are left out. */
  readonly least?: number;
  readonly note?: string;
}

const sigmoidOf = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const QUOTIENT = "WGSL grants a quotient 2.5 ulp";
const ROOT = "WGSL grants a root what 1 / inverseSqrt has";

export const FUNCTIONS: readonly MeasuredFunction[] = [
  pair(
    "add",
    (x, y) => add(x, y),
    (x, y) => x + y,
    "moderate",
    [0.5, 0.5],
  ),
  pair(
    "sub",
    (x, y) => sub(x, y),
    (x, y) => x - y,
    "moderate",
    [0.5, 0.5],
  ),
  pair(
    "mul",
    (x, y) => mul(x, y),
    (x, y) => x * y,
    "moderate",
    [0.5, 0.5],
  ),
  pair(
    "div",
    (x, y) => div(x, y),
    (x, y) => x / y,
    "moderate",
    [0.5, 2.5],
    QUOTIENT,
  ),
  pair(
    "pow",
    (x, y) => pow(x, y),
    (x, y) => x ** y,
    "powers",
    [1.5, 2],
  ),
  pair("mod", (x, y) => mod(x, y), floorMod, "remainders", [0.5, 0.5], "for quotients below 2²³"),
  one(
    "reciprocal",
    (x) => reciprocal(x),
    (x) => 1 / x,
    "all",
    [0.5, 2.5],
    QUOTIENT,
  ),
  one("sqrt", (x) => sqrt(x), Math.sqrt, "positive", [0.5, 5], ROOT),
  one(
    "rsqrt",
    (x) => rsqrt(x),
    (x) => 1 / Math.sqrt(x),
    "positive",
    [1.5, 8],
    "a quotient by a root",
  ),
  one("exp", (x) => exp(x), Math.exp, "all", [1, 1.5]),
  one("expm1", (x) => expm1(x), Math.expm1, "all", [1.6, 2.1]),
  one("log", (x) => log(x), Math.log, "positive", [0.85, 1.35]),
  one("log1p", (x) => log1p(x), Math.log1p, "all", [1.45, 1.95]),
  one("log2", (x) => log2(x), Math.log2, "positive", [2.5, 3], "log, times a constant"),
  one("sin", (x) => sin(x), Math.sin, "all", [1.3, 2]),
  one("cos", (x) => cos(x), Math.cos, "all", [1.3, 2]),
  one("tan", (x) => tan(x), Math.tan, "all", [4, 8], "sin / cos"),
  one("tanh", (x) => tanh(x), Math.tanh, "all", [2.6, 5.6], "has a quotient"),
  one("erf", (x) => erf(x), exactErf, "all", [2, 2.5]),
  one("sigmoid", (x) => sigmoid(x), sigmoidOf, "all", [3, 6], "has a quotient"),
  one("softplus", (x) => softplus(x), softplusOf, "all", [3, 4]),
  one(
    "logSigmoid",
    (x) => logSigmoid(x),
    (x) => -softplusOf(-x),
    "all",
    [3, 4],
  ),
  {
    ...one(
      "silu",
      (x) => silu(x),
      (x) => x * sigmoidOf(x),
      "all",
      [4, 7],
      "for results from 2⁻¹¹⁰ on, behind which the sigmoid in it is subnormal",
    ),
    least: 2 ** -110,
  },
  one(
    "elu",
    (x) => elu(x),
    (x) => (x > 0 ? x : Math.expm1(x)),
    "all",
    [1.6, 2.1],
  ),
  one(
    "softsign",
    (x) => softsign(x),
    (x) => x / (1 + Math.abs(x)),
    "all",
    [1.5, 4],
  ),
  {
    ...one(
      "gelu",
      (x) => gelu(x),
      (x) => (x / 2) * (1 + exactErf(x * Math.SQRT1_2)),
      "all",
      [3, 4],
    ),
    scale: Math.abs,
    note: "in ulp of x, as the sum in it cancels for x below −1",
  },
  {
    ...one("geluTanh", (x) => geluTanh(x), geluTanhOf, "all", [4, 7]),
    scale: Math.abs,
    note: "in ulp of x, as for gelu",
  },
];

function one(
  name: string,
  run: (x: Tensor) => Tensor,
  exact: (x: number) => number,
  sample: Sample,
  [cpu, webgpu]: readonly [number, number],
  note?: string,
): MeasuredFunction {
  return { name, run, exact, sample, bound: { cpu, webgpu }, ...(note === undefined ? {} : { note }) };
}

function pair(
  name: string,
  run: (x: Tensor, y: Tensor) => Tensor,
  exact: (x: number, y: number) => number,
  sample: Sample,
  [cpu, webgpu]: readonly [number, number],
  note?: string,
): MeasuredFunction {
  return { name, run, exact, sample, bound: { cpu, webgpu }, ...(note === undefined ? {} : { note }) };
}

/** The remainder with the sign of the divisor. */
function floorMod(x: number, y: number): number {
  const remainder = x % y;
  return remainder !== 0 && remainder < 0 !== y < 0 ? remainder + y : remainder;
}

function geluTanhOf(x: number): number {
  return x * sigmoidOf(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
}
