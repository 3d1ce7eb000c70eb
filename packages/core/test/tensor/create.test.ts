import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type DType,
  DTypeError,
  isDType,
  ShapeError,
  type Tensor,
  type TensorOptions,
  tensor,
} from "../../src/index.ts";

describe("tensor", () => {
  it("takes numbers and nested arrays, as f32", async () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect([x.shape, x.dtype, x.rank, x.size]).toEqual([[2, 3], "f32", 2, 6]);
    expect(await x.array()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(await tensor(7).item()).toBe(7);
    expect(tensor([]).shape).toEqual([0]);
    expect(await tensor([[], []]).array()).toEqual([[], []]);
  });

  it("copies at the call", async () => {
    const data = new Float32Array([1, 2]);
    const x = tensor(data);
    data[0] = 9;
    expect([...(await x.data())]).toEqual([1, 2]);
    const read = await x.data();
    read[0] = 9;
    expect([...(await x.data())]).toEqual([1, 2]);
  });

  it("takes typed arrays, with a shape or without", () => {
    expect(tensor(new Float32Array(6), { shape: [2, 3] }).shape).toEqual([2, 3]);
    expect(tensor(new Float64Array(3)).dtype).toBe("f32");
    expect(tensor(new Int32Array(3)).dtype).toBe("i32");
    expect(tensor(new Uint8Array(3)).dtype).toBe("i32");
    expect(tensor(new Uint32Array(3)).dtype).toBe("u32");
    expect(tensor(new Float64Array(3), { dtype: "f64" }).dtype).toBe("f64");
    expect(tensor([new Float32Array(2), new Float32Array(2)]).shape).toEqual([2, 2]);
  });

  it("takes booleans, which come back as such", async () => {
    const x = tensor([true, false]);
    expect(x.dtype).toBe("bool");
    expect(await x.array()).toEqual([true, false]);
    expect(await x.data()).toEqual(Uint8Array.of(1, 0));
    expect(await tensor([0, 0.5, -2], { dtype: "bool" }).array()).toEqual([false, true, true]);
  });

  it("rounds f16 to nearest even, and widens it when read", async () => {
    const given = [1, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 65504, 65519, 65520, 2 ** -24, 2 ** -25, -0, Number.NaN, -1e-5];
    const read = await tensor(given, { dtype: "f16" }).data();
    const expected = [1, 1, 1 + 2 ** -9, 65504, 65504, Infinity, 2 ** -24, 0, -0, Number.NaN, -168 * 2 ** -24];
    expect([...read]).toEqual(expected);
  });

  it("has a type that follows from the data or the dtype named", () => {
    expectTypeOf(tensor([1, 2])).toEqualTypeOf<Tensor>();
    expectTypeOf(tensor([[1], [2]])).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(tensor([])).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(tensor([true])).toEqualTypeOf<Tensor<"bool">>();
    expectTypeOf(tensor(new Int32Array(1))).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(tensor(new Float64Array(1))).toEqualTypeOf<Tensor<"f32">>();
    expectTypeOf(tensor([1], { dtype: "i32" })).toEqualTypeOf<Tensor<"i32">>();
    expectTypeOf(tensor([1], { dtype: "f64" }).data()).resolves.toEqualTypeOf<Float64Array<ArrayBuffer>>();
  });

  type Case = readonly [data: unknown, options: object, error: typeof ShapeError | typeof DTypeError, message: string];
  const ragged = "tensor: nested arrays must be rectangular; got";
  const wrong: Readonly<Record<string, Case>> = {
    "a short row": [[[1, 2], [3]], {}, ShapeError, `${ragged} data[1] of length 1 in place of length 2`],
    "a number among rows": [[[1, 2], 3], {}, ShapeError, `${ragged} data[1] = 3 in place of length 2`],
    "a row among numbers": [[1, [2]], {}, ShapeError, `${ragged} an array at data[1] in place of a number`],
    "a deep fault": [
      [
        [[1], [2]],
        [[3], [4, 5]],
      ],
      {},
      ShapeError,
      `${ragged} data[1][1] of length 2`,
    ],
    "a text": [["1"], {}, DTypeError, 'tensor: elements must be numbers or booleans; got "1" at data[0]'],
    "a hole": [[1, undefined], {}, DTypeError, "got undefined at data[1]"],
    null: [null, {}, DTypeError, "got null at data"],
    "an object": [{ length: 1 }, {}, DTypeError, "got an object (Object) at data"],
    "both kinds": [[1, true], {}, DTypeError, "elements must be all numbers or all booleans"],
    "big integers": [new BigInt64Array(2), {}, DTypeError, "got BigInt64Array; convert it"],
    "bytes without a type": [new DataView(new ArrayBuffer(4)), {}, DTypeError, "got DataView"],
    "another size": [[1, 2, 3], { shape: [2, 2] }, ShapeError, "got [2, 2] for 3"],
    "a negative extent": [[1], { shape: [-1] }, ShapeError, "extents must be non-negative integers"],
    "another dtype": [[1], { dtype: "float32" }, DTypeError, "dtype must be one of bool, i32"],
    "an integer with a gradient": [[1], { dtype: "i32", requiresGrad: true }, DTypeError, "only floats have gradients"],
  };
  for (const [name, [data, options, kind, message]] of Object.entries(wrong)) {
    it(`refuses ${name}`, () => {
      const make = (): unknown => tensor(data as number[], options as TensorOptions<DType>);
      expect(make).toThrow(kind);
      expect(make).toThrow(message);
    });
  }
});

describe("reading", () => {
  it("item needs one element", async () => {
    await expect(tensor([1, 2]).item()).rejects.toThrow(
      "item: the tensor must have one element; got [2]; reduce it first",
    );
    expect(await tensor([[5]]).item()).toBe(5);
    expect(await tensor([true]).item()).toBe(1);
  });

  it("prints as dtype and shape", () => {
    expect(String(tensor([[1, 2]]))).toBe("Tensor f32[1, 2]");
  });

  it("knows the dtypes", () => {
    expect([isDType("f32"), isDType("toString"), isDType(3)]).toEqual([true, false, false]);
  });
});
