/**
 * @file Values: the expressions of a kernel as the code generator sees them. Equal values are one object, memory accesses
 * have explicit addresses, and operations without an instruction carry the formula that computes them.
 */
import type { DType, Memory, ScalarOp, ScalarParam, ValueType, Var } from "@adjoint/core";

/** How a value is computed: for one lane, or for four lanes at once. Uniform values are scalars. */
export type Mode = "scalar" | "vector";

interface Common {
  readonly id: number;
  readonly dtype: ValueType;
  readonly isUniform: boolean;
  /** Whatever may change the value: ids of variables, and keys of memories that the kernel writes. */
  readonly deps: ReadonlySet<number>;
  /** True if computing it reads a buffer or shared memory. */
  readonly hasLoad: boolean;
}

/** A memory access: where, and what is known about its safety. */
export interface Access {
  readonly memory: Memory;
  readonly storage: DType;
  /** Byte address, i32. */
  readonly address: Value;
  /** Elements from one lane to the next; undefined if irregular. */
  readonly stride: number | undefined;
  readonly guard: Guard | undefined;
}

/** What a guarded access tests. */
export interface Guard {
  /** The index lies inside. */
  readonly isInside: Value;
  /** At the first of four adjacent lanes: all of them lie inside. */
  readonly areFourInside: Value;
  /** An address that may be read in any case: the wanted one where it lies inside. */
  readonly safeAddress: Value;
}

export type ConstValue = Common & { readonly kind: "const"; readonly value: number };
export type VarValue = Common & { readonly kind: "var"; readonly variable: Var };
/** Scaled lane index, in bytes. */
export type LaneBytesValue = Common & { readonly kind: "laneBytes"; readonly lane: Var; readonly bytes: number };
export type OpValue = Common & {
  readonly kind: "op";
  readonly op: ScalarOp;
  readonly operandType: ValueType;
  readonly args: readonly Value[];
  /** The formula, where an instruction is missing for one lane or for four. */
  readonly expansion: Value | undefined;
};
/** a·b + c, or c − a·b if negated, rounded once where the engine can. */
export type FusedValue = Common & {
  readonly kind: "fused";
  readonly args: readonly [a: Value, b: Value, c: Value];
  readonly isNegated: boolean;
};
export type CastValue = Common & { readonly kind: "cast"; readonly isBits: boolean; readonly arg: Value };
export type LoadValue = Common & { readonly kind: "load"; readonly access: Access };

export type Value =
  | ConstValue
  | VarValue
  | LaneBytesValue
  | OpValue
  | FusedValue
  | CastValue
  | LoadValue
  | (Common & { readonly kind: "param"; readonly param: ScalarParam })
  | (Common & { readonly kind: "pointer"; readonly memory: Memory })
  | (Common & { readonly kind: "length"; readonly memory: Memory });

/** What identifies a memory among the dependencies of values; variables have ids from 0 up. */
export function memoryKey(memory: Memory): number {
  return memory.kind === "buffer" ? -1 - 2 * memory.index : -2 - 2 * memory.index;
}

/** The values from which a value is computed, in either mode. */
export function operandsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "op":
      return value.expansion === undefined ? value.args : [...value.args, value.expansion];
    case "fused":
      return value.args;
    case "cast":
      return [value.arg];
    case "load": {
      const { address, guard } = value.access;
      return guard === undefined ? [address] : [address, guard.isInside, guard.areFourInside, guard.safeAddress];
    }
    default:
      return [];
  }
}
