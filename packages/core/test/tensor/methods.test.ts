import { describe, expect, expectTypeOf, it } from "vitest";
import { add, type DType, Tensor, tensor } from "../../src/index.ts";
import * as creation from "../../src/ops/creation.ts";
import * as ops from "../../src/ops/index.ts";

const f32 = tensor([1, 2]);
const i32 = tensor([1, 2], { dtype: "i32" });
const u32 = tensor([1, 2], { dtype: "u32" });
const f64 = tensor([1, 2], { dtype: "f64" });
const bool = tensor([true, false]);
const f16 = tensor([1, 2], { dtype: "f16" });

describe("methods", () => {
  it("are all operations on tensors, and no others", () => {
    const others = new Set([...Object.keys(creation), "concat", "stack"]);
    for (const name of Object.keys(ops)) expect(name in Tensor.prototype, name).toBe(!others.has(name));
    expect("zeros" in f32).toBe(false);
  });

  it("do as the functions do", () => {
    const a = f32.add(3.5);
    const b = add(f32, 3.5);
    expect([a.shape, a.dtype, a.node.spec]).toEqual([b.shape, b.dtype, b.node.spec]);
  });

  it("have the dtype at run time that their type says", () => {
    expect(i32.add(1).dtype).toBe("i32");
    expect(i32.add(1.5).dtype).toBe("f32");
    expect(i32.div(i32).dtype).toBe("f32");
    expect(bool.sum().dtype).toBe("i32");
    expect(i32.add(u32).dtype).toBe("i32");
  });
});

describe("the types of methods", () => {
  it("keep the dtype where the operation does", () => {
    expectTypeOf(i32.reshape([2, 1])).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(f64.reshape([1, 2]).transpose()).toEqualTypeOf<Tensor<"f64">>();
    expectTypeOf(bool.slice([0], [1])).toEqualTypeOf<Tensor<"bool">>();
    expectTypeOf(i32.max(0)).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(i32.detach()).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(u32.split(2)).toEqualTypeOf<Tensor<"u32">[]>();
    expectTypeOf(u32.gather(0, 0)).toEqualTypeOf<Tensor<"u32">>();
    expectTypeOf(f64.sort()).toEqualTypeOf<ops.Sorted<"f64">>();
  });

  it("make floats of integers where real numbers are meant", () => {
    expectTypeOf(i32.exp()).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(f64.exp()).toEqualTypeOf<Tensor<"f64">>();
    expectTypeOf(f16.softmax()).toEqualTypeOf<Tensor<"f16">>();
    expectTypeOf(bool.mean()).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(i32.variance(0, { correction: 1 })).toEqualTypeOf<Tensor<"f32">>();
  });

  it("count bool as an integer in arithmetic", () => {
    expectTypeOf(bool.sum()).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(u32.neg()).toEqualTypeOf<Tensor<"u32">>();
    expectTypeOf(bool.cumsum()).toEqualTypeOf<Tensor<"i32">>();
  });

  it("promote two operands", () => {
    expectTypeOf(f32.add(i32)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(i32.mul(u32)).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(f32.sub(2.5)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(i32.add(1)).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(i32.add(1.5)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(i32.div(i32)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(f16.matmul(f32)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(f64.matmul(f64)).toEqualTypeOf<Tensor<"f64">>();
    expectTypeOf(f32.clip(0, 1)).toEqualTypeOf<Tensor<"f32">>();
  });

  it("say what is bool or an index", () => {
    expectTypeOf(f64.less(1)).toEqualTypeOf<Tensor<"bool">>();
    expectTypeOf(f32.isNaN()).toEqualTypeOf<Tensor<"bool">>();
    expectTypeOf(i32.all()).toEqualTypeOf<Tensor<"bool">>();
    expectTypeOf(f64.argmax(0)).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(bool.where(f32, i32)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(i32.oneHot(3)).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(f32.cast("i32")).toEqualTypeOf<Tensor<"i32">>();
  });

  it("take what the functions take", () => {
    expectTypeOf(f32.reshape).parameters.toEqualTypeOf<[shape: readonly number[]]>();
    expectTypeOf(f32.sum).parameters.toEqualTypeOf<[axis?: ops.Axes | undefined, keepAxes?: boolean | undefined]>();
    // @ts-expect-error: a text is no operand
    expect(() => f32.add("1")).toThrow(/operands must be tensors or numbers/);
  });

  it("let any tensor stand for a tensor of any dtype", () => {
    expectTypeOf<Tensor<"i32">>().toExtend<Tensor<DType>>();
    expectTypeOf<Tensor<"i32">>().not.toExtend<Tensor<"f32">>();
    expectTypeOf<Tensor<DType>>().not.toExtend<Tensor<"f32">>();
  });
});
