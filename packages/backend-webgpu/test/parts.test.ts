/** @file Dispatches over parts of buffers: what programs touch, how dispatches are divided, and what becomes of their shaders. */
import { buildKernel, type Kernel, k } from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { divide } from "../src/parts/divide.ts";
import { gridRanges, touchedBy } from "../src/parts/touched.ts";
import { windowedShader } from "../src/parts/windowed-wgsl.ts";
import { renderWgsl } from "../src/wgsl/render.ts";

const LIMITS = { maxBindingBytes: 1000, maxBindings: 8, maxGroups: 65535 };

/** out[row, i] = x[i, row] + y[min(row · 4, 90)] + z[indices[row]], of 100 rows of 8. */
function crossing(): Kernel {
  return buildKernel("crossing", (b) => {
    const row = b.gridIndex("row");
    const [x, y, z] = [b.input("x", "f32"), b.input("y", "f32"), b.input("z", "f32")];
    const indices = b.input("indices", "i32");
    const out = b.output("out", "f32");
    b.lanes(8, (lane) => {
      const known = k.add(b.load(x, k.add(k.mul(lane, 100), row)), b.load(y, k.min(k.mul(row, 4), 90)));
      b.store(out, k.add(k.mul(row, 8), lane), k.add(known, b.load(z, b.load(indices, row))));
    });
  });
}

describe("what a range of programs touches", () => {
  test("follows the index arithmetic, and is everything where the index is read from memory", () => {
    const step = { kernel: crossing(), grid: [100], params: [] };
    expect(touchedBy(step, [800, 100, 500, 100, 800], 20, 29)).toEqual([
      { low: 20, high: 729 },
      { low: 80, high: 90 },
      { low: 0, high: 499 },
      { low: 20, high: 29 },
      { low: 160, high: 239 },
    ]);
  });

  test("is bounded by sums that divisions and remainders make", () => {
    const kernel = buildKernel("parts", (b) => {
      const g = b.gridIndex("g");
      const [x, out] = [b.input("x", "f32"), b.output("out", "f32")];
      const n = b.param("n", "i32");
      const base = b.let("base", k.mul(g, 10));
      b.lanes(k.min(k.sub(n, base), 10), (lane) => {
        const i = k.add(base, lane);
        const index = k.add(k.mul(k.idiv(i, 40), 2), k.mod(i, 40));
        b.store(out, i, b.load(x, index));
      });
    });
    const step = { kernel, grid: [20], params: [195] };
    expect(touchedBy(step, [50, 195], 5, 6)).toEqual([
      { low: 12, high: 31 },
      { low: 50, high: 69 },
    ]);
    expect(touchedBy(step, [50, 195], 3, 4)[0]).toEqual({ low: 0, high: 41 });
    expect(touchedBy(step, [50, 195], 19, 19)[1]).toEqual({ low: 190, high: 194 });
  });

  test("joins all accesses to a buffer", () => {
    const kernel = buildKernel("twice", (b) => {
      const g = b.gridIndex("g");
      const [x, out] = [b.input("x", "f32"), b.output("out", "f32")];
      b.lanes(1, () => b.store(out, g, k.add(b.load(x, g), b.load(x, k.sub(99, g)))));
    });
    const step = { kernel, grid: [50], params: [] };
    expect(touchedBy(step, [100, 50], 10, 19)[0]).toEqual({ low: 10, high: 89 });
  });

  test("grows with the innermost index of a grid first", () => {
    const of = (first: number, last: number) => gridRanges([3, 4, 5], first, last).map(({ low, high }) => [low, high]);
    expect(of(7, 8)).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
    ]);
    expect(of(4, 5)).toEqual([
      [0, 0],
      [0, 1],
      [0, 4],
    ]);
    expect(of(19, 20)).toEqual([
      [0, 1],
      [0, 3],
      [0, 4],
    ]);
    expect(of(0, 59)).toEqual([
      [0, 2],
      [0, 3],
      [0, 4],
    ]);
  });
});

describe("a division", () => {
  /** Each workgroup touches 100 bytes of the first buffer; of the second all. */
  const touched = (all: number) => (first: number, last: number) => [
    { low: 100 * first, high: 100 * last + 99 },
    { low: 0, high: all - 1 },
  ];

  test("has the fewest windows, then the fewest parts, at aligned places", () => {
    expect(divide(20, [2000, 500], LIMITS, touched(500))).toEqual({
      windows: [1, 1],
      parts: [0, 5, 10, 15].map((firstGroup, i) => {
        return { firstGroup, groupCount: 5, offsets: [[0, 256, 768, 1280][i], 0] };
      }),
    });
  });

  test("binds what is touched everywhere in windows, none of which begins behind the buffer", () => {
    const made = divide(20, [2000, 1600], LIMITS, touched(1600));
    expect(made?.windows).toEqual([1, 3]);
    const sparse = divide(2, [1600], LIMITS, (group) => [
      group === 0 ? { low: 0, high: 1599 } : { low: 1596, high: 1599 },
    ]);
    expect(sparse).toEqual({ windows: [3], parts: [{ firstGroup: 0, groupCount: 2, offsets: [0] }] });
    const late = divide(4, [1600, 1600], LIMITS, (first, last) => [
      first === 0 ? { low: 0, high: 800 } : { low: 1596, high: 1599 },
      { low: 400 * first, high: 400 * last + 399 },
    ]);
    for (const { offsets } of late?.parts ?? expect.fail()) {
      offsets.forEach((offset, i) => {
        expect(offset + 768 * ((late?.windows[i] ?? 0) - 1)).toBeLessThan(1600);
      });
    }
  });

  test("is refused if a step would have more bindings than there are", () => {
    expect(divide(20, [2000, 6200], LIMITS, touched(6200))).toBeUndefined();
    expect(divide(20, [2000, 5000], LIMITS, touched(5000))?.windows).toEqual([1, 7]);
  });

  test("folds parts with more workgroups than an axis only where all of a fold is in one part", () => {
    const { parts } =
      divide(1_000_000, [4000], { ...LIMITS, maxGroups: 1000 }, (first, last) => [
        { low: Math.floor(first / 250), high: Math.floor(last / 250) },
      ]) ?? expect.fail();
    expect(parts.length).toBeGreaterThan(1);
    for (const { groupCount } of parts.slice(0, -1)) expect(groupCount % 1000).toBe(0);
    expect(parts.reduce((sum, { groupCount }) => sum + groupCount, 0)).toBe(1_000_000);
  });
});

describe("a shader over windows", () => {
  const options = { maxWorkgroupSize: 256, hasF16: false };
  const half = buildKernel("half", (b) => {
    const g = b.gridIndex("g");
    const [x, out] = [b.input("x", "f16"), b.output("out", "f16")];
    b.lanes(64, (lane) => b.store(out, k.add(k.mul(g, 64), lane), b.load(x, lane)));
  });

  test("has bindings for all windows, reads and writes through functions, and arguments at the end", () => {
    const { code } = renderWgsl(crossing(), options);
    const windows = [
      { binding: 0, windows: 2 },
      { binding: 4, windows: 1 },
    ];
    const shader = windowedShader(code, windows, { windowBytes: 768, foldAt: 65535 });
    expect(shader.code).toMatchSnapshot();
    expect([shader.wordsAt, shader.argsBytes, shader.elementBytes]).toEqual([12, 32, [4, 4]]);
  });

  test("keeps halves that lie in words atomic", () => {
    const windows = [{ binding: 1, windows: 2 }];
    const { code } = windowedShader(renderWgsl(half, options).code, windows, { windowBytes: 512, foldAt: undefined });
    expect(code).toContain("if (i < 128u) { atomicAnd(&b1_part0[i], x); return; }");
    expect(code).toContain("  atomicOr_b1(u32(i >> 1u), adj_to_half(x) << shift);");
    expect(code).not.toMatch(/\bb1\[/);
  });

  test("is not made where a use has no rule", () => {
    const code = "@group(0) @binding(0) var<storage, read> x: array<f32>;\nstruct Args {\n  zero: u32,\n}\n";
    const rewrite = (text: string) => () =>
      windowedShader(code + text, [{ binding: 0, windows: 2 }], { windowBytes: 256, foldAt: undefined });
    expect(rewrite("fn main() { let p = &x[2]; }")).toThrow("no rule for a pointer into x");
    expect(rewrite("fn main() { x[x[1]] = x[2]; }")().code).toContain("write_x(u32(read_x(u32(1))), read_x(u32(2)));");
  });
});
