/** @file All tiles that may be chosen for a product: right against double precision, and equal to each other bit for bit. */
import type { DotSpec } from "@adjoint/core";
import { dotMistake, uniforms } from "@adjoint/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dotModuleOf } from "../src/dot/dot-module.ts";
import { candidateTiles } from "../src/tune/candidates.ts";
import { TestDevice } from "./support/device.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** Not whole vectors, and whole ones; each larger than some tiles and smaller than others. */
const SHAPES = [
  [65, 37, 18],
  [36, 40, 8],
] as const;

test.each(["NN", "NT", "TN", "TT"])(
  "layout %s",
  async (layout) => {
    for (const [m, n, k] of SHAPES) {
      const [isATransposed, isBTransposed] = [layout[0] === "T", layout[1] === "T"];
      const s: DotSpec = { batch: 2, m, n, k, isATransposed, isBTransposed, aBatchStride: m * k, bBatchStride: k * n };
      const operands = { a: uniforms(1, 2 * m * k, -1), b: uniforms(2, 2 * k * n, -1) };
      let first: Float32Array | undefined;
      for (const tile of candidateTiles(s, device.traits)) {
        const { code, groups, args } = dotModuleOf(s, tile);
        const buffers = [operands.a, operands.b, new Float32Array(2 * m * n).fill(12345)].map(bytesOf);
        const results = await device.run({ code, groups, buffers, written: [2], args: bytesOf(args) });
        const got = new Float32Array(results.get(2)?.buffer ?? new ArrayBuffer(0));
        expect(dotMistake(s, operands, got), JSON.stringify(tile)).toBeUndefined();
        first ??= got;
        expect(bytesOf(got), JSON.stringify(tile)).toEqual(bytesOf(first));
      }
    }
  },
  120_000,
);
