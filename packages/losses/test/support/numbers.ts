/** @file Numbers of fixtures: JSON has no NaN and no infinities, so these are words there; null is NaN. */
import { type DType, type Tensor, tensor } from "@adjoint/core";

export type Numbers = number | string | null | readonly Numbers[];

export function flat(value: Numbers): number[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (value === "inf") return [Number.POSITIVE_INFINITY];
  if (value === "-inf") return [Number.NEGATIVE_INFINITY];
  if (value === "nan" || value === null) return [Number.NaN];
  return [Number(value)];
}

export function shapeOf(value: Numbers): number[] {
  return Array.isArray(value) ? [value.length, ...(value.length === 0 ? [] : shapeOf(value[0] as Numbers))] : [];
}

/** A tensor of nested fixture numbers. Typed as f32 whatever its dtype. */
export function toTensor(value: Numbers, dtype: DType = "f32", shape = shapeOf(value)): Tensor {
  const data: Tensor<DType> = tensor(Float64Array.from(flat(value)), { dtype, shape });
  return data as Tensor;
}

export function toLabels(value: Numbers, shape = shapeOf(value)): Tensor<"i32"> {
  return tensor(Int32Array.from(flat(value)), { shape });
}
