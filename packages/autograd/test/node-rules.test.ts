import { ir, isFloat, type KernelProgram, type Node, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { pullback } from "../src/sweep.ts";
import {
  array,
  evaluate,
  expectGradients,
  expectTwiceDifferentiable,
  gradients,
  leafOf,
  matrix,
  scattered,
  vector,
} from "./helpers.ts";

const square = (x: Node): Node => ir.map("mul", x, x);
const indices = (shape: readonly number[], axis: number, extent: number): Node => {
  // Repeats and skips: 0, 2, 1, 0, 2, … and so on.
  const i = ir.iota(shape, axis);
  const twice = ir.map("mul", i, ir.full(2, shape, "i32"));
  return ir.map("mod", twice, ir.full(extent, shape, "i32"));
};

describe("rules that nodes bring along", () => {
  it("are missed at a node that was not made by its builder", () => {
    const flipped = (x: Node): Node => ir.make({ kind: "flip", axes: [0] }, [x], x.shape, x.dtype);
    const product = (x: Node): Node => ir.reduce("prod", x, [0]);
    for (const f of [flipped, product]) {
      const x = leafOf(vector(2, 3));
      const y = f(x);
      expect(() => pullback([y], [ir.full(1, y.shape, "f64")], [x])).toThrow(UsageError);
    }
  });
});

describe("gradients of movement", () => {
  it("reshape", () => {
    expectTwiceDifferentiable((x) => square(ir.reshape(square(x), [3, 2])), scattered([2, 3]));
  });
  it("permute, by an order that is not its own inverse", () => {
    expectTwiceDifferentiable((x) => square(ir.permute(square(x), [2, 0, 1])), scattered([2, 3, 2]));
  });
  it("expand sums over new axes and over extents of 1", () => {
    expectTwiceDifferentiable((x) => square(ir.expand(square(x), [2, 3, 4])), scattered([3, 1]));
    expectTwiceDifferentiable((x) => square(ir.expand(square(x), [2, 3])), array([], [1.5]));
    expectTwiceDifferentiable((x) => square(ir.expand(square(x), [2, 1, 3])), scattered([1, 1, 3]));
  });
  it("pad and shrink", () => {
    expectTwiceDifferentiable((x) => square(ir.pad(square(x), [1, 0], [0, 2])), scattered([2, 3]));
    expectTwiceDifferentiable((x) => square(ir.shrink(square(x), [0, 1], [2, 3])), scattered([3, 4]));
  });
  it("flip", () => {
    expectTwiceDifferentiable((x) => square(ir.flip(square(x), [1])), scattered([2, 3]));
  });
});

describe("gradients of reductions", () => {
  it("sum", () => {
    expectTwiceDifferentiable((x) => square(ir.reduce("sum", square(x), [0, 2])), scattered([2, 3, 2]));
  });
  it("max and min", () => {
    expectTwiceDifferentiable((x) => square(ir.reduce("max", square(x), [1])), scattered([3, 4]));
    expectTwiceDifferentiable((x) => square(ir.reduce("min", square(x), [0])), scattered([3, 4]));
  });
  it("prod, with zeros among the factors", () => {
    expectTwiceDifferentiable((x) => ir.product(x, [1]), matrix(4, 3, 2, 3, 4, 0, 3, 4, 0, 0, 5, 0, 0, 0));
  });
  it("prod over axes that are not the last, and over many factors", () => {
    expectTwiceDifferentiable((x) => ir.product(x, [0, 2]), scattered([2, 2, 3]));
    expectGradients((x) => ir.product(x, [0]), scattered([11]));
    expectGradients((x) => ir.product(x, [0]), vector(3));
  });
  it("prod of nothing has an empty gradient", () => {
    expect(gradients((x) => ir.product(x, [0]), [array([0], [])])).toEqual([[]]);
  });
});

describe("gradients of contraction and indexing", () => {
  it("dot, by both sides", () => {
    expectTwiceDifferentiable((a, b) => square(ir.dot(a, b)), scattered([2, 3]), scattered([3, 4], 2));
    expectGradients((a, b) => ir.dot(a, b), scattered([2, 2, 3]), scattered([2, 3, 1], 2));
  });
  it("gather, with repeated indices and indices outside", () => {
    expectTwiceDifferentiable((x) => square(ir.gather(x, indices([4, 2], 0, 3), 0)), scattered([3, 2]));
    expectTwiceDifferentiable((x) => square(ir.gather(x, indices([2, 5], 1, 7), 1)), scattered([2, 3]));
  });
  it("gather of one element of each row, inside and outside", () => {
    const picked = (start: number): Node => ir.map("add", ir.iota([3, 1], 0), ir.full(start, [3, 1], "i32"));
    expectTwiceDifferentiable((x) => square(ir.gather(square(x), picked(0), 1)), scattered([3, 3]));
    expectTwiceDifferentiable((x) => square(ir.gather(square(x), picked(-1), 1)), scattered([3, 2]));
  });
  it("scatterAdd, by the base and by the updates", () => {
    const f = (base: Node, updates: Node): Node =>
      square(ir.scatterAdd(base, indices([4, 2], 0, 5), square(updates), 0));
    expectTwiceDifferentiable(f, scattered([3, 2]), scattered([4, 2], 2));
  });
  it("sort, by its values", () => {
    expectTwiceDifferentiable((x) => square(ir.sort(square(x), true).values), scattered([2, 4]));
    expectTwiceDifferentiable((x) => ir.sort(x, false).values, scattered([5]));
  });
  it("conv, each factor from the two others", () => {
    const geometry = { stride: [2], dilation: [1], before: [1], after: [0], groups: 2 };
    const [x, w, y] = [scattered([2, 2, 4]), scattered([2, 1, 3], 2), scattered([2, 2, 2], 3)];
    expectTwiceDifferentiable((a, b) => square(ir.conv("output", geometry, a, b, [2, 2, 2])), x, w);
    expectTwiceDifferentiable((a, b) => square(ir.conv("input", geometry, a, b, [2, 2, 4])), y, w);
    expectTwiceDifferentiable((a, b) => square(ir.conv("weight", geometry, a, b, [2, 1, 3])), x, y);
  });
  it("window and fold, overlapping and with gaps", () => {
    expectTwiceDifferentiable((x) => square(ir.window(square(x), 0, 2, 1, 2)), scattered([5, 2]));
    expectTwiceDifferentiable((x) => square(ir.fold(square(x), 1, 6, 2, 1)), scattered([2, 3, 2]));
    expectTwiceDifferentiable((x) => square(ir.fold(square(x), 0, 8, 3, 1)), scattered([3, 2]));
  });
  it("cumsum", () => {
    expectTwiceDifferentiable((x) => square(ir.cumsum(square(x))), scattered([2, 4]));
  });
});

describe("gradients of control", () => {
  it("barrier and variable pass on", () => {
    expectTwiceDifferentiable((x) => square(ir.barrier(square(ir.variable(square(x))))), scattered([3]));
  });
  it("detach stops", () => {
    const [gradient] = gradients((x) => ir.map("mul", x, ir.detach(x)), [vector(3)]);
    expect(gradient?.[0]).toBeCloseTo(3 * (Math.sin(1) + 1.7), 12);
  });
  it("cast passes between floats and stops at integers", () => {
    const through = (x: Node): Node => ir.cast(ir.cast(square(x), "f32"), "f64");
    expect(gradients(through, [vector(3)])[0]?.[0]).toBeCloseTo(6 * Math.fround(Math.sin(1) + 1.7), 5);
    const stopped = ir.cast(ir.cast(leafOf(vector(1)), "i32"), "f64");
    expect(stopped.isTracked).toBe(false);
  });
  it("custom follows its rule, which may be differentiated, and not its value", () => {
    const f = (x: Node): Node =>
      ir.custom(ir.full(7, x.shape, "f64"), [x], (c, [arg]) => [ir.map("mul", c, square(arg as Node))]);
    const weight = Math.sin(1) + 1.7;
    expect(gradients(f, [vector(3)])[0]?.[0]).toBeCloseTo(9 * weight, 12);
    const second = gradients((x) => gradients1(f, x), [vector(3)]);
    expect(second[0]?.[0]).toBeCloseTo(6 * weight, 12);
  });
  it("custom refuses a cotangent of another shape", () => {
    const x = leafOf(vector(1, 2));
    const y = ir.custom(x, [x], () => [ir.full(1, [3], "f64")]);
    expect(() => pullback([y], [ir.full(1, [2], "f64")], [x])).toThrow(
      /customVjp: .*f64\[3\] for argument 0, which is f64\[2\]/,
    );
  });
});

/** The derivative with cotangent 1, as a node. */
function gradients1(f: (x: Node) => Node, x: Node): Node {
  const [gradient] = pullback([f(x)], [ir.full(1, x.shape, "f64")], [x]);
  return gradient as Node;
}

describe("gradients of kernels", () => {
  const program = (composite?: KernelProgram["composite"]): KernelProgram => ({
    name: "squareAndCube",
    outputs: [
      { shape: [3], dtype: "f64" },
      { shape: [3], dtype: "f64" },
    ],
    scratch: [],
    calls: [],
    ...(composite === undefined ? {} : { composite }),
  });

  it("are those of the composite, of all results together", () => {
    const composite = ([x]: readonly Node[]): Node[] => [
      square(x as Node),
      ir.map("mul", square(x as Node), x as Node),
    ];
    const x = leafOf(vector(1, 2, 3));
    const [squares, cubes] = ir.kernel(program(composite), [x]);
    const ones = ir.full(1, [3], "f64");
    const [both] = pullback([squares as Node, cubes as Node], [ones, ones], [x]);
    expect(evaluate(both as Node, [x], [vector(1, 2, 3)])).toEqual([5, 16, 33]);
    const [one] = pullback([cubes as Node], [ones], [x]);
    expect(evaluate(one as Node, [x], [vector(1, 2, 3)])).toEqual([3, 12, 27]);
  });

  it("are refused without one", () => {
    const x = leafOf(vector(1, 2, 3));
    const [y] = ir.kernel(program(), [x]);
    expect(() => pullback([y as Node], [ir.full(1, [3], "f64")], [x])).toThrow(UsageError);
    expect(() => pullback([y as Node], [ir.full(1, [3], "f64")], [x])).toThrow(/squareAndCube/);
  });
});

describe("the sweep", () => {
  it("goes through a chain of 100 000 nodes", () => {
    const x = leafOf(vector(1));
    let y: Node = x;
    for (let i = 0; i < 100_000; i++) y = ir.map("neg", y);
    const [gradient] = pullback([y], [ir.full(1, [1], "f64")], [x]);
    expect(evaluate(gradient as Node, [x], [vector(1)])).toEqual([1]);
  });

  it("adds what flows together over many paths", () => {
    const x = leafOf(vector(2));
    let y: Node = x;
    for (let i = 0; i < 40; i++) y = ir.map("add", y, y);
    const [gradient] = pullback([y], [ir.full(1, [1], "f64")], [x]);
    expect(evaluate(gradient as Node, [x], [vector(2)])).toEqual([2 ** 40]);
  });

  it("visits nothing that does not lead to a target, and gives undefined for what is not reached", () => {
    const [x, z] = [leafOf(vector(2)), leafOf(vector(3))];
    const beside = ir.custom(z, [z], () => {
      throw new Error("not on the path");
    });
    const [byX, byNone] = pullback(
      [ir.map("add", square(x), beside)],
      [ir.full(1, [1], "f64")],
      [x, leafOf(vector(1))],
    );
    expect(evaluate(byX as Node, [x, z], [vector(2), vector(3)])).toEqual([4]);
    expect(byNone).toBeUndefined();
  });

  it("tracks floats only", () => {
    const x = leafOf(vector(1));
    for (const node of [ir.map("lt", x, square(x)), ir.cast(x, "i32"), ir.sort(x, false).indices]) {
      expect(isFloat(node.dtype)).toBe(false);
      expect(node.isTracked).toBe(false);
    }
  });
});
