/** @file The states of one diagonal, in the states buffer or in shared memory, behind one interface. */
import { type BufferParam, type Expr, type KernelBuilder, k } from "@adjoint/core";
import type { ExtendedFloat } from "../ctc/extended-float.ts";

export interface NodeRow {
  load(u: Expr): ExtendedFloat;
  store(u: Expr, value: ExtendedFloat): void;
}

/** A row of the states buffer, at `start`, of two parts of `stride` words. Mantissas are stored as their bits. */
export function storedRow(b: KernelBuilder, states: BufferParam, start: Expr, stride: Expr): NodeRow {
  const mantissas = b.let("mantissas", start);
  const exponents = b.let("exponents", k.add(mantissas, stride));
  return {
    load: (u) => ({
      mantissa: k.bitcast(b.load(states, k.add(mantissas, u)), "f32"),
      exponent: b.load(states, k.add(exponents, u)),
    }),
    store: (u, { mantissa, exponent }) => {
      b.store(states, k.add(mantissas, u), k.bitcast(mantissa, "i32"));
      b.store(states, k.add(exponents, u), exponent);
    },
  };
}

/** The most nodes of a row in shared memory: two rows of 8 bytes a node, in 16 KiB. */
export const MAX_SHARED_NODES = 960;

/** Two rows in shared memory, used in turn. */
export function sharedRows(b: KernelBuilder, capacity: number): (parity: Expr) => NodeRow {
  const mantissas = b.shared("mantissas", "f32", 2 * capacity);
  const exponents = b.shared("exponents", "i32", 2 * capacity);
  return (parity) => {
    const start = b.let("sharedRow", k.mul(parity, capacity));
    return {
      load: (u) => ({
        mantissa: b.load(mantissas, k.add(start, u)),
        exponent: b.load(exponents, k.add(start, u)),
      }),
      store: (u, value) => {
        b.store(mantissas, k.add(start, u), value.mantissa);
        b.store(exponents, k.add(start, u), value.exponent);
      },
    };
  };
}
