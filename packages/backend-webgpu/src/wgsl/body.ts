/**
 * @file Expressions as WGSL text. Sub-expressions that occur more than once in a statement become `let`s before it.
 */
import type { Expr, ScalarOp, ValueType } from "@adjoint/core";
import { HIDDEN_ZERO, hiddenFloat, literal, valueTypeName } from "./literals.ts";
import type { MemoryTexts } from "./memory.ts";
import { SCALAR_TEXTS } from "./scalar-texts.ts";

/** A block of statements that grows line by line. */
export class BodyWriter {
  text = "";
  private readonly indent: string;
  private readonly memory: MemoryTexts;
  private readonly names: { next: number };

  constructor(indent: string, memory: MemoryTexts, names: { next: number } = { next: 0 }) {
    this.indent = indent;
    this.memory = memory;
    this.names = names;
  }

  line(text: string): void {
    this.text += `${this.indent}${text}\n`;
  }

  /** A writer for a block inside this one. */
  nested(): BodyWriter {
    return new BodyWriter(`${this.indent}  `, this.memory, this.names);
  }

  /** The text of an expression, after `let`s for what it shares. */
  value(root: Expr): string {
    const counts = new Map<Expr, number>();
    countUses(root, counts);
    const texts = new Map<Expr, string>();
    const render = (e: Expr): string => {
      const known = texts.get(e);
      if (known !== undefined) return known;
      let text = renderNode(e, this.memory, render);
      if ((counts.get(e) ?? 0) > 1 && (e.kind === "op" || e.kind === "cast" || e.kind === "load")) {
        const name = `t${this.names.next++}`;
        this.line(`let ${name} = ${text};`);
        text = name;
      }
      texts.set(e, text);
      return text;
    };
    return render(root);
  }
}

function countUses(e: Expr, counts: Map<Expr, number>): void {
  const before = counts.get(e) ?? 0;
  counts.set(e, before + 1);
  if (before > 0) return;
  if (e.kind === "op") for (const arg of e.args) countUses(arg, counts);
  if (e.kind === "cast") countUses(e.arg, counts);
  if (e.kind === "load") countUses(e.index, counts);
}

function renderNode(e: Expr, memory: MemoryTexts, render: (e: Expr) => string): string {
  switch (e.kind) {
    case "const":
      return literal(e.value, e.dtype);
    case "var":
      return `v${e.id}`;
    case "param":
      return e.dtype === "bool" ? `(args.p${e.index} != 0u)` : `args.p${e.index}`;
    case "op":
      return renderOp(e.op, operandTexts(e, render), e.args[e.args.length - 1]?.dtype ?? e.dtype);
    case "cast":
      return isSettled(e) ? settled(render(e.arg)) : renderCast(render(e.arg), e.arg.dtype, e.dtype, e.bits);
    case "load":
      return renderLoad(e, memory, render(e.index));
    default:
      return e satisfies never;
  }
}

/**
 * The operands, of which those are hidden that let a compiler forget that the result may be NaN: factors and divisors of
 * 0, and what is taken from itself or divided by itself.
 */
function operandTexts(e: Extract<Expr, { kind: "op" }>, render: (e: Expr) => string): string[] {
  const { op, dtype, args } = e;
  if (dtype !== "f32" || (op !== "sub" && op !== "mul" && op !== "div")) return args.map(render);
  const isZero = (arg: Expr): boolean => op !== "sub" && arg.kind === "const" && arg.value === 0;
  const texts = args.map((arg) => (isZero(arg) ? hiddenFloat(0) : render(arg)));
  const [a, b = ""] = texts;
  return a === b && op !== "mul" ? [a, settled(b)] : texts;
}

/** True for a float that is made of the bits of another: one that no compiler may take apart. */
function isSettled(e: Extract<Expr, { kind: "cast" }>): boolean {
  return e.bits && e.dtype === "f32" && e.arg.kind === "cast" && e.arg.bits && e.arg.arg.dtype === "f32";
}

function settled(bits: string): string {
  return `bitcast<f32>(bitcast<u32>(${bits}) | ${HIDDEN_ZERO})`;
}

function renderOp(op: ScalarOp, args: readonly string[], type: ValueType): string {
  return SCALAR_TEXTS[op]?.(args, type) ?? `adj_${op}_${type}(${args.join(", ")})`;
}

function renderCast(arg: string, from: ValueType, to: ValueType, bits: boolean): string {
  if (bits) return `bitcast<${valueTypeName(to)}>(${arg})`;
  if (to === "bool") return from === "f32" ? `adj_is_true(${arg})` : `(${arg} != ${literal(0, from)})`;
  if (from === "bool") return `select(${literal(0, to)}, ${literal(1, to)}, ${arg})`;
  if (from === "f32" && (to === "i32" || to === "u32")) return `adj_to_${to}(${arg})`;
  return `${valueTypeName(to)}(${arg})`;
}

type LoadExpr = Extract<Expr, { kind: "load" }>;

/** A guarded load reads some element even if the index lies outside, and drops it. */
function renderLoad({ memory, isGuarded, dtype }: LoadExpr, texts: MemoryTexts, index: string): string {
  if (!isGuarded) return texts.load(memory, index);
  const length = texts.length(memory);
  const inside = `(${index} >= 0 && ${index} < ${length})`;
  return `select(${literal(0, dtype)}, ${texts.load(memory, `clamp(${index}, 0, ${length} - 1)`)}, ${inside})`;
}
