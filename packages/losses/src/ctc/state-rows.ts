/**
 * @file Rows of states, in the states buffer or in shared memory, behind one interface.
 */
import { type BufferParam, type Expr, type KernelBuilder, k, type SharedArray } from "@adjoint/core";
import type { ExtendedFloat } from "./extended-float.ts";

/** Blank u stands at position u, label u at position u + 1. */
export type StateKind = "blank" | "label";

/** The states of one frame in one direction. */
export interface StateRow {
  load(kind: StateKind, position: Expr): ExtendedFloat;
  store(kind: StateKind, position: Expr, value: ExtendedFloat): void;
}

/** A row of the states buffer, at `start`, of four parts of `stride` elements. Mantissas are stored as their bits. */
export function bufferRow(b: KernelBuilder, states: BufferParam, start: Expr, stride: Expr): StateRow {
  const blanks = b.let("blankMantissas", start);
  const blankExponents = b.let("blankExponents", k.add(blanks, stride));
  const labels = b.let("labelMantissas", k.add(blankExponents, stride));
  const labelExponents = b.let("labelExponents", k.add(labels, stride));
  const mantissaAt = (kind: StateKind, position: Expr): Expr => k.add(kind === "blank" ? blanks : labels, position);
  const exponentAt = (kind: StateKind, position: Expr): Expr =>
    k.add(kind === "blank" ? blankExponents : labelExponents, position);
  return {
    load: (kind, position) => ({
      mantissa: k.bitcast(b.load(states, mantissaAt(kind, position)), "f32"),
      exponent: b.load(states, exponentAt(kind, position)),
    }),
    store: (kind, position, value) => {
      b.store(states, mantissaAt(kind, position), k.bitcast(value.mantissa, "i32"));
      b.store(states, exponentAt(kind, position), value.exponent);
    },
  };
}

/** Two rows in shared memory, used in turn, and a flag for each position. */
export interface SharedRows {
  readonly skips: SharedArray;
  row(b: KernelBuilder, parity: Expr): StateRow;
}

/** The greatest capacity of shared rows: 36 bytes a position, in 16 KiB. */
export const MAX_SHARED_CAPACITY = 448;

export function declareSharedRows(b: KernelBuilder, capacity: number): SharedRows {
  const mantissas = b.shared("mantissas", "f32", 4 * capacity);
  const exponents = b.shared("exponents", "i32", 4 * capacity);
  const skips = b.shared("skips", "i32", capacity);
  const row = (builder: KernelBuilder, parity: Expr): StateRow => {
    const blanks = builder.let("sharedBlanks", k.mul(parity, 2 * capacity));
    const labels = builder.let("sharedLabels", k.add(blanks, capacity));
    const at = (kind: StateKind, position: Expr): Expr => k.add(kind === "blank" ? blanks : labels, position);
    return {
      load: (kind, position) => ({
        mantissa: builder.load(mantissas, at(kind, position)),
        exponent: builder.load(exponents, at(kind, position)),
      }),
      store: (kind, position, value) => {
        builder.store(mantissas, at(kind, position), value.mantissa);
        builder.store(exponents, at(kind, position), value.exponent);
      },
    };
  };
  return { skips, row };
}
