/**
 * @file Convolutions in Winograd's form, and their gradients, against the interpreter of graphs in double precision. The
 * tolerance is what `lower/conv/winograd-matrices.ts` promises, for sums of normal size.
 */
import { expectClose, interpretGraph, uniforms } from "@adjoint/core/testing";
import { type ConvOptions, conv2d, explain, grad, mul, sum, type Tensor, tensor } from "adjoint";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend();

const numbers = (seed: number, count: number): Float32Array => Float32Array.from(uniforms(seed, count, -1, 1));

type Shape4 = readonly [number, number, number, number];

const sizeOf = (shape: Shape4): number => shape.reduce((a, b) => a * b);

/** The deviation of values: errors of tiles are of the size of a tile's sums, not of each result. */
const scaleOf = (values: Float64Array): number => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);

const ROWS: readonly (readonly [name: string, x: Shape4, outputs: number, ConvOptions])[] = [
  ["whole tiles", [1, 16, 16, 16], 20, { padding: 1 }],
  ["an even number of tiles, and results that are cut", [2, 17, 11, 14], 16, { padding: 1 }],
  ["no padding", [3, 16, 9, 13], 18, {}],
  [
    "padding by side",
    [2, 16, 12, 9],
    16,
    {
      padding: [
        [2, 0],
        [0, 3],
      ],
    },
  ],
];

test.each(ROWS)("%s", async (_, shape, outputs, options) => {
  const x = tensor(numbers(1, sizeOf(shape)), { shape });
  const kernel = [outputs, shape[1], 3, 3] as const;
  const w = tensor(numbers(2, sizeOf(kernel)), { shape: kernel });
  const data = new Map([x, w].map((leaf, i) => [leaf.node, numbers(i + 1, leaf.size)]));
  const loss = (p: { x: Tensor; w: Tensor }): Tensor => {
    const y = conv2d(p.x, p.w, options);
    return sum(mul(y, y));
  };
  const { x: dx, w: dw } = grad(loss)({ x, w });
  const results = [conv2d(x, w, options), dx, dw];
  const expected = interpretGraph(
    results.map((result) => result.node),
    (leaf) => data.get(leaf) ?? [],
  );
  for (const [i, result] of results.entries()) {
    const exact = expected[i] ?? new Float64Array();
    expectClose(await result.data(), exact, { abs: 1e-5 * scaleOf(exact), reason: "Winograd, F(4×4, 3×3)" });
  }
  for (const each of [x, w, ...results]) each.dispose();
});

test("is taken where it pays: enough channels and tiles, 3×3, stride 1", () => {
  const kernels = (channels: number, options: ConvOptions = { padding: 1 }): string => {
    const [x, w] = [
      tensor(new Float32Array(channels * 400), { shape: [1, channels, 20, 20] }),
      channels * channels * 9,
    ];
    return explain(conv2d(x, tensor(new Float32Array(w), { shape: [channels, channels, 3, 3] }), options)).toString();
  };
  expect(kernels(16)).toContain("winograd-in");
  expect(kernels(8)).not.toContain("winograd");
  expect(kernels(16, { stride: 2 })).not.toContain("winograd");
  expect(kernels(16, { dilation: 2 })).not.toContain("winograd");
});
