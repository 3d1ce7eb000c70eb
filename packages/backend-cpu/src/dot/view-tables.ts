/**
 * @file Where the elements of a view lie, as tables: distances in bytes by matrix, by row and by column, which packing adds.
 * They are computed when a plan is encoded, and lie behind the arguments of their product.
 */
import type { Atom, DotSpec, Form } from "@adjoint/core";

export interface ViewTables {
  /** All tables, one behind the other. */
  readonly words: Int32Array;
  /** Bytes from the first to that of rows, and to that of columns. */
  readonly rowsAt: number;
  readonly columnsAt: number;
}

/** The tables of b's view; undefined if b is a matrix in memory. */
export function viewTables({ batch, n, k, bView }: DotSpec): ViewTables | undefined {
  if (bView === undefined) return undefined;
  const batches = table(bView.batch, batch);
  const rows = table(bView.row, k);
  const columns = table(bView.column, n);
  const columnsAt = batches.length + rows.length;
  const words = new Int32Array(columnsAt + columns.length);
  words.set(batches);
  words.set(rows, batches.length);
  words.set(columns, columnsAt);
  return { words, rowsAt: batches.byteLength, columnsAt: columnsAt * 4 };
}

/** Distances at all values of a form's index. Packing takes four at a time, so 0 follows: an element, if none that counts. */
function table(form: Form, extent: number): Int32Array {
  const words = new Int32Array(Math.ceil(extent / 4) * 4);
  valuesOf(form, extent).forEach((value, i) => {
    words[i] = value << 2;
  });
  return words;
}

/** Atom by atom rather than index by index, in integers: there may be a hundred thousand. */
function valuesOf({ terms, offset }: Form, extent: number): Int32Array {
  const sums = new Int32Array(extent).fill(offset);
  for (const { atom, factor } of terms) {
    const values = valuesOfAtom(atom, extent);
    for (let i = 0; i < extent; i++) sums[i] = (sums[i] ?? 0) + Math.imul(factor, values[i] ?? 0);
  }
  return sums;
}

/** @throws {RangeError} if it depends on data, as no view does. */
function valuesOfAtom(atom: Atom, extent: number): Int32Array {
  if (atom.kind === "data") throw new RangeError("a view reads no data");
  const values = atom.kind === "index" ? new Int32Array(extent) : valuesOf(atom.of, extent);
  for (let i = 0; i < extent; i++) {
    const value = values[i] ?? 0;
    values[i] = atom.kind === "index" ? i : atom.kind === "div" ? (value / atom.by) | 0 : value % atom.by;
  }
  return values;
}
