import {
  add,
  argmax,
  type Common,
  cast,
  clip,
  div,
  equal,
  exp,
  matmul,
  max,
  mean,
  mul,
  oneHot,
  relu,
  sort,
  sum,
  type Tensor,
  where,
  zeros,
} from "@adjoint/core";
import { expectTypeOf, test } from "vitest";

const f32 = zeros([2]);
const i32 = zeros([2], { dtype: "i32" });
const u32 = zeros([2], { dtype: "u32" });
const bool = zeros([2], { dtype: "bool" });
const f16 = zeros([2], { dtype: "f16" });
const f64 = zeros([2], { dtype: "f64" });

test("arithmetic promotes", () => {
  expectTypeOf(add(f32, f32)).toEqualTypeOf<Tensor>();
  expectTypeOf(add(i32, f32)).toEqualTypeOf<Tensor<"f32">>();
  expectTypeOf(add(i32, u32)).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(add(bool, u32)).toEqualTypeOf<Tensor<"u32">>();
  expectTypeOf(add(bool, bool)).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(add(f16, f32)).toEqualTypeOf<Tensor<"f32">>();
  expectTypeOf(add(f64, f64)).toEqualTypeOf<Tensor<"f64">>();
  expectTypeOf<Common<Tensor<"f64">, Tensor>>().toEqualTypeOf<never>();
  expectTypeOf(div(i32, i32)).toEqualTypeOf<Tensor<"f32">>();
  expectTypeOf(matmul(i32, f32)).toEqualTypeOf<Tensor<"f32">>();
});

test("numbers take the tensor's dtype, if it can hold them", () => {
  expectTypeOf(mul(f32, 0.5)).toEqualTypeOf<Tensor>();
  expectTypeOf(mul(2, f16)).toEqualTypeOf<Tensor<"f16">>();
  expectTypeOf(mul(i32, 2)).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(mul(i32, 0.5)).toEqualTypeOf<Tensor<"f32">>();
  expectTypeOf(mul(i32, 2 as number)).toEqualTypeOf<Tensor<"i32" | "f32">>();
  expectTypeOf(add(1, 2)).toEqualTypeOf<Tensor>();
  expectTypeOf(clip(i32, -1, 1)).toEqualTypeOf<Tensor<"i32">>();
});

test("functions of real numbers make floats", () => {
  expectTypeOf(exp(f32)).toEqualTypeOf<Tensor>();
  expectTypeOf(exp(f64)).toEqualTypeOf<Tensor<"f64">>();
  expectTypeOf(exp(i32)).toEqualTypeOf<Tensor<"f32">>();
  expectTypeOf(exp(1)).toEqualTypeOf<Tensor>();
  expectTypeOf(mean(bool)).toEqualTypeOf<Tensor<"f32">>();
  expectTypeOf(relu(i32)).toEqualTypeOf<Tensor<"i32">>();
});

test("reductions, comparisons, order", () => {
  expectTypeOf(sum(bool)).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(max(bool)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(argmax(f32)).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(equal(f32, 1)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(where(bool, f32, 0)).toEqualTypeOf<Tensor>();
  expectTypeOf(sort(f64).values).toEqualTypeOf<Tensor<"f64">>();
  expectTypeOf(cast(f32, "i32")).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(oneHot(i32, 3)).toEqualTypeOf<Tensor>();
});
