import { mul, sum, type Tensor, tensor } from "@adjoint/core";
import { describe, expectTypeOf, it } from "vitest";
import { customVjp, grad, valueAndGrad, vjp } from "../src/index.ts";
import { NODE_RULES, type NodeRules } from "../src/rules/node-rules.ts";
import { SCALAR_RULES, type ScalarRules } from "../src/rules/scalar-rules.ts";

interface Params {
  readonly w: Tensor;
  readonly layers: readonly { readonly b: Tensor<"f64">; readonly scale?: Tensor }[];
}

describe("types", () => {
  it("keep the tree of the first argument, interfaces and tuples too", () => {
    const loss = (p: Params, x: Tensor, n: number): Tensor => sum(mul(mul(p.w, x), n));
    expectTypeOf(grad(loss)).toEqualTypeOf<(params: Params, x: Tensor, n: number) => Params>();
    expectTypeOf(valueAndGrad(loss)).toEqualTypeOf<
      (params: Params, x: Tensor, n: number) => [value: Tensor, gradients: Params]
    >();
    expectTypeOf(grad((p: [Tensor, Tensor]) => p[0])).returns.toEqualTypeOf<[Tensor, Tensor]>();
    expectTypeOf(grad((x: Tensor<"f64">) => x)).returns.toEqualTypeOf<Tensor<"f64">>();
  });

  it("give pullbacks of the arguments", () => {
    const [y, pullback] = vjp((a: Tensor, b: { c: Tensor }) => mul(a, b.c), tensor(1), { c: tensor(2) });
    expectTypeOf(y).toEqualTypeOf<Tensor>();
    expectTypeOf(pullback).toEqualTypeOf<(cotangent: Tensor) => [Tensor, { c: Tensor }]>();
  });

  it("keep the signature of a function with a rule", () => {
    const f = customVjp(
      (x: Tensor, n: number) => mul(x, n),
      (c, [, n]) => [mul(c, n)],
    );
    expectTypeOf(f).toEqualTypeOf<(x: Tensor, n: number) => Tensor>();
  });

  it("refuse tables of rules that lack a row", () => {
    const { tanh: _tanh, ...scalars } = SCALAR_RULES;
    // @ts-expect-error tanh has no rule
    expectTypeOf(scalars satisfies ScalarRules).toBeObject();
    const { expand: _expand, ...nodes } = NODE_RULES;
    // @ts-expect-error expand has no rule
    expectTypeOf(nodes satisfies NodeRules).toBeObject();
  });

  it("refuse what holds no tensors, and wrong arguments", () => {
    // @ts-expect-error a number is no tree
    grad((x: number) => tensor(x));
    // @ts-expect-error a loss is a tensor
    grad((x: Tensor) => x.shape);
    const g = grad((x: Tensor, n: number) => mul(x, n));
    // @ts-expect-error the second argument is a number
    expectTypeOf(() => g(tensor(1), "2")).toBeFunction();
  });
});
