/** @file Checks of the lengths and labels that losses of sequences are given, as far as the host knows them. */
import { formatShape, ShapeError, type Tensor, tensor } from "@adjoint/core";
import { checkIntegers, hostData } from "../check.ts";

/** Lengths of sequences: numbers, or a tensor i32[N]. */
export type Lengths = readonly number[] | Tensor<"i32">;

export interface CheckedLengths {
  readonly tensor: Tensor<"i32"> | undefined;
  /** The lengths, if the host knows them. */
  readonly known: ArrayLike<number> | undefined;
}

/**
 * @throws {ShapeError} unless there is one length for each item, and those known are whole and in [0, limit].
 * @throws {DTypeError} if a tensor of lengths holds no integers.
 */
export function checkLengths(
  op: string,
  name: string,
  lengths: Lengths | undefined,
  items: number,
  limit: number,
): CheckedLengths {
  if (lengths === undefined) return { tensor: undefined, known: undefined };
  const isList = Array.isArray(lengths);
  const given = isList ? undefined : checkIntegers(op, name, lengths);
  const shape = given?.shape ?? [(lengths as readonly number[]).length];
  if (shape.length !== 1 || shape[0] !== items) {
    const rule = `${name} must have one length for each of ${items} sequences`;
    throw new ShapeError({ op, rule, got: formatShape(shape), hint: "leave them out if all are full" });
  }
  const known = isList ? (lengths as readonly number[]) : given === undefined ? undefined : hostData(given);
  const at = Array.from(known ?? []).findIndex((n) => !Number.isInteger(n) || n < 0 || n > limit);
  if (known !== undefined && at >= 0) {
    const rule = `${name} must be whole numbers in [0, ${limit}]`;
    throw new ShapeError({ op, rule, got: `${known[at]} for sequence ${at}`, hint: "lengths leave out the padding" });
  }
  if (given !== undefined) return { tensor: given, known };
  return { tensor: tensor(Int32Array.from(lengths as readonly number[]), { dtype: "i32" }), known };
}

/**
 * @throws {ShapeError} with the first label, of those known on the host and within their length, that is no class.
 * `labels` are [N, U]; without known `lengths` none is looked at.
 */
export function checkLabels(
  op: string,
  labels: Tensor<"i32">,
  lengths: ArrayLike<number> | number | undefined,
  classes: number,
): void {
  const count = labels.shape[1] ?? 0;
  const data = hostData(labels);
  if (data === undefined || lengths === undefined || count === 0) return;
  for (let i = 0; i < data.length; i++) {
    const item = Math.floor(i / count);
    const length = typeof lengths === "number" ? lengths : (lengths[item] ?? 0);
    const label = data[i] ?? 0;
    if (i % count >= length || (label >= 0 && label < classes)) continue;
    const rule = `labels must lie in [0, ${classes})`;
    const got = `${label} at [${item}, ${i % count}]`;
    throw new ShapeError({ op, rule, got, hint: "labelLengths leaves padding out" });
  }
}
