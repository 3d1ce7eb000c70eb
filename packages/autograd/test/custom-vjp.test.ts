import { add, exp, mul, sum, type Tensor, tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { customVjp, grad } from "../src/index.ts";
import { valuesOf, valuesOfTree } from "./tensors.ts";

describe("customVjp", () => {
  it("computes the function, and differentiates by the rule", () => {
    const f = customVjp(
      (x: Tensor) => exp(x),
      (c, [x]) => [mul(c, mul(x, 10))],
    );
    expect(valuesOf(f(tensor(0)))).toEqual([1]);
    expect(valuesOf(grad(f)(tensor(3)))).toEqual([30]);
  });

  it("differentiates the rule for higher derivatives", () => {
    const cube = customVjp(
      (x: Tensor) => mul(x, mul(x, x)),
      (c, [x]) => [mul(c, mul(3, mul(x, x)))],
    );
    expect(valuesOf(grad(grad(cube))(tensor(2)))).toEqual([12]);
    const square = customVjp(
      (x: Tensor) => exp(x),
      (c, _args, y) => [mul(c, y)],
    );
    expect(valuesOf(grad(grad(square))(tensor(0)))).toEqual([1]);
  });

  it("answers for tensor arguments only, with undefined for zero", () => {
    const f = customVjp(
      (x: Tensor, factor: number, y: Tensor) => sum(mul(mul(x, factor), y)),
      (c, [x, factor]) => [undefined, mul(mul(c, factor), x)],
    );
    const grads = grad((p: { x: Tensor; y: Tensor }) => f(p.x, 3, p.y))({ x: tensor([1, 2]), y: tensor([5, 6]) });
    expect(valuesOfTree(grads)).toEqual([
      [0, 0],
      [3, 6],
    ]);
  });

  it("refuses cotangents of another shape, and too many", () => {
    const wide = customVjp(
      (x: Tensor) => sum(x),
      (c) => [c],
    );
    expect(() => grad(wide)(tensor([1, 2]))).toThrow(UsageError);
    const many = customVjp(
      (x: Tensor) => x,
      (c) => [c, add(c, 1)],
    );
    expect(() => grad(many)(tensor(1))).toThrow(/at most 1 cotangents; got 2 of them/);
  });
});
