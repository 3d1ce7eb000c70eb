/** @file The graph interpreter on small graphs whose results are worked out by hand: at least one for each primitive. */
import {
  buildKernel,
  inputBuffer,
  ir,
  type KernelProgram,
  k,
  type Node,
  outputBuffer,
  scratchBuffer,
} from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";

/** A leaf with its elements. */
const data = new WeakMap<Node, readonly number[]>();
function leaf(shape: readonly number[], dtype: Parameters<typeof ir.buffer>[1], values: readonly number[]): Node {
  const node = ir.buffer(shape, dtype);
  data.set(node, values);
  return node;
}

function valuesOf(...outputs: readonly Node[]): number[][] {
  return interpretGraph(outputs, (node) => data.get(node) ?? []).map((values) => [...values]);
}

const NAN = Number.NaN;
const matrix = leaf([2, 3], "f32", [1, 2, 3, 4, 5, 6]);
const whole = leaf([3], "i32", [2 ** 31 - 1, -5, 3]);
const cases: [name: string, node: Node, values: readonly number[]][] = [
  ["const", ir.number(2, "f32"), [2]],
  ["scalar, rounded to float32", ir.number(0.1, "f32"), [Math.fround(0.1)]],
  ["scalar of f64", ir.number(0.1, "f64"), [0.1]],
  ["iota", ir.iota([2, 3], 1), [0, 1, 2, 0, 1, 2]],
  ["iota of the first axis", ir.iota([2, 3], 0), [0, 0, 0, 1, 1, 1]],
  ["map", ir.map("mul", matrix, matrix), [1, 4, 9, 16, 25, 36]],
  ["map to bool", ir.map("lt", matrix, ir.full(3, [2, 3], "f32")), [1, 1, 0, 0, 0, 0]],
  [
    "map with a condition",
    ir.map("where", ir.map("lt", matrix, ir.full(3, [2, 3], "f32")), matrix, ir.full(0, [2, 3], "f32")),
    [1, 2, 0, 0, 0, 0],
  ],
  ["map keeps double precision", ir.map("div", ir.number(1, "f32"), ir.number(3, "f32")), [1 / 3]],
  ["map of wrapping integers", ir.map("mul", whole, whole), [1, 25, 9]],
  ["map of division by zero", ir.map("idiv", whole, ir.full(0, [3], "i32")), [0, 0, 0]],
  ["cast truncates", ir.cast(leaf([4], "f32", [1.9, -1.9, NAN, 1e20]), "i32"), [1, -1, 0, 2 ** 31 - 1]],
  ["cast to u32", ir.cast(whole, "u32"), [2 ** 31 - 1, 2 ** 32 - 5, 3]],
  ["cast to bool", ir.cast(leaf([3], "f32", [0, -0, 0.5]), "bool"), [0, 0, 1]],
  ["bitcast", ir.bitcast(leaf([3], "f32", [1, -0, 0.1]), "u32"), [0x3f800000, 0x80000000, 0x3dcccccd]],
  ["bitcast back", ir.bitcast(leaf([1], "i32", [-1082130432]), "f32"), [-1]],
  ["reshape", ir.reshape(matrix, [3, 2]), [1, 2, 3, 4, 5, 6]],
  ["permute", ir.permute(matrix, [1, 0]), [1, 4, 2, 5, 3, 6]],
  ["permute of three axes", ir.permute(ir.reshape(matrix, [1, 2, 3]), [2, 0, 1]), [1, 4, 2, 5, 3, 6]],
  ["expand", ir.expand(leaf([2, 1], "f32", [7, 8]), [2, 2, 3]), [7, 7, 7, 8, 8, 8, 7, 7, 7, 8, 8, 8]],
  ["pad", ir.pad(matrix, [0, 1], [1, 0]), [0, 1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0]],
  ["shrink", ir.shrink(matrix, [0, 1], [2, 3]), [2, 3, 5, 6]],
  ["flip", ir.flip(matrix, [1]), [3, 2, 1, 6, 5, 4]],
  ["reduce sum", ir.reduce("sum", matrix, [1]), [6, 15]],
  ["reduce prod", ir.reduce("prod", matrix, [0]), [4, 10, 18]],
  ["reduce max with NaN", ir.reduce("max", leaf([3], "f32", [1, NAN, 2]), [0]), [NAN]],
  ["reduce min of integers", ir.reduce("min", whole, [0]), [-5]],
  ["reduce of nothing", ir.reduce("max", leaf([2, 0], "i32", []), [1]), [-(2 ** 31), -(2 ** 31)]],
  ["reduce wraps integers", ir.reduce("sum", leaf([2], "i32", [2 ** 31 - 1, 1]), [0]), [-(2 ** 31)]],
  ["dot", ir.dot(matrix, ir.permute(matrix, [1, 0])), [14, 32, 32, 77]],
  ["dot of batches", ir.dot(leaf([2, 1, 2], "f32", [1, 2, 3, 4]), leaf([2, 2, 1], "f32", [5, 6, 7, 8])), [17, 53]],
  ["gather", ir.gather(matrix, leaf([2, 2], "i32", [2, 0, -1, 3]), 1), [3, 1, 0, 0]],
  ["gather of the first axis", ir.gather(matrix, leaf([1, 3], "i32", [1, 0, 1]), 0), [4, 2, 6]],
  [
    "scatterAdd",
    ir.scatterAdd(ir.full(0, [3], "f32"), leaf([4], "i32", [2, 0, 2, 3]), leaf([4], "f32", [1, 2, 3, 4]), 0),
    [2, 0, 4],
  ],
  ["sort", ir.sort(leaf([5], "f32", [2, NAN, 1, 2, -1]), false).values, [-1, 1, 2, 2, NAN]],
  ["sort is stable, NaN last", ir.sort(leaf([5], "f32", [2, NAN, 1, 2, -1]), false).indices, [4, 2, 0, 3, 1]],
  ["sort descending, NaN first", ir.sort(leaf([2, 3], "f32", [2, NAN, 2, 1, 5, 3]), true).indices, [1, 0, 2, 1, 2, 0]],
  ["cumsum", ir.cumsum(matrix), [1, 3, 6, 4, 9, 15]],
  ["detach", ir.detach(matrix), [1, 2, 3, 4, 5, 6]],
  ["barrier", ir.barrier(matrix), [1, 2, 3, 4, 5, 6]],
  ["variable", ir.variable(matrix), [1, 2, 3, 4, 5, 6]],
  ["custom", ir.custom(ir.map("neg", whole), [whole], () => []), [-(2 ** 31 - 1), 5, -3]],
];

test.each(cases)("%s", (_, node, values) => {
  expect(valuesOf(node)).toEqual([[...values]]);
});

describe("kernel", () => {
  const double = buildKernel("double", (b) => {
    const g = b.gridIndex("g");
    const x = b.input("x", "f32");
    const factor = b.param("factor", "f32");
    b.store(b.output("out", "f32"), g, k.mul(b.load(x, g), factor));
  });
  const program: KernelProgram = {
    name: "two-steps",
    outputs: [
      { shape: [2], dtype: "f32" },
      { shape: [2], dtype: "f32" },
    ],
    scratch: [{ dtype: "f32", size: 2 }],
    calls: [
      { kernel: double, buffers: [inputBuffer(0), scratchBuffer(0)], params: [2], grid: [2], flops: 2 },
      {
        kernel: double,
        buffers: [scratchBuffer(0), outputBuffer(0)],
        params: [{ scalarInput: 1 }],
        grid: [2],
        flops: 2,
      },
      { kernel: double, buffers: [inputBuffer(0), outputBuffer(1)], params: [-1], grid: [2], flops: 2 },
    ],
  };
  test("passes scratch memory, scalars and several results on", () => {
    const outputs = ir.kernel(program, [leaf([2], "f32", [1, 2]), ir.number(10, "f32")]);
    expect(valuesOf(...outputs)).toEqual([
      [20, 40],
      [-1, -2],
    ]);
  });
});

test("a chain of 20000 nodes does not overflow the stack, a shared node is computed once", () => {
  let sum: Node = leaf([], "f64", [1]);
  for (let i = 0; i < 20_000; i++) sum = ir.map("add", sum, ir.number(1, "f64"));
  let doubled: Node = leaf([1], "f64", [1]);
  for (let i = 0; i < 60; i++) doubled = ir.map("add", doubled, doubled);
  expect(valuesOf(sum, doubled)).toEqual([[20_001], [2 ** 60]]);
});

test("a leaf of another size is refused", () => {
  expect(() => valuesOf(leaf([3], "f32", [1]))).toThrow("3 elements expected, got 1");
});
