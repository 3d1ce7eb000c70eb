import { DTypeError, einsum, ShapeError, type Tensor, tensor, UsageError, zeros } from "@adjoint/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import { explain } from "../../src/explain.ts";
import { contractionOrder } from "../../src/ops/einsum/order.ts";

const [f23, f34, f4] = [zeros([2, 3]), zeros([3, 4]), zeros([4])];
const untyped = einsum as (...args: readonly unknown[]) => unknown;

describe("what users do wrong", () => {
  const rows: readonly [name: string, run: () => unknown, type: new (...args: never) => Error, message: string][] = [
    [
      "extents",
      () => einsum("ij,jk->ik", f23, f4.reshape([2, 2])),
      ShapeError,
      'einsum: index "j" must have one extent (or 1, which is repeated); got 3 and, in operand 1, 2; shapes are [2, 3], [2, 2]',
    ],
    [
      "extents under the ellipsis",
      () => einsum("...i,...i->...", f23, zeros([4, 3])),
      ShapeError,
      "einsum: axis -1 of the ellipsis must have one extent (or 1, which is repeated); got 2 and, in operand 1, 4",
    ],
    ["a repeated index", () => einsum("ii", f23), ShapeError, 'einsum: index "i" must have one extent'],
    ["rank", () => einsum("ijk->i", f23), ShapeError, 'einsum: operand 0, "ijk", must have 3 axes; got [2, 3]'],
    ["rank below the letters", () => einsum("...ij->i", f4), ShapeError, "must have at least 2 axes; got [4]"],
    ["count", () => einsum("ij,jk", f23), UsageError, "einsum: the notation names 2 operands; got 1"],
    ["no operand", () => einsum(""), UsageError, "einsum: the notation names 1 operands; got 0"],
    ["a digit", () => einsum("i1->i", f23), UsageError, 'einsum: "1" is no index; got "i1->i"; write letters'],
    ["a stray dot", () => einsum("i.->i", f23), UsageError, '"." is no index'],
    ["two arrows", () => einsum("ij->i->j", f23), UsageError, 'only one "->"'],
    ["two ellipses", () => einsum("......->", f23), UsageError, "a term may have one ellipsis"],
    ["an unknown index", () => einsum("ij->ik", f23), UsageError, 'index "k" of the result must occur in an operand'],
    ["an index twice", () => einsum("ij->ii", f23), UsageError, 'index "i" may occur once in the result'],
    ["a number", () => untyped("i,->i", f4, 2), UsageError, "einsum: operands must be tensors; got 2"],
    ["dtypes", () => einsum("i,i", f4, zeros([4], { dtype: "f64" }) as never), DTypeError, "f64 mixes only with f64"],
  ];

  test.each(rows)("%s", (_, run, type, message) => {
    expect(run).toThrow(type);
    expect(run).toThrow(message);
  });
});

test("dtypes promote", () => {
  expectTypeOf(einsum("ij,jk", f23, f34)).toEqualTypeOf<Tensor>();
  const i32 = zeros([3], { dtype: "i32" });
  expectTypeOf(einsum("i,i", i32, i32)).toEqualTypeOf<Tensor<"i32">>();
  expectTypeOf(einsum("i,i,ij->j", i32, i32, f34)).toEqualTypeOf<Tensor<"f32">>();
  const bool = zeros([3], { dtype: "bool" });
  expectTypeOf(einsum("i->", bool)).toEqualTypeOf<Tensor<"i32">>();
  const list: Tensor[] = [f23, f34];
  expectTypeOf(einsum("ij,jk", ...list)).toEqualTypeOf<Tensor>();
});

describe("the order of pairs", () => {
  const order = (terms: string, output: string, extents: Record<string, number>): string =>
    contractionOrder(
      terms.split(",").map((term) => [...term]),
      [...output],
      new Map(Object.entries(extents)),
    )
      .map((pair) => pair.join())
      .join(" ");

  test("puts small products first", () => {
    // (AB)C costs 2·100·2 + 2·2·100, A(BC) 100·2·100 + 2·100·100.
    expect(order("ij,jk,kl", "il", { i: 2, j: 100, k: 2, l: 100 })).toBe("0,1 0,1");
    expect(order("ij,jk,kl", "il", { i: 100, j: 2, k: 100, l: 2 })).toBe("1,2 0,1");
  });

  test("is the best of four operands, where the cheapest first step is not", () => {
    const extents = { a: 10, b: 2, c: 10, d: 3, e: 10 };
    const cost = order("ab,bc,cd,de", "ae", extents);
    expect(cost.split(" ")).toHaveLength(3);
    // ((BC)D) first, then A: 60 + 60 + 200; (AB)… would make a matrix of 10 × 10 early.
    expect(cost).toBe("1,2 1,2 0,1");
  });

  test("is greedy for more", () => {
    expect(order("ab,bc,cd,de,ef", "af", { a: 9, b: 9, c: 9, d: 1, e: 9, f: 9 }).split(" ")).toHaveLength(4);
  });
});

describe("matrix products", () => {
  const data = (...shape: number[]): Tensor => tensor(new Float32Array(shape.reduce((a, b) => a * b)), { shape });
  const [x, y] = [data(64, 32), data(32, 64)];

  test.each([
    ["ij,jk->ik", x, y],
    ["ij,jk->ki", x, y],
    ["ji,jk->ik", y, y],
    ["ij,kj->ik", x, x],
    ["bij,jk->bik", data(4, 8, 32), y],
    ["bij,bjk->bik", data(4, 8, 16), data(4, 16, 8)],
    ["bij,bkj->bki", data(4, 8, 16), data(4, 8, 16)],
    ["abc,bcd->ad", data(3, 4, 5), data(4, 5, 6)],
  ])("%s copies nothing", (notation, a, b) => {
    expect(explain(einsum(notation, a, b)).kernels.map(({ kind }) => kind)).toEqual(["dot"]);
  });

  test("a scalar product is one kernel, a trace as well", () => {
    expect(explain(einsum("ij,ij->i", x, x)).dispatches).toBe(1);
    expect(explain(einsum("ii->", data(16, 16))).dispatches).toBe(1);
  });
});
