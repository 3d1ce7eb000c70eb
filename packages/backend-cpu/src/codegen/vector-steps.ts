/** @file The order in which a lane body computes its vectors. */
import { scalarDef, type Var } from "@adjoint/core";
import type { Value } from "./value.ts";

/** The values that are vectors of their own, under some others: what each needs comes before it. */
export function vectorSteps(values: readonly Value[], isLane: (variable: Var) => boolean): Value[] {
  const seen = new Set<Value>();
  const steps: Value[] = [];
  const visit = (value: Value): void => {
    if (value.isUniform || seen.has(value)) return;
    seen.add(value);
    for (const operand of vectorOperands(value)) visit(operand);
    if (!isRenamed(value) && (value.kind !== "var" || isLane(value.variable))) steps.push(value);
  };
  for (const value of values) visit(value);
  return steps;
}

/** True for conversions that are no instruction: of a vector's bits, or between signed and unsigned. */
function isRenamed(value: Value): boolean {
  if (value.kind !== "cast") return false;
  const isWhole = (type: string): boolean => type === "i32" || type === "u32";
  return value.isBits || (isWhole(value.arg.dtype) && isWhole(value.dtype));
}

function vectorOperands(value: Value): readonly Value[] {
  if (value.kind === "cast") return [value.arg];
  if (value.kind === "fused") return value.args;
  if (value.kind === "load") {
    const { stride, guard, address } = value.access;
    return stride === undefined && guard === undefined ? [address] : [];
  }
  if (value.kind !== "op") return [];
  const hasInstruction = scalarDef(value.op).wasm?.[value.operandType]?.simd !== undefined;
  if (!hasInstruction && value.expansion !== undefined) return [value.expansion];
  return isLimit(value) ? value.args.slice(1) : value.args;
}

/**
 * `a < b ? b : a`, `a < b ? a : b` and `a < 0 ? a : −a` of floats: these are one instruction each, down to the sign of zero
 * and NaN.
 */
export function isLimit({ kind, ...value }: Value): boolean {
  if (kind !== "op" || !("op" in value) || value.op !== "where") return false;
  const [condition, yes, no] = value.args;
  if (condition?.kind !== "op" || condition.op !== "lt" || condition.operandType !== "f32") return false;
  const [a, b] = condition.args;
  if (yes === b) return no === a;
  const isSign = b?.kind === "const" && b.value === 0 && no?.kind === "op" && no.op === "neg" && no.args[0] === a;
  return yes === a && (no === b || isSign);
}
