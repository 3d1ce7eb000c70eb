/**
 * @file What a node is, as one small integer: its kind or, if it is elementwise, its operation, and its dtype.
 *
 * Specs of different kinds are objects of different shapes to the JavaScript engine, which reads `spec.kind` of them an
 * order of magnitude slower than a field that all nodes have. Walks over whole graphs, done in every step of training, look at
 * the code.
 */
import type { DType } from "../dtype.ts";
import { SCALARS, type ScalarOp } from "../scalar/table.ts";
import type { NodeKind, NodeSpec } from "./node.ts";

const KINDS: Readonly<Record<Exclude<NodeKind, "map">, number>> = {
  buffer: 1,
  const: 2,
  scalar: 3,
  iota: 4,
  cast: 6,
  bitcast: 7,
  reshape: 8,
  permute: 9,
  expand: 10,
  pad: 11,
  shrink: 12,
  flip: 13,
  reduce: 14,
  dot: 15,
  gather: 16,
  scatterAdd: 17,
  sort: 18,
  cumsum: 19,
  kernel: 20,
  result: 21,
  detach: 22,
  barrier: 23,
  variable: 24,
  custom: 25,
  window: 26,
  fold: 27,
  conv: 28,
  scan: 29,
};

const FIRST_MAP = 64;
const DTYPE_STEP = 8;
const DTYPE_CODES: Readonly<Record<DType, number>> = { f32: 0, f16: 1, i32: 2, u32: 3, bool: 4, f64: 5 };

let opCodes: Map<ScalarOp, number> | undefined;

/** Equal for nodes of one kind, or elementwise operation, and one dtype; positive. */
export function codeOf(spec: NodeSpec, dtype: DType): number {
  const { kind } = spec;
  const what = kind === "map" ? FIRST_MAP + opCode(spec.op) : KINDS[kind];
  return what * DTYPE_STEP + DTYPE_CODES[dtype];
}

function opCode(op: ScalarOp): number {
  opCodes ??= new Map((Object.keys(SCALARS) as ScalarOp[]).map((name, code) => [name, code]));
  return opCodes.get(op) ?? -1;
}

/** The kind in a code, as a number: that of `kindCode`, or 0 for elementwise nodes. */
export function kindIn(code: number): number {
  return code < FIRST_MAP * DTYPE_STEP ? code >> 3 : 0;
}

/** The number of a kind. */
export function kindCode(kind: Exclude<NodeKind, "map">): number {
  return KINDS[kind];
}

/** For each kind's number, 1 if it is among those given; for elementwise nodes 0. */
export function kindSet(...kinds: readonly Exclude<NodeKind, "map">[]): Uint8Array {
  const set = new Uint8Array(FIRST_MAP);
  for (const kind of kinds) set[KINDS[kind]] = 1;
  return set;
}

/** What stands for a value of a dtype that is given, whatever computed it; no node has this code. */
export function givenCode(dtype: DType): number {
  return DTYPE_CODES[dtype];
}
