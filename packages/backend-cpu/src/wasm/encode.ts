/** @file Function bodies as bytes. @see WebAssembly Core Specification, 5.4 (instructions) */
import { ByteWriter } from "./byte-writer.ts";
import type { FunctionBuilder, Instruction } from "./function-builder.ts";
import { type LiteralOp, OPCODES } from "./opcodes.ts";
import { TYPE_CODES, type WasmType } from "./types.ts";

const EMPTY_BLOCK = 0x40;

function encodeOpcode(out: ByteWriter, code: number): void {
  if (code <= 0xff) {
    out.byte(code);
    return;
  }
  out.byte(code >>> 16);
  out.u32(code & 0xffff);
}

function encodeInstruction(out: ByteWriter, instruction: Instruction): void {
  encodeOpcode(out, opcodeOf(instruction));
  switch (instruction.group) {
    case "none":
      break;
    case "memory":
      out.u32(instruction.align);
      out.u32(instruction.offset);
      break;
    case "memoryLane":
      out.u32(instruction.align);
      out.u32(instruction.offset);
      out.byte(instruction.lane);
      break;
    case "lane":
      out.byte(instruction.lane);
      break;
    case "block":
      out.byte(instruction.result === undefined ? EMPTY_BLOCK : TYPE_CODES[instruction.result]);
      break;
    case "index":
      out.u32(instruction.index);
      break;
    case "literal":
      encodeLiteral(out, instruction.op, instruction.values);
      break;
    default:
      instruction satisfies never;
  }
}

function opcodeOf({ group, op }: Instruction): number {
  return (OPCODES[group] as Readonly<Record<string, number>>)[op] ?? 0;
}

function encodeLiteral(out: ByteWriter, op: LiteralOp, values: readonly number[]): void {
  const [value = 0] = values;
  if (op === "i32.const") out.i32(value);
  else if (op === "f32.const") out.f32(value);
  else if (op === "f64.const") out.f64(value);
  else out.append(Uint8Array.from(values));
}

/** The locals as runs of one type. */
function encodeLocals(out: ByteWriter, types: readonly WasmType[]): void {
  const runs: { type: WasmType; count: number }[] = [];
  for (const type of types) {
    const last = runs[runs.length - 1];
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  out.u32(runs.length);
  for (const { type, count } of runs) {
    out.u32(count);
    out.byte(TYPE_CODES[type]);
  }
}

/** The body of a function, without its length. */
export function encodeBody(body: FunctionBuilder): Uint8Array {
  const out = new ByteWriter();
  encodeLocals(out, body.localTypes);
  for (const instruction of body.instructions) encodeInstruction(out, instruction);
  encodeOpcode(out, OPCODES.none.end);
  return out.finish();
}
