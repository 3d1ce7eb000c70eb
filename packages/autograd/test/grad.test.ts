import {
  add,
  type DType,
  DTypeError,
  detach,
  exp,
  ir,
  matmul,
  mean,
  mul,
  sin,
  sub,
  sum,
  Tensor,
  takePendingLosses,
  tensor,
  UsageError,
} from "@adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, grad, noGrad, valueAndGrad, vjp } from "../src/index.ts";
import { valuesOf, valuesOfTree } from "./tensors.ts";

const f64 = (data: number | number[]): Tensor<"f64"> => tensor(data, { dtype: "f64" });

describe("grad", () => {
  it("is the derivative, of a tensor alone", () => {
    expect(valuesOf(grad((x: Tensor) => mul(x, x))(tensor(3)))).toEqual([6]);
  });

  it("gives a tree like the parameters, with zeros where nothing depends on one", () => {
    const params = { w: tensor([[1, 2]]), layers: [{ b: tensor([5]) }], unused: tensor([1, 1]) };
    const f = (p: typeof params, x: Tensor): Tensor => sum(add(matmul(p.w, x), p.layers[0]?.b ?? 0));
    const grads = grad(f)(params, tensor([[3], [4]]));
    expect(Object.keys(grads)).toEqual(["w", "layers", "unused"]);
    expect(valuesOfTree(grads)).toEqual([[1], [0, 0], [3, 4]]);
    expect(grads.w.shape).toEqual([1, 2]);
    expect(grads.w.dtype).toBe("f32");
  });

  it("takes further arguments as they are, and constants as constants", () => {
    const f = (x: Tensor, n: number, y: Tensor): Tensor => mul(mul(x, n), y);
    expect(valuesOf(grad(f)(tensor(2), 5, tensor(7)))).toEqual([35]);
  });

  it("counts a parameter that stands at two places twice", () => {
    const x = tensor(3);
    expect(valuesOfTree(grad(([a, b]: [Tensor, Tensor]) => mul(a, b))([x, x]))).toEqual([[3], [3]]);
  });

  it("does not go through detach", () => {
    expect(valuesOf(grad((x: Tensor) => mul(x, detach(x)))(tensor(3)))).toEqual([3]);
  });

  it("gives the parameter itself back for the identity", () => {
    expect(valuesOf(grad((x: Tensor) => x)(tensor(3)))).toEqual([1]);
  });

  it("nests: higher derivatives of polynomials, sin and exp", () => {
    const nth = (f: (x: Tensor<"f64">) => Tensor<"f64">, n: number): ((x: Tensor<"f64">) => Tensor<"f64">) =>
      n === 0 ? f : grad(nth(f, n - 1));
    const quartic = (x: Tensor<"f64">): Tensor<"f64"> => mul(mul(x, x), mul(x, x));
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: 0, max: 4 }), (x, n) => {
        const falling = [1, 4, 12, 24, 24][n] ?? 0;
        // Relative to sums of up to eight products, each rounded to 1.1e-16.
        expect(valuesOf(nth(quartic, n)(f64(x)))[0]).toBeCloseTo(falling * x ** (4 - n), 12);
        expect(valuesOf(nth(sin, n)(f64(x)))[0]).toBeCloseTo(Math.sin(x + (n * Math.PI) / 2), 12);
        expect(valuesOf(nth(exp, n)(f64(x)))[0]).toBeCloseTo(Math.exp(x), 12);
      }),
      { numRuns: 20 },
    );
  });

  it("sees what an inner gradient depends on outside", () => {
    // d/dy of (d/dx x² y at x = 3) = 6.
    const outer = grad((y: Tensor) => grad((x: Tensor) => mul(mul(x, x), y))(tensor(3)));
    expect(valuesOf(outer(tensor(5)))).toEqual([6]);
  });

  it("is linear in the function", () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }), (x, k) => {
        const f = (t: Tensor<"f64">): Tensor<"f64"> => mul(sin(t), t);
        const g = (t: Tensor<"f64">): Tensor<"f64"> => exp(t);
        const at = (h: (t: Tensor<"f64">) => Tensor<"f64">): number => valuesOf(grad(h)(f64(x)))[0] ?? Number.NaN;
        expect(at((t) => add(mul(f(t), k), g(t)))).toBeCloseTo(k * at(f) + at(g), 12);
      }),
      { numRuns: 20 },
    );
  });

  it("leaves results that no longer belong to a differentiation", () => {
    const [value, gradient] = valueAndGrad((x: Tensor) => mul(x, x))(tensor(3));
    expect(value.node.isTracked).toBe(false);
    expect(gradient.node.isTracked).toBe(false);
    const [, same] = valueAndGrad((p: [Tensor, Tensor]) => mul(p[0], p[1]))([tensor(3), tensor(4)]);
    expect(same.map((t) => t.node.isTracked)).toEqual([false, false]);
  });
});

describe("valueAndGrad", () => {
  it("gives both, and hands the loss to the next step", () => {
    takePendingLosses();
    const [value, gradient] = valueAndGrad((x: Tensor) => sub(mul(x, x), 1))(tensor(3));
    expect([valuesOf(value), valuesOf(gradient)]).toEqual([[8], [6]]);
    expect(takePendingLosses()).toEqual([value.node]);
  });

  it("hands on the loss of parameters with requiresGrad too, but no loss inside of another", () => {
    takePendingLosses();
    const w = tensor(3, { requiresGrad: true });
    const [value] = valueAndGrad((x: Tensor) => mul(x, x))(w);
    expect(takePendingLosses()).toEqual([value.node]);
    grad((x: Tensor) => valueAndGrad((y: Tensor) => mul(y, y))(x)[1])(tensor(3));
    expect(takePendingLosses()).toEqual([]);
  });

  it("gives gradients through which backward goes on", () => {
    const w = tensor(3, { requiresGrad: true });
    const slope = grad((x: Tensor) => mul(x, mul(x, x)))(w);
    backward(slope);
    expect(w.grad === null ? [] : valuesOf(w.grad)).toEqual([18]);
  });
});

describe("what cannot be differentiated", () => {
  it.each([
    [
      "a vector",
      () => grad((x: Tensor) => x)(tensor([1, 2])),
      UsageError,
      /grad: the result must be a scalar; got shape \[2\]/,
    ],
    [
      "an integer parameter",
      () => grad((p: { n: Tensor<"i32"> }) => mean(p.n))({ n: tensor([1], { dtype: "i32" }) }),
      DTypeError,
      /got i32 at params\.n/,
    ],
    [
      "an integer result",
      () => grad((x: Tensor) => x as Tensor<DType>)(new Tensor(ir.full(1, [], "i32")) as unknown as Tensor),
      DTypeError,
      /i32/,
    ],
    ["no tensor", () => grad(((x: number) => x) as never)(3 as never), UsageError, /got number 3 at params/],
    ["a promise", () => grad((async (x: Tensor) => x) as never)(tensor(1)), UsageError, /got a promise/],
  ])("refuses %s", (_name, run, type, message) => {
    expect(run).toThrow(type);
    expect(run).toThrow(message);
  });
});

describe("vjp", () => {
  it("gives the value, and cotangents of all arguments, as often as asked", () => {
    const [y, pullback] = vjp(
      (a: Tensor, b: Tensor) => ({ product: mul(a, b), sum: add(a, b) }),
      tensor([1, 2]),
      tensor([3, 4]),
    );
    expect(valuesOfTree(y)).toEqual([
      [3, 8],
      [4, 6],
    ]);
    const [ones, zeros] = [tensor([1, 1]), tensor([0, 0])];
    expect(valuesOfTree(pullback({ product: ones, sum: zeros }))).toEqual([
      [3, 4],
      [1, 2],
    ]);
    expect(valuesOfTree(pullback({ product: zeros, sum: ones }))).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it("refuses a cotangent of another shape or structure", () => {
    const [, pullback] = vjp((x: Tensor) => mul(x, x), tensor([1, 2]));
    expect(() => pullback(tensor([1, 2, 3]))).toThrow(/vjp: .*f32\[3\] for f32\[2\]/);
    expect(() => (pullback as (c: object) => unknown)([tensor([1, 2]), tensor([1, 2])])).toThrow(
      /2 tensors for 1 results/,
    );
  });

  it("differentiates by its cotangent", () => {
    const linear = grad((c: Tensor) => {
      const [, pullback] = vjp((x: Tensor) => mul(x, x), tensor(3));
      return mul(pullback(c)[0] as Tensor, c);
    });
    expect(valuesOf(linear(tensor(2)))).toEqual([24]);
  });
});

describe("noGrad", () => {
  it("makes constants", () => {
    expect(
      valuesOf(
        grad((x: Tensor) =>
          mul(
            x,
            noGrad(() => mul(x, x)),
          ),
        )(tensor(3)),
      ),
    ).toEqual([9]);
  });

  it("lets gradients inside work, as constants outside", () => {
    const f = (x: Tensor): Tensor =>
      mul(
        x,
        noGrad(() => grad((y: Tensor) => mul(y, mul(y, y)))(x)),
      );
    expect(valuesOf(grad(f)(tensor(2)))).toEqual([12]);
  });

  it("is over after an error, and refuses promises", () => {
    expect(() =>
      noGrad(() => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(() => noGrad(async () => 1)).toThrow(UsageError);
    expect(ir.tracks()).toBe(true);
  });
});
