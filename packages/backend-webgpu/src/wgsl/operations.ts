/**
 * @file Single operations, casts and loads as WGSL text, on numbers or on vectors of four.
 */
import type { Expr } from "@adjoint/core";
import { HIDDEN_ZERO, hiddenFloat, literal, splat, WIDE, widthName } from "./literals.ts";
import type { MemoryTexts } from "./memory.ts";
import { SCALAR_TEXTS } from "./scalar-texts.ts";

type OpExpr = Extract<Expr, { kind: "op" }>;
type CastExpr = Extract<Expr, { kind: "cast" }>;
type LoadExpr = Extract<Expr, { kind: "load" }>;

/** Operations that take a number beside a vector. */
const MIXING: ReadonlySet<string> = new Set(["add", "sub", "mul", "div"]);

/** `render` gives the text of an operand, made a vector if it is asked for. */
export function renderOp(e: OpExpr, isWide: boolean, render: (arg: Expr, isSplat: boolean) => string): string {
  const { op, args } = e;
  const type = args[args.length - 1]?.dtype ?? e.dtype;
  const texts = operandTexts(e, isWide, (arg) => render(arg, !MIXING.has(op)));
  return SCALAR_TEXTS[op]?.(texts, type, isWide) ?? `adj_${op}_${type}${isWide ? WIDE : ""}(${texts.join(", ")})`;
}

/**
 * The operands, of which those are hidden that let a compiler forget that the result may be NaN: factors and divisors of
 * 0, and what is taken from itself or divided by itself.
 */
function operandTexts({ op, dtype, args }: OpExpr, isWide: boolean, render: (e: Expr) => string): string[] {
  if (dtype !== "f32" || (op !== "sub" && op !== "mul" && op !== "div")) return args.map(render);
  const isZero = (arg: Expr): boolean => op !== "sub" && arg.kind === "const" && arg.value === 0;
  const texts = args.map((arg) => (isZero(arg) ? hiddenFloat(0) : render(arg)));
  const [a = "", b = ""] = texts;
  return a === b && op !== "mul" ? [a, settled(b, isWide)] : texts;
}

/** The same bits, which a compiler does not see. */
export function settled(bits: string, isWide: boolean): string {
  const [f32, u32] = [widthName("f32", isWide), widthName("u32", isWide)];
  const zero = isWide ? splat(HIDDEN_ZERO, "u32") : HIDDEN_ZERO;
  return `bitcast<${f32}>(bitcast<${u32}>(${bits}) | ${zero})`;
}

export function renderCast(arg: string, { arg: { dtype: from }, dtype: to, bits }: CastExpr, isWide: boolean): string {
  const wide = isWide ? WIDE : "";
  const number = (value: number, type: typeof to): string =>
    isWide ? splat(literal(value, type), type) : literal(value, type);
  if (bits) return `bitcast<${widthName(to, isWide)}>(${arg})`;
  if (to === "bool") return from === "f32" ? `adj_is_true${wide}(${arg})` : `(${arg} != ${number(0, from)})`;
  if (from === "bool") return `select(${number(0, to)}, ${number(1, to)}, ${arg})`;
  if (from === "f32" && (to === "i32" || to === "u32")) return `adj_to_${to}${wide}(${arg})`;
  return `${widthName(to, isWide)}(${arg})`;
}

/** A guarded load reads some element even if the index lies outside, and drops it. */
export function renderLoad({ memory, isGuarded, dtype }: LoadExpr, texts: MemoryTexts, index: string): string {
  if (!isGuarded) return texts.load(memory, index);
  const length = texts.length(memory);
  const inside = `(${index} >= 0 && ${index} < ${length})`;
  return `select(${literal(0, dtype)}, ${texts.load(memory, `clamp(${index}, 0, ${length} - 1)`)}, ${inside})`;
}
