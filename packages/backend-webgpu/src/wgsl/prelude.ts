/**
 * @file Functions that rendered kernels call, where WGSL's own leave cases open: NaN, infinities, zero divisors, and the
 * functions it lacks. Only those that a kernel uses are put before it.
 */
import { type ExpandedOp, type ScalarOp, scalarDef, type ValueType, type Var } from "@adjoint/core";
import { EXPANSIONS } from "@adjoint/core/expansions";
import { BodyWriter } from "./body.ts";
import { MemoryTexts } from "./memory.ts";

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
  adj_idiv_i32: integerDivision("i32", "/"),
  adj_idiv_u32: integerDivision("u32", "/"),
  adj_mod_i32: integerDivision("i32", "%"),
  adj_mod_u32: integerDivision("u32", "%"),
};

/** The functions that a text calls, each after those that it calls itself. */
export function preludeFor(text: string): string {
  const texts = new Map<string, string>();
  const include = (caller: string): void => {
    for (const [name] of caller.matchAll(/\badj_\w+(?=\()/g)) {
      if (texts.has(name)) continue;
      const body = PRELUDE[name] ?? formulaFunction(name);
      texts.set(name, "");
      include(body.slice(body.indexOf("{")));
      texts.delete(name);
      texts.set(name, body);
    }
  };
  include(text);
  return [...texts.values()].join("\n");
}

/** A function `adj_<op>_<type>` from the formula of the operation. */
function formulaFunction(name: string): string {
  const [, op, type] = /^adj_(\w+)_(f32|i32|u32|bool)$/.exec(name) ?? [];
  if (op === undefined || !Object.hasOwn(EXPANSIONS, op)) throw new Error(`no WGSL function ${name}`);
  const dtype = type as ValueType;
  const operands = Array.from({ length: scalarDef(op as ScalarOp).arity }, (_, id): Var => {
    return { kind: "var", dtype, id, name: "a", isUniform: false };
  });
  const body = new BodyWriter("  ", new MemoryTexts(true));
  const value = body.value(EXPANSIONS[op as ExpandedOp](operands));
  const params = operands.map((operand) => `v${operand.id}: ${type}`).join(", ");
  return `fn ${name}(${params}) -> ${type} {\n${body.text}  return ${value};\n}`;
}
