/** @file Matrix products on a device, in all layouts and by every kind of tile, against sums in double precision. */
import type { DotSpec, DotView } from "@adjoint/core";
import {
  addForms,
  type DotOperands,
  divForm,
  dotMistake,
  indexForm,
  modForm,
  scaleForm,
  uniforms,
} from "@adjoint/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_TRAITS } from "../src/device/traits.ts";
import { dotModule, dotModuleOf } from "../src/dot/dot-module.ts";
import { type BlockTile, chooseTile, type DotTile, type SplitTile } from "../src/dot/tile.ts";
import { TestDevice } from "./support/device.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

type Layout = "NN" | "NT" | "TN" | "TT";

function spec(m: number, n: number, k: number, layout: Layout = "NN", batch = 1): DotSpec {
  const [isATransposed, isBTransposed] = [layout[0] === "T", layout[1] === "T"];
  return { batch, m, n, k, isATransposed, isBTransposed, aBatchStride: m * k, bBatchStride: k * n };
}

function operandsOf({ batch, m, n, k, aBatchStride, bBatchStride }: DotSpec): DotOperands {
  const count = (stride: number, size: number): number => Math.max(1, stride * (batch - 1) + size);
  return { a: uniforms(1, count(aBatchStride, m * k), -1), b: uniforms(2, count(bBatchStride, k * n), -1) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

async function run(
  s: DotSpec,
  { a, b }: DotOperands,
  tile: DotTile = chooseTile(s, device.traits),
): Promise<Float32Array> {
  const { code, groups, args } = dotModuleOf(s, tile);
  const out = new Float32Array(s.batch * s.m * s.n).fill(12345);
  const buffers = [a, b, out].map(bytesOf);
  const results = await device.run({ code, groups, buffers, written: [2], args: bytesOf(args) });
  return new Float32Array(results.get(2)?.buffer ?? new ArrayBuffer(0));
}

async function check(s: DotSpec, tile?: DotTile): Promise<void> {
  const operands = operandsOf(s);
  expect(dotMistake(s, operands, await run(s, operands, tile ?? chooseTile(s, device.traits)))).toBeUndefined();
}

/** Around the tiles: odd, whole vectors, smaller than a tile, several tiles. */
const SHAPES = [
  [13, 21, 6],
  [36, 40, 8],
  [65, 68, 17],
] as const;

const block = (tile: Partial<BlockTile>): BlockTile => ({
  ...{ kind: "block", source: "own", rows: 4, columns: 4, lanesM: 8, lanesN: 8, depth: 4 },
  ...tile,
});

const SPLIT: SplitTile = { kind: "split", rows: 8, columns: 8, lanesK: 64 };

/** With `blocks` blocks of a in each lane; undefined where the device lacks what it takes. */
function broadcast(blocks: number): BlockTile | undefined {
  const { hasSubgroups, subgroupMinSize, subgroupMaxSize: lanes } = device.traits;
  if (!hasSubgroups || subgroupMinSize !== lanes) return undefined;
  return block({ source: "broadcast", rows: 4 * lanes * blocks, lanesM: 1, lanesN: lanes });
}

/** By name; undefined where the device lacks what it takes. */
const TILES: Readonly<Record<string, () => DotTile | undefined>> = {
  "4 × 4 of its own": () => block({}),
  "8 × 8 of its own, in one row of lanes": () => block({ rows: 8, columns: 8, lanesM: 1 }),
  "4 × 4 shared": () => block({ source: "shared", lanesM: 4, lanesN: 4 }),
  "broadcast in a subgroup": () => broadcast(1),
  "two blocks broadcast": () => broadcast(2),
};

describe.each(["NN", "TT"] as const)("layout %s", (layout) => {
  test.each(Object.keys(TILES))("tile %s", async (name) => {
    const tile = TILES[name]?.();
    // Adapters of this project's tests have subgroups of one size; where there are none, the others stand in.
    for (const [m, n, k] of SHAPES) await check(spec(m, n, k, layout), tile ?? block({}));
  });
});

describe.each(["NT", "TN"] as const)("layout %s", (layout) => {
  test("the tile chosen, for odd and even sizes", async () => {
    for (const [m, n, k] of SHAPES) await check(spec(m, n, k, layout));
  });
});

test.each(["NN", "NT", "TN", "TT"] as const)("matrices and vectors, %s", async (layout) => {
  for (const [m, n, k] of [
    [1, 1, 1],
    [1, 1, 300],
    [1, 41, 7],
    [1, 40, 500],
    [41, 1, 7],
    [40, 1, 500],
    [9, 11, 1],
    [300, 1, 1],
  ] as const) {
    await check(spec(m, n, k, layout));
  }
});

test.each([
  ["NN", 6, 9, 1027, 1],
  ["TN", 8, 12, 1024, 2],
] as const)("few outputs and a long k, %s", async (layout, m, n, k, batch) => {
  const s = spec(m, n, k, layout, batch);
  expect(chooseTile(s, DEFAULT_TRAITS)).toEqual(SPLIT);
  await check(s, SPLIT);
});

test("batches, with strides of their own and shared operands", async () => {
  for (const [m, n, k] of [
    [5, 8, 4],
    [1, 8, 12],
    [8, 1, 12],
  ] as const) {
    for (const [aBatchStride, bBatchStride] of [
      [m * k, k * n],
      [0, k * n],
      [m * k + 5, 0],
    ] as const) {
      await check({ ...spec(m, n, k, "NN", 3), aBatchStride, bBatchStride });
    }
  }
});

/** Windows of 3 × 3, two apart, in images of 3 channels: rows are places in windows, columns are windows. */
const [CHANNELS, HEIGHT, WIDTH] = [3, 9, 15];
const [TERMS, ALONG, PLACES] = [CHANNELS * 9, 7, 28];
const WINDOWS = ((): DotView => {
  const [i, j] = [indexForm("i", TERMS), indexForm("j", PLACES)];
  const inside = addForms(scaleForm(modForm(divForm(i, 3), 3), WIDTH), modForm(i, 3));
  return {
    batch: scaleForm(indexForm("b", 2), CHANNELS * HEIGHT * WIDTH),
    row: addForms(scaleForm(divForm(i, 9), HEIGHT * WIDTH), inside),
    column: addForms(scaleForm(divForm(j, ALONG), 2 * WIDTH), scaleForm(modForm(j, ALONG), 2)),
  };
})();

test.each([...Object.keys(TILES), "split"])("operands that are windows, tile %s", async (name) => {
  const tile = name === "split" ? SPLIT : (TILES[name]?.() ?? block({}));
  const images = uniforms(2, 2 * CHANNELS * HEIGHT * WIDTH, -1);
  const right = { ...spec(37, PLACES, TERMS, "NN", 2), bBatchStride: 0, bView: WINDOWS };
  const left = { ...spec(TERMS, 40, PLACES, "NT", 2), aBatchStride: 0, aView: WINDOWS };
  for (const s of [right, left]) {
    const operands = operandsOf(s);
    const given = s === right ? { ...operands, b: images } : { ...operands, a: images };
    expect(dotMistake(s, given, await run(s, given, tile))).toBeUndefined();
  }
});

test("k = 0 gives zeros, and an empty output no dispatch", async () => {
  for (const s of [spec(5, 6, 0), spec(1, 6, 0), spec(6, 1, 0, "TT")]) {
    expect(await run(s, operandsOf(s))).toEqual(new Float32Array(s.m * s.n));
  }
  for (const s of [spec(0, 5, 3), spec(5, 0, 3), spec(1, 0, 3), spec(5, 5, 5, "NN", 0)]) {
    expect(dotModule(s, device.traits).groups).toEqual([0, 0, 0]);
  }
});

test("infinities and NaN stay in their rows and columns", async () => {
  for (const [m, n, k] of [
    [13, 21, 6],
    [36, 40, 9],
  ] as const) {
    for (const name of Object.keys(TILES)) {
      const s = spec(m, n, k);
      const { a, b } = operandsOf(s);
      a[(m - 1) * k + k - 1] = Number.NaN;
      b[(k - 1) * n] = Number.POSITIVE_INFINITY;
      const out = await run(s, { a, b }, TILES[name]?.() ?? block({}));
      const wrong = out.findIndex((value, i) => {
        const [row, column] = [Math.floor(i / n), i % n];
        if (row === m - 1) return !Number.isNaN(value);
        return column === 0 ? Number.isFinite(value) : !Number.isFinite(value);
      });
      expect(wrong, `${name}: ${out[wrong]}`).toBe(-1);
    }
  }
});

test("more workgroups than one axis has are folded", async () => {
  const s = spec(1, 4, 1, "NN", 66_000);
  expect(dotModule(s, device.traits).groups).toEqual([33_000, 2, 1]);
  await check(s);
});

describe("modules", () => {
  test("do not depend on the extents, but for their alignment", () => {
    const [first, second] = [dotModule(spec(64, 64, 64), DEFAULT_TRAITS), dotModule(spec(128, 96, 80), DEFAULT_TRAITS)];
    expect(second.key).toBe(first.key);
    expect(second.code).toBe(first.code);
    expect(dotModule(spec(64, 64, 63), DEFAULT_TRAITS).key).not.toBe(first.key);
    expect(dotModule(spec(64, 64, 64, "NT"), DEFAULT_TRAITS).key).not.toBe(first.key);
  });

  test("keep within the default limits, whatever the device has", () => {
    for (const s of [
      spec(512, 512, 512),
      spec(1024, 1024, 64),
      spec(64, 64, 4096),
      spec(1, 4096, 4096),
      spec(4096, 1, 4096),
      spec(3, 5, 7),
    ]) {
      const { code } = dotModule(s, DEFAULT_TRAITS);
      const [, lanes = "0"] = /@workgroup_size\((\d+)\)/.exec(code) ?? [];
      expect(Number(lanes)).toBeLessThanOrEqual(256);
      const vectors = [...code.matchAll(/var<workgroup> \w+: array<(\w+), (\d+)>/g)];
      const bytes = vectors.reduce((sum, [, type, size]) => sum + (type === "vec4f" ? 16 : 4) * Number(size), 0);
      expect(bytes).toBeLessThanOrEqual(16384);
      expect(code).not.toContain("enable");
    }
  });
});
