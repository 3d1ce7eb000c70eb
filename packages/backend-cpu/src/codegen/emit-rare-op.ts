/** @file Operations that are no single instruction in the scalar table, for one lane or four. */
import { FAR_ANGLE, scalarDef, type ValueType } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import { emitDivision } from "./emit-division.ts";
import type { Emitter } from "./emitter.ts";
import type { Mode, OpValue } from "./value.ts";
import { isLimit } from "./vector-steps.ts";

export function emitRareOp(e: Emitter, value: OpValue, mode: Mode): void {
  if (value.op === "where") emitWhere(e, value, mode);
  else if (value.op === "not" && value.dtype === "bool") emitNot(e, value, mode);
  else if (value.op === "idiv" || (value.op === "mod" && value.operandType !== "f64")) emitDivided(e, value, mode);
  else if ((value.op === "min" || value.op === "max") && mode === "scalar") emitExtreme(e, value);
  else if (scalarDef(value.op).isCalled && value.operandType === "f32") emitFar(e, value, mode);
  else if (mode === "vector") emitShiftOrLanes(e, value, scalarDef(value.op).wasm?.[value.operandType]?.scalar);
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

/** The last operand; for lanes whose first is far from 0, what the table's own function makes of all operands. */
function emitFar(e: Emitter, value: OpValue, mode: Mode): void {
  const { f } = e;
  const target = e.parts.imports.get(value.op);
  if (target === undefined) throw missing(value);
  const [x, q, near] = value.args.map((arg) => e.local(arg, mode));
  if (x === undefined || q === undefined || near === undefined) return;
  const result = e.newLocal("f32", mode);
  f.get(near).set(result);
  if (mode === "scalar") {
    f.get(x).op("f32.abs").f32(FAR_ANGLE).op("f32.gt");
    f.if(() => {
      for (const operand of [x, q, near]) f.get(operand).op("f64.promote_f32");
      f.call(target).op("f32.demote_f64").set(result);
    });
  } else {
    const [word] = new Int32Array(Float32Array.of(FAR_ANGLE).buffer);
    const far = word ?? 0;
    f.get(x)
      .op("f32x4.abs")
      .get(e.vectorConstant([far, far, far, far]))
      .op("f32x4.gt")
      .op("v128.any_true");
    f.if(() => {
      for (let lane = 0; lane < 4; lane++) {
        f.get(result);
        for (const operand of [x, q, near]) f.get(operand).lane("f32x4.extract_lane", lane).op("f64.promote_f32");
        f.call(target).op("f32.demote_f64").lane("f32x4.replace_lane", lane).set(result);
      }
    });
  }
  f.get(result);
}

function emitWhere(e: Emitter, value: OpValue, mode: Mode): void {
  const [condition, yes, no] = value.args;
  if (condition === undefined || yes === undefined || no === undefined) return;
  if (mode === "vector" && isLimit(value)) {
    e.emit(no, "vector");
    e.emit(yes, "vector");
    e.f.op(condition.kind === "op" && condition.args[1] === yes ? "f32x4.pmax" : "f32x4.pmin");
    return;
  }
  e.emit(yes, mode);
  e.emit(no, mode);
  e.emit(condition, mode);
  // Masks have all bits of a lane set or none: for these, the relaxed instruction gives what the other does.
  const select = e.parts.lowering.hasFma ? "i32x4.relaxed_laneselect" : "v128.bitselect";
  e.f.op(mode === "vector" ? select : "select");
}

/** The smaller or the larger of two integers; vectors have instructions for these. */
function emitExtreme(e: Emitter, { op, operandType, args }: OpValue): void {
  const [a, b] = args.map((arg) => e.local(arg, "scalar"));
  if (a === undefined || b === undefined) return;
  const comparison = `i32.${op === "min" ? "lt" : "gt"}_${operandType === "i32" ? "s" : "u"}` as const;
  e.f.get(a).get(b).get(a).get(b).op(comparison).op("select");
}

function emitNot(e: Emitter, { args }: OpValue, mode: Mode): void {
  for (const arg of args) e.emit(arg, mode);
  e.f.op(mode === "vector" ? "v128.not" : "i32.eqz");
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

function missing({ op, operandType }: OpValue): TypeError {
  return new TypeError(`the scalar table has no way to compute ${op} of ${operandType satisfies ValueType}`);
}
