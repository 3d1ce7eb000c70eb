/** @file What follows a product in its kernel, behind every kind of tile: four columns at a time, or one by one. */
import { buildKernel, type DotSpec, type Epilogue, type Kernel, k } from "@adjoint/core";
import { uniforms } from "@adjoint/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dotModuleOf } from "../src/dot/dot-module.ts";
import type { BlockTile, DotTile } from "../src/dot/tile.ts";
import { TestDevice } from "./support/device.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

const [BATCH, M, K] = [2, 21, 6];
const ROWS = BATCH * M;

/** product · scale[row] + bias[column] + rest[row, column]. */
const kernelOf = (columns: number, restDtype: "f32" | "f16" = "f32"): Kernel =>
  buildKernel("follow", (b) => {
    const row = b.gridIndex("row");
    const [product, scale, bias] = [b.input("product", "f32"), b.input("scale", "f32"), b.input("bias", "f32")];
    const [rest, out] = [b.input("rest", restDtype), b.output("out", "f32")];
    b.lanes(columns, (lane) => {
      const at = k.add(k.mul(row, columns), lane);
      const scaled = k.mul(b.load(product, at), b.load(scale, row));
      b.store(out, at, k.add(k.add(scaled, b.load(bias, lane)), b.load(rest, at)));
    });
  });

function epilogueOf(kernel: Kernel): Epilogue {
  const slots = kernel.buffers.map(({ index }) => index + 3);
  const cost = { makes: "follow", flops: 0, bytes: 0 };
  return { kernel, slots, params: [], grid: [ROWS], product: 0, isProductKept: true, ...cost };
}

const specOf = (n: number): DotSpec => {
  const layout = { isATransposed: false, isBTransposed: false, aBatchStride: M * K, bBatchStride: K * n };
  return { batch: BATCH, m: M, n, k: K, ...layout };
};

const block = (tile: Partial<BlockTile>): BlockTile => ({
  ...{ kind: "block", source: "own", rows: 4, columns: 4, lanesM: 8, lanesN: 8, depth: 4 },
  ...tile,
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** The largest difference from what the product itself gives, by the same formula in double precision. */
async function mistakeOf(n: number, tile: DotTile): Promise<number> {
  const { code, groups, args } = dotModuleOf(specOf(n), tile, epilogueOf(kernelOf(n)));
  const [a, b] = [uniforms(1, ROWS * K, -1), uniforms(2, BATCH * K * n, -1)];
  const [scale, bias, rest] = [uniforms(3, ROWS, -1), uniforms(4, n, -1), uniforms(5, ROWS * n, -1)];
  const [product, out] = [new Float32Array(ROWS * n).fill(7), new Float32Array(ROWS * n).fill(7)];
  const buffers = [a, b, product, scale, bias, rest, out].map(bytesOf);
  const results = await device.run({ code, groups, buffers, written: [2, 6], args: bytesOf(args) });
  const [sums, values] = [2, 6].map((binding) => new Float32Array(results.get(binding)?.buffer ?? new ArrayBuffer(0)));
  const mistakes = Array.from({ length: ROWS * n }, (_, i) => {
    const wanted = (sums?.[i] ?? 0) * (scale[Math.floor(i / n)] ?? 0) + (bias[i % n] ?? 0) + (rest[i] ?? 0);
    return Math.abs(wanted - (values?.[i] ?? Number.NaN));
  });
  return mistakes.some(Number.isNaN) ? Number.NaN : Math.max(...mistakes);
}

describe.each([
  ["own", block({})],
  ["own, 4 × 8", block({ columns: 8, lanesM: 1 })],
  ["split", { kind: "split", rows: 4, columns: 4, lanesK: 16 }],
] as const)("behind blocks, %s", (_, tile) => {
  test.each([20, 21])("in rows of %i", async (n) => {
    expect(await mistakeOf(n, tile)).toBeLessThan(1e-6);
  });
});

describe("operands are loaded", () => {
  const typesOf = (n: number, kernel: Kernel, hasF16 = true, tile: DotTile = block({})): (string | undefined)[] => {
    const { code } = dotModuleOf(specOf(n), tile, epilogueOf(kernel), hasF16);
    return [...code.matchAll(/ b\d: array<(.+)>;/g)].map(([, type]) => type);
  };
  const fours = ["f32", "vec4<f32>", "vec4<f32>", "vec4<f32>"];
  const ones = ["f32", "f32", "f32", "f32"];

  test.each([
    ["by four where rows are whole fours, but for what all of a row share", typesOf(20, kernelOf(20)), fours],
    ["one by one where they are not", typesOf(21, kernelOf(21)), ones],
    ["by four as halves", typesOf(20, kernelOf(20, "f16")), ["f32", "vec4<f32>", "vec4<f16>", "vec4<f32>"]],
    [
      "one by one where two halves lie in a word",
      typesOf(20, kernelOf(20, "f16"), false),
      ["f32", "f32", "u32", "f32"],
    ],
    ["one by one for vectors", typesOf(20, kernelOf(20), true, { kind: "vector", lanesK: 1, lanesO: 4 }), ones],
  ])("%s", (_, types, wanted) => {
    expect(types).toEqual(wanted);
  });
});
