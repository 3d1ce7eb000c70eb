/** @file Labels of classes, and their numbers. */
import {
  type DType,
  DTypeError,
  formatShape,
  ShapeError,
  type Tensor,
  type TypedArray,
  UsageError,
} from "@adjoint/core";
import { isArrayOfNumbers, isTensor } from "./input.ts";

/** What a class may be called. */
export type Label = number | string | boolean;

/** A label for each sample: a tensor [samples], or an array. */
export type Labels<L extends Label> = Tensor<DType> | readonly L[] | TypedArray;

/**
 * The labels of samples. Arrays are copied at the call; tensors are waited for.
 * @throws {ShapeError} if there is not one axis of them. @throws {UsageError} if one is no label.
 * @throws {DTypeError} if they are not of one kind.
 */
export async function readLabels<L extends Label>(op: string, name: string, y: Labels<L>): Promise<L[]> {
  if (isTensor(op, y) && y.rank !== 1) throw axisError(op, name, formatShape(y.shape));
  const values: unknown = isTensor(op, y) ? await y.array() : y;
  if (!isArrayOfNumbers(values)) throw axisError(op, name, typeof values);
  const labels = Array.from(values, (value, i) => toLabel(op, `${name}[${i}]`, value));
  const kinds = new Set(labels.map((label) => typeof label));
  if (kinds.size > 1) {
    const got = [...kinds].join(" and ");
    throw new DTypeError({ op, rule: `${name} must be all numbers, all strings or all booleans`, got });
  }
  return labels as L[];
}

/** The classes among labels, in ascending order. */
export function classesOf<L extends Label>(labels: readonly L[]): L[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * The number of each label's class.
 * @throws {UsageError} if a label is none of the classes.
 */
export function classNumbers<L extends Label>(op: string, labels: readonly L[], classes: readonly L[]): Uint32Array {
  const numbers = new Map(classes.map((label, index) => [label, index]));
  return Uint32Array.from(labels, (label, i) => {
    const index = numbers.get(label);
    if (index !== undefined) return index;
    const got = `${String(label)} at y[${i}]`;
    const rule = `y must hold the classes ${classes.map(String).join(", ")}`;
    throw new UsageError({ op, rule, got, hint: "name all classes in the first partialFit" });
  });
}

function toLabel(op: string, place: string, value: unknown): Label {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (!Number.isNaN(value)) return value;
    throw new UsageError({ op, rule: "labels must be numbers", got: `NaN at ${place}`, hint: "leave the sample out" });
  }
  const got = Array.isArray(value) ? "an array" : typeof value;
  throw new UsageError({ op, rule: `${place} must be a number, a string or a boolean`, got });
}

function axisError(op: string, name: string, got: string): ShapeError {
  return new ShapeError({ op, rule: `${name} must be [samples]`, got, hint: "a label for each sample" });
}
