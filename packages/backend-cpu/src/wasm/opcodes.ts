/**
 * @file The instruction table: the code of every instruction that the generators use, grouped by the immediates that
 * follow it. Codes beyond one byte carry their prefix byte in bits 16 to 23.
 * @see WebAssembly Core Specification, 7.10 (index of instructions)
 */

/** The first of several consecutive codes, what their names start with, and the names; `-` leaves a code out. */
type Run = readonly [first: number, prefix: string, names: string];

type Split<S extends string> = S extends `${infer Name} ${infer Rest}` ? Name | Split<Rest> : S;
type NamesOf<R extends readonly Run[]> = {
  [I in keyof R]: R[I][1] extends "" ? Split<R[I][2]> : `${R[I][1]}.${Exclude<Split<R[I][2]>, "-">}`;
}[number];

function codesOf<const R extends readonly Run[]>(runs: R): Readonly<Record<NamesOf<R>, number>> {
  const codes: Record<string, number> = {};
  for (const [first, prefix, names] of runs)
    names.split(" ").forEach((name, i) => {
      if (name !== "-") codes[prefix === "" ? name : `${prefix}.${name}`] = first + i;
    });
  return codes as Record<NamesOf<R>, number>;
}

const COMPARE_INTEGERS = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
const COMPARE_FLOATS = "eq ne lt gt le ge";
const ROUND = "ceil floor trunc nearest";
const COMPUTE_FLOATS = "sqrt add sub mul div min max";

/** Without immediates: control, arithmetic on scalars, then vectors of 128 bits. The last two are of relaxed SIMD. */
const PLAIN = codesOf([
  [0x00, "", "unreachable"],
  [0x05, "", "else"],
  [0x0b, "", "end"],
  [0x1a, "", "drop select"],
  [0x45, "i32", `eqz ${COMPARE_INTEGERS}`],
  [0x5b, "f32", COMPARE_FLOATS],
  [0x61, "f64", COMPARE_FLOATS],
  [0x6a, "i32", "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u"],
  [0x8b, "f32", `abs neg ${ROUND} ${COMPUTE_FLOATS}`],
  [0x99, "f64", `abs neg ${ROUND} ${COMPUTE_FLOATS}`],
  [0xb2, "f32", "convert_i32_s convert_i32_u - - demote_f64"],
  [0xb7, "f64", "convert_i32_s convert_i32_u - - promote_f32"],
  [0xbc, "i32", "reinterpret_f32"],
  [0xbe, "f32", "reinterpret_i32"],
  [0xfc0000, "i32", "trunc_sat_f32_s trunc_sat_f32_u trunc_sat_f64_s trunc_sat_f64_u"],
  [0xfd0011, "i32x4", "splat"],
  [0xfd0013, "f32x4", "splat"],
  [0xfd0037, "i32x4", COMPARE_INTEGERS],
  [0xfd0041, "f32x4", COMPARE_FLOATS],
  [0xfd004d, "v128", "not and - or xor bitselect any_true"],
  [0xfd0067, "f32x4", ROUND],
  [0xfd0086, "i16x8", "narrow_i32x4_u"],
  [0xfd00a0, "i32x4", "abs neg - all_true"],
  [0xfd00ab, "i32x4", "shl shr_s shr_u add"],
  [0xfd00b1, "i32x4", "sub - - - mul min_s min_u max_s max_u"],
  [0xfd00e0, "f32x4", `abs neg - ${COMPUTE_FLOATS} pmin pmax`],
  [0xfd00f8, "i32x4", "trunc_sat_f32x4_s trunc_sat_f32x4_u"],
  [0xfd00fa, "f32x4", "convert_i32x4_s convert_i32x4_u"],
  [0xfd0105, "f32x4", "relaxed_madd relaxed_nmadd"],
  [0xfd010b, "i32x4", "relaxed_laneselect"],
]);

/** Codes by what follows the opcode. */
export const OPCODES = {
  none: PLAIN,
  /** An alignment and an offset. */
  memory: codesOf([
    [0x28, "i32", "load"],
    [0x2a, "f32", "load"],
    [0x2b, "f64", "load"],
    [0x2f, "i32", "load16_u"],
    [0x36, "i32", "store"],
    [0x38, "f32", "store"],
    [0x39, "f64", "store"],
    [0x3b, "i32", "store16"],
    [0xfd0000, "v128", "load - - - load16x4_u"],
    [0xfd0009, "v128", "load32_splat - store"],
    [0xfd005c, "v128", "load32_zero"],
    [0xfe001e, "i32", "atomic.rmw.add"],
  ]),
  /** An alignment, an offset and a lane. */
  memoryLane: codesOf([[0xfd0055, "v128", "load16_lane load32_lane - - store16_lane store32_lane store64_lane"]]),
  /** A lane. */
  lane: codesOf([
    [0xfd001b, "i32x4", "extract_lane replace_lane"],
    [0xfd001f, "f32x4", "extract_lane replace_lane"],
  ]),
  /** A result type. */
  block: codesOf([[0x02, "", "block loop if"]]),
  /** An index: of a label, a function or a local. */
  index: codesOf([
    [0x0c, "", "br br_if"],
    [0x10, "", "call"],
    [0x20, "local", "get set tee"],
  ]),
  /** A constant's value, or the shuffle's sixteen byte positions. */
  literal: codesOf([
    [0x41, "i32", "const"],
    [0x43, "f32", "const"],
    [0x44, "f64", "const"],
    [0xfd000c, "v128", "const"],
    [0xfd000d, "i8x16", "shuffle"],
  ]),
};

type Group = typeof OPCODES;
export type PlainOp = keyof Group["none"];
export type MemoryOp = keyof Group["memory"];
export type MemoryLaneOp = keyof Group["memoryLane"];
export type LaneOp = keyof Group["lane"];
export type BlockOp = keyof Group["block"];
export type IndexOp = keyof Group["index"];
export type LiteralOp = keyof Group["literal"];

/** True if the text names an instruction without immediates. */
export function isPlainOp(text: string): text is PlainOp {
  return Object.hasOwn(OPCODES.none, text);
}
