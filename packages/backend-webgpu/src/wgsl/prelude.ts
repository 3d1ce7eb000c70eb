/**
 * @file Functions that rendered kernels call, where WGSL's own leave cases open: NaN, infinities, zero divisors, and the
 * functions it lacks. Only those that a kernel uses are put before it.
 */
import { type ExpandedOp, FAR_ANGLE, type ScalarOp, scalarDef, type ValueType, type Var } from "@adjoint/core";
import { COS, EXPANSIONS, SIN } from "@adjoint/core/expansions";
import { BodyWriter } from "./body.ts";
import { hiddenFloat, splat, WIDE, widthName } from "./literals.ts";
import { MemoryTexts } from "./memory.ts";
import { wideOver } from "./vectors.ts";

const integerDivision = (type: "i32" | "u32", symbol: "/" | "%"): string => {
  const name = symbol === "/" ? "idiv" : "mod";
  const zero = type === "i32" ? "0" : "0u";
  const one = type === "i32" ? "1" : "1u";
  return `fn adj_${name}_${type}(a: ${type}, b: ${type}) -> ${type} {
  return select(a ${symbol} select(b, ${one}, b == ${zero}), ${zero}, b == ${zero});
}`;
};

/** Conversion towards zero within the largest float that fits; what lies beyond gives the type's limit, NaN gives 0. */
const saturatingCast = (type: "i32" | "u32", low: string, high: string, beyond: string, limit: string): string => {
  const zero = type === "i32" ? "0" : "0u";
  return `fn adj_to_${type}(x: f32) -> ${type} {
  let inside = ${type}(clamp(x, ${low}, ${high}));
  return select(select(inside, ${limit}, x >= ${beyond}), ${zero}, adj_is_nan(x));
}`;
};

/** 2/π after the point, in words of 32 bits, behind one of zeros. */
const TWO_OVER_PI = "0u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu";
/** π/2 in two parts: 12 bits, so that a product with as many is exact, and the rest. */
const HALF_PI_HIGH = 201 / 2 ** 7;
const HALF_PI_LOW = Math.PI / 2 - HALF_PI_HIGH;

const f32Text = (x: number): string => `${Math.fround(x)}f`;

/**
 * The sine, or for q ≠ 0 the cosine, of a far x. The product of its significand with those 64 bits of 2/π that tell the
 * place within a turn is exact to 2^-60 of a quarter; no float32 is nearer than 2^-30 to a multiple of π/2.
 *
 * Numerics: error below 2 ulp.
 * @see Payne and Hanek (1983), Radian reduction for trigonometric functions
 */
const farSine = `fn adj_farSine_f32(x: f32, q: f32, near: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let size = bits & 0x7fffffffu;
  if (size <= ${hexBits(FAR_ANGLE)} || size > 0x7f800000u) { return near; }
  if (size == 0x7f800000u) { return ${hiddenFloat(Number.NaN)}; }
  let words = array<u32, 8>(${TWO_OVER_PI});
  let m = (size & 0x7fffffu) | 0x800000u;
  let position = (size >> 23u) - 120u;
  let i = position >> 5u;
  let shift = position & 31u;
  let w0 = (words[i] << shift) | ((words[i + 1u] >> 1u) >> (31u - shift));
  let w1 = (words[i + 1u] << shift) | ((words[i + 2u] >> 1u) >> (31u - shift));
  let w2 = (words[i + 2u] << shift) | ((words[i + 3u] >> 1u) >> (31u - shift));
  let low = m * w1 + adj_mulhi(m, w2);
  let high = m * w0 + adj_mulhi(m, w1) + select(0u, 1u, low < m * w1);
  // The place in its quarter, as a number of 64 bits with a sign; the next quarter begins at a half.
  let mask = 0u - ((high >> 29u) & 1u);
  let f1 = ((low << 2u) ^ mask) - mask;
  let f0 = (((high << 2u) | (low >> 30u)) ^ mask) + select(0u, mask & 1u, f1 == 0u);
  let zeros = countLeadingZeros(f0);
  let f = (f0 << zeros) | ((f1 >> 1u) >> (31u - zeros));
  let upper = f32(f >> 20u);
  let lower = f32(f & 0xfffffu) * ${f32Text((Math.PI / 2) * 2 ** -20)};
  let scale = bitcast<f32>(((115u - zeros) << 23u) | (mask & 0x80000000u));
  let r = (upper * ${f32Text(HALF_PI_HIGH)} + (upper * ${f32Text(HALF_PI_LOW)} + lower)) * scale;
  let s = r * r;
  let sine = r - r * s * (${SIN.map(f32Text).join(" + s * (")}${")".repeat(SIN.length)};
  let cosine = (1.0f - s * 0.5f) + s * s * (${COS.map(f32Text).join(" + s * (")}${")".repeat(COS.length)};
  let isCosine = adj_is_true(q);
  let quadrant = (high >> 30u) + (mask & 1u) + select(0u, 1u, isCosine);
  let sign = ((quadrant & 2u) << 30u) ^ select(bits & 0x80000000u, 0u, isCosine);
  return bitcast<f32>(bitcast<u32>(select(sine, cosine, (quadrant & 1u) == 1u)) ^ sign);
}`;

/** The bits of a float32, as a literal. */
function hexBits(x: number): string {
  return `0x${new Uint32Array(Float32Array.of(x).buffer)[0]?.toString(16)}u`;
}

export const PRELUDE: Readonly<Record<string, string>> = {
  /** By bits, since comparisons with NaN may be folded away. */
  adj_is_nan: `fn adj_is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}`,
  /** NaN counts as true. */
  adj_is_true: `fn adj_is_true(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) != 0u;
}`,
  adj_max_f32: `fn adj_max_f32(a: f32, b: f32) -> f32 {
  return select(select(max(a, b), b, adj_is_nan(b)), a, adj_is_nan(a));
}`,
  adj_min_f32: `fn adj_min_f32(a: f32, b: f32) -> f32 {
  return select(select(min(a, b), b, adj_is_nan(b)), a, adj_is_nan(a));
}`,
  adj_to_i32: saturatingCast("i32", "-2147483648.0f", "2147483520.0f", "2147483648.0f", "2147483647"),
  adj_to_u32: saturatingCast("u32", "0.0f", "4294967040.0f", "4294967296.0f", "4294967295u"),
  /** A 16-bit float in the low half of a word, subnormal ones and NaN included. */
  adj_from_half: `fn adj_from_half(word: u32) -> f32 {
  let size = word & 0x7fffu;
  let normal = (size << 13u) + select(0x38000000u, 0x70000000u, size >= 0x7c00u);
  let small = bitcast<u32>(f32(size) * 0x1p-24f);
  return bitcast<f32>(select(small, normal, size >= 0x400u) | ((word & 0x8000u) << 16u));
}`,
  /** Nearest 16-bit float, half to even; what is too large gives infinity. */
  adj_to_half: `fn adj_to_half(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  let size = bits & 0x7fffffffu;
  let normal = (size - 0x38000000u + 0xfffu + ((size >> 13u) & 1u)) >> 13u;
  let significand = (size & 0x7fffffu) | 0x800000u;
  let shift = clamp(126u - min(size >> 23u, 126u), 1u, 25u);
  let small = (significand + (1u << (shift - 1u)) - 1u + ((significand >> shift) & 1u)) >> shift;
  let finite = select(small, normal, size >= 0x38800000u);
  let limited = select(finite, 0x7c00u, size >= 0x477ff000u);
  return ((bits >> 16u) & 0x8000u) | select(limited, 0x7e00u, size > 0x7f800000u);
}`,
  /** The upper word of a product. */
  adj_mulhi: `fn adj_mulhi(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let left = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let right = (a & 0xffffu) * (b >> 16u) + (left & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (left >> 16u) + (right >> 16u);
}`,
  adj_farSine_f32: farSine,
  adj_idiv_i32: integerDivision("i32", "/"),
  adj_idiv_u32: integerDivision("u32", "/"),
  adj_mod_i32: integerDivision("i32", "%"),
  adj_mod_u32: integerDivision("u32", "%"),
};

const four = (type: "f32" | "u32" | "i32", text: string): string => splat(text, type);

/** The same for vectors, where elements are not taken one by one. */
const WIDE_PRELUDE: Readonly<Record<string, string>> = {
  adj_is_nan: `fn adj_is_nan_x4(x: vec4<f32>) -> vec4<bool> {
  return (bitcast<vec4<u32>>(x) & ${four("u32", "0x7fffffffu")}) > ${four("u32", "0x7f800000u")};
}`,
  adj_is_true: `fn adj_is_true_x4(x: vec4<f32>) -> vec4<bool> {
  return (bitcast<vec4<u32>>(x) & ${four("u32", "0x7fffffffu")}) != ${four("u32", "0u")};
}`,
  adj_max_f32: `fn adj_max_f32_x4(a: vec4<f32>, b: vec4<f32>) -> vec4<f32> {
  return select(select(max(a, b), b, adj_is_nan_x4(b)), a, adj_is_nan_x4(a));
}`,
  adj_min_f32: `fn adj_min_f32_x4(a: vec4<f32>, b: vec4<f32>) -> vec4<f32> {
  return select(select(min(a, b), b, adj_is_nan_x4(b)), a, adj_is_nan_x4(a));
}`,
};

/** The functions that a text calls, each after those that it calls itself. */
export function preludeFor(text: string): string {
  const texts = new Map<string, string>();
  const include = (caller: string): void => {
    for (const [name] of caller.matchAll(/\badj_\w+(?=\()/g)) {
      if (texts.has(name)) continue;
      const body = functionText(name);
      texts.set(name, "");
      include(body.slice(body.indexOf("{")));
      texts.delete(name);
      texts.set(name, body);
    }
  };
  include(text);
  return [...texts.values()].join("\n");
}

/** A function by its name, which ends in `_x4` if it is for vectors. */
function functionText(name: string): string {
  const isWide = name.endsWith(WIDE);
  const narrow = isWide ? name.slice(0, -WIDE.length) : name;
  const written = PRELUDE[narrow];
  if (written === undefined) return formulaFunction(narrow, isWide);
  return isWide ? (WIDE_PRELUDE[narrow] ?? byElements(narrow, written)) : written;
}

/** A function of vectors that calls the one of numbers for each. */
function byElements(name: string, written: string): string {
  const [, params = "", result = ""] = /^fn \w+\(([^)]*)\) -> (\w+)/.exec(written) ?? [];
  const names = [...params.matchAll(/(\w+): \w+/g)].map(([, param]) => param);
  const calls = ["x", "y", "z", "w"].map((part) => `${name}(${names.map((param) => `${param}.${part}`).join(", ")})`);
  const vectors = params.replace(/: (\w+)/g, ": vec4<$1>");
  return `fn ${name}${WIDE}(${vectors}) -> vec4<${result}> {
  return vec4<${result}>(${calls.join(", ")});
}`;
}

/** A function `adj_<op>_<type>` from the formula of the operation. */
function formulaFunction(name: string, isWide: boolean): string {
  const [, op, type] = /^adj_(\w+)_(f32|i32|u32|bool)$/.exec(name) ?? [];
  if (op === undefined || !Object.hasOwn(EXPANSIONS, op)) throw new Error(`no WGSL function ${name}`);
  const dtype = type as ValueType;
  const operands = Array.from({ length: scalarDef(op as ScalarOp).arity }, (_, id): Var => {
    return { kind: "var", dtype, id, name: "a", isUniform: false };
  });
  const writer = new BodyWriter("  ", new MemoryTexts(true));
  const body = isWide ? writer.widened(wideOver(operands)) : writer;
  const value = body.laneValue(EXPANSIONS[op as ExpandedOp](operands));
  const typeName = widthName(dtype, isWide);
  const params = operands.map((operand) => `v${operand.id}: ${typeName}`).join(", ");
  return `fn ${name}${isWide ? WIDE : ""}(${params}) -> ${typeName} {\n${body.text}  return ${value};\n}`;
}
