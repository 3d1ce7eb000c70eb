/** @file Makes values: one object for each distinct value, with what is known about it. */
import {
  k,
  type Memory,
  SCALARS,
  type ScalarDef,
  type ScalarOp,
  type ScalarParam,
  scalarDef,
  type ValueType,
  type Var,
} from "@adjoint/core";
import { type Access, memoryKey, type Value } from "./value.ts";

const NO_DEPS: ReadonlySet<number> = new Set();

/** More than a kernel has values; three ids make one exact number. */
const ID_RANGE = 2 ** 17;

/** True if an operation has an instruction, or a rule of its own in the generator, for this type and both modes. */
function hasInstructions(op: ScalarOp, type: ValueType): boolean {
  const row = (SCALARS as Readonly<Record<ScalarOp, ScalarDef>>)[op].wasm?.[type];
  return row?.scalar !== undefined && (row.simd !== undefined || type === "f64");
}

type Unnumbered = Value extends infer V ? (V extends Value ? Omit<V, "id"> : never) : never;

export class ValueGraph {
  readonly #known = new Map<string, Value>();
  /** Operations, by the ids of their operands: most values are such. */
  readonly #operations = new Map<ScalarOp, Map<number, Value>>();
  #nextId = 0;
  /** Memories that the kernel writes: values read from them go stale. */
  readonly #written: ReadonlySet<number>;
  /** How deeply nested a variable is declared. */
  readonly #depths: ReadonlyMap<number, number>;

  constructor(written: ReadonlySet<number>, depths: ReadonlyMap<number, number>) {
    this.#written = written;
    this.#depths = depths;
  }

  constant(value: number, dtype: ValueType): Value {
    const text = Object.is(value, -0) ? "-0" : `${value}`;
    return this.#intern(`${dtype} ${text}`, {
      kind: "const",
      dtype,
      value,
      isUniform: true,
      deps: NO_DEPS,
      hasLoad: false,
    });
  }

  variable(variable: Var): Value {
    const { id, dtype, isUniform } = variable;
    return this.#intern(`v${id}`, { kind: "var", variable, dtype, isUniform, deps: new Set([id]), hasLoad: false });
  }

  param(param: ScalarParam): Value {
    const { dtype, index } = param;
    return this.#intern(`p${index}`, { kind: "param", param, dtype, isUniform: true, deps: NO_DEPS, hasLoad: false });
  }

  /** Where a memory starts, in bytes. */
  pointer(memory: Memory): Value {
    const fields = { kind: "pointer", memory, dtype: "i32", isUniform: true, deps: NO_DEPS, hasLoad: false } as const;
    return this.#intern(`pointer ${memoryKey(memory)}`, fields);
  }

  /** Elements of a memory. */
  length(memory: Memory): Value {
    if (memory.kind === "shared") return this.constant(memory.size, "u32");
    const fields = { kind: "length", memory, dtype: "u32", isUniform: true, deps: NO_DEPS, hasLoad: false } as const;
    return this.#intern(`length ${memoryKey(memory)}`, fields);
  }

  /** `lane` times a number of bytes. */
  laneBytes(lane: Var, bytes: number): Value {
    const fields = { lane, bytes, dtype: "i32", isUniform: false, deps: new Set([lane.id]), hasLoad: false } as const;
    return this.#intern(`lane${lane.id} ${bytes}`, { kind: "laneBytes", ...fields });
  }

  /** An operation. `expand` gives the formula, where one may be needed. */
  op(op: ScalarOp, args: readonly Value[], expand?: () => Value): Value {
    const operandType = args[args.length - 1]?.dtype ?? "f32";
    const dtype = scalarDef(op).result === "bool" ? "bool" : operandType;
    let key = 0;
    for (const { id } of args) key = key * ID_RANGE + id;
    const same = this.#operations.get(op) ?? new Map<number, Value>();
    this.#operations.set(op, same);
    const found = same.get(key);
    if (found !== undefined) return found;
    const folded = foldIntegers(op, dtype, args);
    if (folded !== undefined) return typeof folded === "number" ? this.constant(folded, dtype) : folded;
    const expansion = hasInstructions(op, operandType) ? undefined : expand?.();
    const { isUniform, deps, hasLoad } = this.#join(args);
    const id = this.#nextId++;
    const value: Value = { kind: "op", id, op, dtype, operandType, args, expansion, isUniform, deps, hasLoad };
    same.set(key, value);
    return value;
  }

  /** a·b + c, or c − a·b. */
  fused(a: Value, b: Value, c: Value, isNegated: boolean): Value {
    const args = [a, b, c] as const;
    const fields = { kind: "fused", dtype: c.dtype, args, isNegated, ...this.#join(args) } as const;
    return this.#intern(`fused ${isNegated} ${a.id} ${b.id} ${c.id}`, fields);
  }

  cast(arg: Value, dtype: ValueType, isBits: boolean): Value {
    if (arg.dtype === dtype) return arg;
    // Bits there and back.
    if (isBits && arg.kind === "cast" && arg.isBits && arg.arg.dtype === dtype) return arg.arg;
    if (arg.kind === "const" && !isBits) return this.constant(k.convert(arg.value, arg.dtype, dtype), dtype);
    const key = `cast ${dtype} ${isBits} ${arg.id}`;
    return this.#intern(key, { kind: "cast", dtype, isBits, arg, ...this.#join([arg]) });
  }

  /** A load of stored bits; f16 come as u32. */
  load(access: Access, index: Value): Value {
    const { memory, storage, guard } = access;
    const joined = this.#join([access.address, index]);
    const key = memoryKey(memory);
    const deps = this.#written.has(key) ? new Set([...joined.deps, key]) : joined.deps;
    const dtype = storage === "f16" ? "u32" : storage;
    const fields = { kind: "load", dtype, access, isUniform: joined.isUniform, deps, hasLoad: true } as const;
    return this.#intern(`load ${key} ${index.id} ${guard !== undefined}`, fields);
  }

  /** How deeply nested the innermost variable is on which a value depends. */
  depth(value: Value): number {
    let depth = 0;
    for (const dep of value.deps)
      depth = Math.max(depth, dep < 0 ? Number.MAX_SAFE_INTEGER : (this.#depths.get(dep) ?? 0));
    return depth;
  }

  #join(args: readonly Value[]): Pick<Value, "isUniform" | "deps" | "hasLoad"> {
    let deps = NO_DEPS;
    let isUniform = true;
    let hasLoad = false;
    for (const arg of args) {
      isUniform &&= arg.isUniform;
      hasLoad ||= arg.hasLoad;
      deps = union(deps, arg.deps);
    }
    return { deps, isUniform, hasLoad };
  }

  #intern(key: string, fields: Unnumbered): Value {
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    const value = { ...fields, id: this.#nextId++ } as Value;
    this.#known.set(key, value);
    return value;
  }
}

/** The constant, or the operand, that an operation on integers comes down to. */
function foldIntegers(op: ScalarOp, dtype: ValueType, args: readonly Value[]): number | Value | undefined {
  const [a, b] = args;
  if ((dtype !== "i32" && dtype !== "u32") || a?.dtype !== dtype) return undefined;
  if (a.kind === "const" && b?.kind === "const" && args.length === 2) {
    if (op === "mul") return k.wrapTo(dtype, Math.imul(a.value, b.value));
    return k.wrapTo(dtype, scalarDef(op).js(a.value, b.value, 0));
  }
  const isConst = (x: Value | undefined, value: number): boolean => x?.kind === "const" && x.value === value;
  if (op === "add") return isConst(b, 0) ? a : isConst(a, 0) ? b : undefined;
  if (op === "mul") return isConst(b, 1) ? a : isConst(a, 1) ? b : undefined;
  return undefined;
}

/** The members of both sets: one of the two sets itself where it has them all. */
function union(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  if (a.size < b.size) return union(b, a);
  for (const item of b) if (!a.has(item)) return new Set([...a, ...b]);
  return a;
}
