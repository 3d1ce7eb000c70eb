import type { DotSpec, DotView } from "@adjoint/core";
import {
  addForms,
  type DotOperands,
  divForm,
  dotMistake,
  indexForm,
  modForm,
  operandAt,
  scaleForm,
} from "@adjoint/core/testing";
import { afterAll, describe, expect, test } from "vitest";
import { Arena } from "../src/arena.ts";
import { buildDotModule } from "../src/dot/dot-module.ts";
import { dotTask } from "../src/dot/dot-task.ts";
import { type DotTile, TILES } from "../src/dot/tile.ts";
import { canUseFma } from "../src/relaxed-simd.ts";
import { Executor } from "../src/threads/executor.ts";

const arena = new Arena({ maximumBytes: 64 * 2 ** 20 });
const executors = new Map([1, 2, 3].map((threads) => [threads, new Executor(arena, { threads })]));
afterAll(async () => {
  for (const executor of executors.values()) await executor.dispose();
});

/** With fused multiply-add where the engine has it. */
const isFma = canUseFma(undefined);
const TILE_NAMES = Object.keys(TILES) as (keyof typeof TILES)[];
const USUAL = TILES["2x16"];

const ids = new Map<string, number>();
function moduleId(executor: Executor, tile: DotTile): number {
  const key = `${executor.threads}:${JSON.stringify(tile)}`;
  const known = ids.get(key);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(buildDotModule({ tile, isFma, isShared: true }).build());
  const id = executor.register(module);
  ids.set(key, id);
  return id;
}

function spec(m: number, n: number, k: number, layout: string, batch = 1): DotSpec {
  const [isATransposed, isBTransposed] = [layout[0] === "T", layout[1] === "T"];
  return { batch, m, n, k, isATransposed, isBTransposed, aBatchStride: m * k, bBatchStride: k * n };
}

/** Numbers that look random, in [-1, 1): the same at each call. */
function noise(count: number, seed: number): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

function operandsOf({ batch, m, n, k, aBatchStride, bBatchStride }: DotSpec): DotOperands {
  const a = noise(aBatchStride * (batch - 1) + m * k, 1);
  return { a, b: noise(bBatchStride * (batch - 1) + k * n, 2) };
}

/** Runs the dot, with the output between canaries that must survive. */
function run(s: DotSpec, { a, b }: DotOperands, threads = 1, tile: DotTile = USUAL, longestNs?: number): Float32Array {
  const executor = executors.get(threads);
  if (executor === undefined) throw new Error(`no executor with ${threads} threads`);
  const size = s.batch * s.m * s.n;
  const task = dotTask(s, threads, longestNs);
  const [pa, pb, pOut, args] = [a.byteLength, b.byteLength, size * 4 + 64, task.argsBytes].map((bytes) =>
    arena.allocate(bytes),
  ) as [number, number, number, number];
  const module = moduleId(executor, tile);
  const list = executor.encodeTasks([{ module, args, ...task }]);
  const { f32, i32 } = arena.views;
  f32.set(a, pa >>> 2);
  f32.set(b, pb >>> 2);
  f32.fill(12345, pOut >>> 2, (pOut >>> 2) + size + 16);
  i32.set(task.words, args >>> 2);
  i32.set(task.table?.words ?? [], (args + (task.table?.offset ?? 0)) >>> 2);
  task.pointers.forEach((word, i) => {
    i32[(args >>> 2) + word] = [pa, pb, pOut][i] ?? 0;
  });
  executor.run(list);
  const out = f32.slice(pOut >>> 2, (pOut >>> 2) + size + 16);
  for (const pointer of [pa, pb, pOut, args]) arena.release(pointer);
  expect(
    out.subarray(size).every((x) => x === 12345),
    "memory behind the output",
  ).toBe(true);
  return out.subarray(0, size) as Float32Array;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

const LAYOUTS = ["NN", "NT", "TN", "TT"];

describe.each(LAYOUTS)("layout %s", (layout) => {
  test("all shapes up to 9", () => {
    for (let m = 1; m <= 9; m++) {
      for (let n = 1; n <= 9; n++) {
        for (let k = 1; k <= 9; k++) {
          const s = spec(m, n, k, layout);
          const operands = operandsOf(s);
          expect(dotMistake(s, operands, run(s, operands))).toBeUndefined();
        }
      }
    }
  });

  test("mixtures of larger sizes", () => {
    const sizes = [1, 2, 5, 16, 17, 31, 33, 64, 100, 129, 257];
    for (let x = 0; x < 60; x++) {
      const [m = 1, n = 1, k = 1] = [x * 5, x * 7 + 3, x * 3 + Math.floor(x / 11)].map((i) => sizes[i % sizes.length]);
      const s = spec(m, n, k, layout);
      const operands = operandsOf(s);
      expect(dotMistake(s, operands, run(s, operands))).toBeUndefined();
    }
  });

  test("k beyond one block, and k = 0", () => {
    for (const k of [0, 255, 256, 258, 515, 1030]) {
      for (const [m, n] of [
        [7, 29],
        [40, 5],
        [1, 13],
        [13, 1],
        [1, 2],
      ] as const) {
        const s = spec(m, n, k, layout);
        const operands = operandsOf(s);
        expect(dotMistake(s, operands, run(s, operands))).toBeUndefined();
      }
    }
  });

  test("many rows and columns, in several blocks", () => {
    const s = spec(401, 530, 40, layout);
    const operands = operandsOf(s);
    expect(dotMistake(s, operands, run(s, operands, 2))).toBeUndefined();
  });

  test("long sums of few elements, in parts of k", async () => {
    for (const executor of executors.values()) await executor.ready();
    for (const [m, n, k] of [
      [1, 1, 70_001],
      [3, 5, 8192],
      [7, 30, 9001],
      [1, 9, 20_000],
      [9, 1, 20_003],
    ] as const) {
      const s = spec(m, n, k, layout);
      const operands = operandsOf(s);
      const one = run(s, operands, 1);
      expect(dotTask(s, 1)).toMatchObject({ programs: Math.min(16, Math.floor(k / 4096)) });
      expect(dotMistake(s, operands, one)).toBeUndefined();
      for (const threads of [2, 3])
        for (let i = 0; i < 3; i++)
          expect(bytesOf(run(s, operands, threads)).equals(bytesOf(one)), `${threads} threads`).toBe(true);
    }
  });

  test("batches, with strides of their own and shared operands", () => {
    for (const [m, n, k] of [
      [5, 7, 3],
      [20, 30, 10],
      [1, 9, 12],
      [9, 1, 12],
    ] as const) {
      for (const [aBatchStride, bBatchStride] of [
        [m * k, k * n],
        [0, k * n],
        [m * k, 0],
        [m * k + 5, k * n + 3],
        [0, 0],
      ] as const) {
        const s = { ...spec(m, n, k, layout, 4), aBatchStride, bBatchStride };
        const operands = operandsOf(s);
        expect(dotMistake(s, operands, run(s, operands, 2))).toBeUndefined();
      }
    }
  });

  test("nothing to compute", () => {
    for (const s of [spec(0, 5, 3, layout), spec(5, 0, 3, layout), spec(5, 5, 5, layout, 0)])
      expect(run(s, { a: noise(25, 1), b: noise(25, 2) })).toEqual(new Float32Array());
  });

  test("neither the number of threads nor how short programs are changes a bit", async () => {
    for (const executor of executors.values()) await executor.ready();
    for (const s of [
      spec(150, 130, 300, layout),
      spec(40, 700, 90, layout),
      spec(1, 900, 600, layout),
      spec(900, 1, 600, layout),
      spec(11, 13, 17, layout, 90),
    ]) {
      const operands = operandsOf(s);
      const one = bytesOf(run(s, operands, 1));
      for (const threads of [2, 3])
        for (let i = 0; i < 5; i++) expect(bytesOf(run(s, operands, threads)).equals(one)).toBe(true);
      expect(bytesOf(run(s, operands, 1, USUAL, 1000)).equals(one)).toBe(true);
    }
  });

  test.each(TILE_NAMES)("tile %s", async (name) => {
    for (const executor of executors.values()) await executor.ready();
    for (const [m, n, k] of [
      [1, 1, 1],
      [3, 17, 9],
      [5, 23, 6],
      [13, 21, 5],
      [64, 64, 64],
      [7, 100, 259],
      [33, 70, 261],
      [70, 130, 600],
      [290, 40, 130],
    ] as const) {
      const s = spec(m, n, k, layout);
      const operands = operandsOf(s);
      const out = run(s, operands, 1, TILES[name]);
      expect(dotMistake(s, operands, out)).toBeUndefined();
      expect(bytesOf(run(s, operands, 1)).equals(bytesOf(out)), `${m}×${n}×${k}, as with the usual tile`).toBe(true);
      expect(bytesOf(run(s, operands, 2, TILES[name])).equals(bytesOf(out)), `${m}×${n}×${k}, 2 threads`).toBe(true);
    }
  });

  test("every height and width that tiles have", () => {
    for (let m = 1; m <= 14; m++) {
      for (let n = 1; n <= 52; n += 3) {
        const s = spec(m, n, 7, layout);
        const operands = operandsOf(s);
        for (const name of TILE_NAMES)
          expect(dotMistake(s, operands, run(s, operands, 1, TILES[name])), name).toBeUndefined();
      }
    }
  });
});

/** Windows of 3 × 3 in images of so many channels: rows are places in windows, columns are windows. */
function windows(channels: number, size: number, stride: number, dilation: number, images: number): DotSpec {
  const along = Math.floor((size - 2 * dilation - 1) / stride) + 1;
  const [n, k] = [along * along, channels * 9];
  const [i, j] = [indexForm("i", k), indexForm("j", n)];
  const inside = addForms(scaleForm(modForm(divForm(i, 3), 3), size * dilation), scaleForm(modForm(i, 3), dilation));
  const bView: DotView = {
    batch: scaleForm(indexForm("b", images), channels * size * size),
    row: addForms(scaleForm(divForm(i, 9), size * size), inside),
    column: addForms(scaleForm(divForm(j, along), stride * size), scaleForm(modForm(j, along), stride)),
  };
  return { ...spec(7, n, k, "NN", images), bBatchStride: 0, bView };
}

/** The same product of windows that are written out. */
function writtenOut(s: DotSpec, images: Float32Array): readonly [DotSpec, Float32Array] {
  const { batch, k, n } = s;
  const at = operandAt(s, "b");
  const b = Float32Array.from({ length: batch * k * n }, (_, x) => {
    return images[at(Math.floor(x / (k * n)), Math.floor(x / n) % k, x % n)] ?? Number.NaN;
  });
  return [{ ...s, bBatchStride: k * n, bView: undefined }, b];
}

test.each(TILE_NAMES)("b as a view gives the same bits as written out, tile %s", async (name) => {
  for (const executor of executors.values()) await executor.ready();
  for (const [channels, size, stride, dilation, images] of [
    [1, 4, 1, 1, 1],
    [3, 10, 1, 1, 2],
    [30, 9, 1, 1, 2],
    [2, 15, 2, 1, 3],
    [5, 19, 3, 2, 1],
    [1, 36, 1, 1, 1],
    [3, 37, 2, 1, 1],
  ] as const) {
    for (const m of [2, 7, 40]) {
      const given = windows(channels, size, stride, dilation, images);
      const s = { ...given, m, aBatchStride: m === 7 ? m * given.k : 0 };
      const data = noise(images * channels * size * size, 2);
      const a = noise(images * m * s.k, 1);
      const [plain, b] = writtenOut(s, data);
      const out = run(s, { a, b: data }, 1, TILES[name]);
      const expected = bytesOf(run(plain, { a, b }, 1, TILES[name]));
      expect(bytesOf(out).equals(expected), `${channels} ${size} ${stride} ${m}`).toBe(true);
      expect(bytesOf(run(s, { a, b: data }, 2, TILES[name])).equals(expected), "2 threads").toBe(true);
    }
  }
});

test("b as a view, in parts of k", async () => {
  for (const executor of executors.values()) await executor.ready();
  const [m, n, k] = [5, 9, 9003];
  // Windows of 9003 places in rows of 100 of an image 101 wide.
  const [i, j] = [indexForm("i", k), indexForm("j", n)];
  const row = addForms(scaleForm(divForm(i, 100), 101), modForm(i, 100));
  const column = addForms(scaleForm(divForm(j, 3), 101), modForm(j, 3));
  const s = { ...spec(m, n, k, "NN"), bBatchStride: 0, bView: { batch: indexForm("b", 1), row, column } };
  const [data, a] = [noise(101 * 94, 2), noise(m * k, 1)];
  const [plain, b] = writtenOut(s, data);
  const expected = bytesOf(run(plain, { a, b }));
  expect(dotTask(s, 1).programs).toBe(2);
  for (const threads of [1, 2, 3]) expect(bytesOf(run(s, { a, b: data }, threads)).equals(expected)).toBe(true);
});

test("infinities and NaN beside a matrix do not get in", () => {
  // 5 columns: vectors of b reach into the next row, and behind the last one.
  const s = spec(4, 5, 3, "NN");
  const operands = operandsOf(s);
  const b = new Float32Array(64).fill(Number.NaN);
  b.set(operands.b);
  expect(dotMistake(s, operands, run(s, { a: operands.a, b }))).toBeUndefined();
});

test("large work is shared among threads, small work is not", () => {
  expect(dotTask(spec(512, 512, 512, "NN"), 2)).toMatchObject({ isParallel: true, programs: 4, chunk: 1 });
  expect(dotTask(spec(64, 64, 64, "NN"), 2)).toMatchObject({ isParallel: true, programs: 2, chunk: 1 });
  expect(dotTask(spec(32, 32, 32, "NN"), 2)).toMatchObject({ isParallel: false, programs: 1 });
  expect(dotTask(spec(8, 8, 8, "NN"), 2)).toMatchObject({ isParallel: false, programs: 1 });
  const batched = dotTask(spec(8, 8, 8, "NN", 1000), 2);
  expect(batched).toMatchObject({ isParallel: true, programs: 1000, chunk: 64 });
});

test("programs are as short as is asked for, unless packing would take longer than the rest", () => {
  const programs = (m: number, n: number, k: number): number => dotTask(spec(m, n, k, "NN"), 1, 2_000_000).programs;
  expect(dotTask(spec(768, 768, 768, "NN"), 1)).toMatchObject({ programs: 2 });
  expect(programs(768, 768, 768)).toBe(11);
  expect(programs(100, 100, 100)).toBe(1);
  // Blocks of 64 rows would take 4 ms each, so columns are cut, too.
  expect(programs(1024, 1024, 1408)).toBe(16 * 3);
  expect(programs(1024, 1024, 40_960)).toBe(16 * 5);
});
