/** @file Scalar operations and conversions, for one lane or four: instructions from the scalar table, or the formula. */
import { scalarDef, type ValueType } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import type { PlainOp } from "../wasm/opcodes.ts";
import { emitDivision } from "./emit-division.ts";
import type { Emitter } from "./emitter.ts";
import type { CastValue, Mode, OpValue, Value } from "./value.ts";

export function emitOp(e: Emitter, value: OpValue, mode: Mode): void {
  if (value.op === "where") emitWhere(e, value, mode);
  else if (value.op === "not" && value.dtype === "bool") emitNot(e, value, mode);
  else if (isIntegerDivision(value)) emitDivided(e, value, mode);
  else emitByTable(e, value, mode);
}

function emitByTable(e: Emitter, value: OpValue, mode: Mode): void {
  const row = scalarDef(value.op).wasm?.[value.operandType];
  const instruction = mode === "vector" ? row?.simd : row?.scalar;
  if (instruction !== undefined) {
    for (const arg of value.args) e.emit(arg, mode);
    e.f.opNamed(instruction);
  } else if (value.expansion !== undefined) e.emit(value.expansion, mode);
  else if (mode === "vector") emitShiftOrLanes(e, value, row?.scalar);
  else emitImported(e, value);
}

/** Shifts by a uniform distance have an instruction; whatever else lacks one is done lane by lane. */
function emitShiftOrLanes(e: Emitter, value: OpValue, scalar: string | undefined): void {
  if (scalar === undefined) throw missing(value);
  const [a, distance] = value.args;
  if (/shl|shr/.test(value.op) && a !== undefined && distance?.isUniform) {
    e.emit(a, "vector");
    e.emit(distance, "scalar");
    e.f.opNamed(scalar.replace("i32.", "i32x4."));
    return;
  }
  const locals = value.args.map((arg) => e.local(arg, "vector"));
  emitLanes(e, (lane) => {
    for (const local of locals) e.f.get(local).lane("i32x4.extract_lane", lane);
    e.f.opNamed(scalar);
  });
}

/** A vector of four integers, each left on the stack by `emit`. */
function emitLanes(e: Emitter, emit: (lane: number) => void): void {
  for (let lane = 0; lane < 4; lane++) {
    emit(lane);
    if (lane === 0) e.f.op("i32x4.splat");
    else e.f.lane("i32x4.replace_lane", lane);
  }
}

/** Double precision without an instruction: the table's own function. */
function emitImported(e: Emitter, value: OpValue): void {
  const target = e.parts.imports.get(value.op);
  if (target === undefined) throw missing(value);
  for (const arg of value.args) e.emit(arg, "scalar");
  e.f.call(target);
}

/** True if an operation is computed by a function that the module imports. */
export function isImported(value: Value): value is OpValue {
  if (value.kind !== "op" || value.operandType !== "f64" || value.op === "where") return false;
  return scalarDef(value.op).wasm?.f64?.scalar === undefined;
}

function emitWhere(e: Emitter, { args }: OpValue, mode: Mode): void {
  const [condition, yes, no] = args;
  if (condition === undefined || yes === undefined || no === undefined) return;
  if (mode === "vector" && emitLimit(e, condition, yes, no)) return;
  e.emit(yes, mode);
  e.emit(no, mode);
  e.emit(condition, mode);
  e.f.op(mode === "vector" ? "v128.bitselect" : "select");
}

/** `a < b ? b : a` and `a < b ? a : b` of floats are one instruction each, down to the sign of zero and NaN. */
function emitLimit(e: Emitter, condition: Value, yes: Value, no: Value): boolean {
  if (condition.kind !== "op" || condition.op !== "lt" || condition.operandType !== "f32") return false;
  const [a, b] = condition.args;
  const isLarger = yes === b && no === a;
  if (!isLarger && !(yes === a && no === b)) return false;
  e.emit(no, "vector");
  e.emit(yes, "vector");
  e.f.op(isLarger ? "f32x4.pmax" : "f32x4.pmin");
  return true;
}

function emitNot(e: Emitter, { args }: OpValue, mode: Mode): void {
  for (const arg of args) e.emit(arg, mode);
  e.f.op(mode === "vector" ? "v128.not" : "i32.eqz");
}

function isIntegerDivision({ op, operandType }: OpValue): boolean {
  return (op === "idiv" || op === "mod") && (operandType === "i32" || operandType === "u32");
}

function emitDivided(e: Emitter, { op, operandType, args }: OpValue, mode: Mode): void {
  const [dividend, divisor] = args;
  if (dividend === undefined || divisor === undefined) return;
  const isSigned = operandType === "i32";
  const isQuotient = op === "idiv";
  const known = divisor.kind === "const" ? divisor.value | 0 : undefined;
  if (mode === "scalar") {
    const needsLocals = known === undefined || known === 0 || known === -1;
    const a = needsLocals ? e.local(dividend, mode) : undefined;
    const b = known === undefined ? e.local(divisor, mode) : undefined;
    emitDivision(
      e.f,
      { isSigned, isQuotient, known },
      () => (a === undefined ? e.emit(dividend, mode) : e.f.get(a)),
      () => (b === undefined ? e.f.i32(known ?? 0) : e.f.get(b)),
    );
    return;
  }
  const a = e.local(dividend, mode);
  const b: Local | undefined = divisor.isUniform ? undefined : e.local(divisor, mode);
  const uniform = divisor.isUniform && known === undefined ? e.local(divisor, "scalar") : undefined;
  emitLanes(e, (lane) => {
    emitDivision(
      e.f,
      { isSigned, isQuotient, known },
      () => e.f.get(a).lane("i32x4.extract_lane", lane),
      () => {
        if (b !== undefined) e.f.get(b).lane("i32x4.extract_lane", lane);
        else if (uniform !== undefined) e.f.get(uniform);
        else e.f.i32(known ?? 0);
      },
    );
  });
}

type Conversions = Partial<Record<ValueType, readonly PlainOp[]>>;

/** Instructions from one type to another. A mask counts as −1 in vectors, a bool as 1 in scalars. */
const CONVERSIONS: Readonly<Record<Mode, Partial<Record<ValueType, Conversions>>>> = {
  scalar: {
    f32: {
      i32: ["i32.trunc_sat_f32_s"],
      u32: ["i32.trunc_sat_f32_u"],
      f64: ["f64.promote_f32"],
    },
    f64: {
      i32: ["i32.trunc_sat_f64_s"],
      u32: ["i32.trunc_sat_f64_u"],
      f32: ["f32.demote_f64"],
    },
    i32: { f32: ["f32.convert_i32_s"], f64: ["f64.convert_i32_s"] },
    u32: { f32: ["f32.convert_i32_u"], f64: ["f64.convert_i32_u"] },
    bool: { f32: ["f32.convert_i32_s"], f64: ["f64.convert_i32_s"], i32: [], u32: [] },
  },
  vector: {
    f32: { i32: ["i32x4.trunc_sat_f32x4_s"], u32: ["i32x4.trunc_sat_f32x4_u"] },
    i32: { f32: ["f32x4.convert_i32x4_s"] },
    u32: { f32: ["f32x4.convert_i32x4_u"] },
    bool: { i32: ["i32x4.neg"], u32: ["i32x4.neg"], f32: ["f32x4.convert_i32x4_s", "f32x4.neg"] },
  },
};

export function emitCast(e: Emitter, { arg, dtype, isBits }: CastValue, mode: Mode): void {
  if (isBits) {
    // Vectors and pairs of integers need nothing, and never come here.
    e.emit(arg, mode);
    e.f.op(dtype === "f32" ? "f32.reinterpret_i32" : "i32.reinterpret_f32");
    return;
  }
  e.emit(arg, mode);
  if (dtype === "bool") {
    emitIsNotZero(e, arg.dtype, mode);
    return;
  }
  const instructions = CONVERSIONS[mode][arg.dtype]?.[dtype];
  if (instructions === undefined) throw new TypeError(`no conversion of ${arg.dtype} to ${dtype}`);
  for (const instruction of instructions) e.f.op(instruction);
}

function emitIsNotZero(e: Emitter, from: ValueType, mode: Mode): void {
  const { f } = e;
  if (mode === "vector") {
    f.get(e.vectorConstant([0, 0, 0, 0])).op(from === "f32" ? "f32x4.ne" : "i32x4.ne");
  } else if (from === "f32") f.f32(0).op("f32.ne");
  else if (from === "f64") f.f64(0).op("f64.ne");
  else f.i32(0).op("i32.ne");
}

function missing({ op, operandType }: OpValue): TypeError {
  return new TypeError(`the scalar table has no way to compute ${op} of ${operandType satisfies ValueType}`);
}
