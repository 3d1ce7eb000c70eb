/**
 * @file Which kernels take four lanes at a time, and that values which recur, or are the same for all lanes, are computed once.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { windowedShader } from "../src/parts/windowed-wgsl.ts";
import { renderWgsl } from "../src/wgsl/render.ts";

const codeOf = (kernel: Kernel, hasF16 = true): string => renderWgsl(kernel, { maxWorkgroupSize: 256, hasF16 }).code;

/** A row of 64 elements for each program. */
const rows = (body: (b: KernelBuilder, at: (lane: Expr) => Expr, row: Expr) => void, columns = 64): Kernel =>
  buildKernel("rows", (b) => {
    const row = b.gridIndex("row");
    body(b, (lane) => k.add(k.mul(row, columns), lane), row);
  });

const copy = (dtype: "f32" | "f16", columns: number, shift = 0): Kernel =>
  rows((b, at) => {
    const [x, out] = [b.input("x", dtype), b.output("out", dtype)];
    b.lanes(columns, (lane) => b.store(out, at(lane), b.load(x, k.add(at(lane), shift))));
  }, columns);

describe("four lanes at a time", () => {
  test.each([
    ["a row of 64", copy("f32", 64), true, ["vec4<f32>", "vec4<f32>"]],
    ["a row of 62", copy("f32", 62), true, ["f32", "f32"]],
    ["a row read from its second element on", copy("f32", 64, 1), true, ["f32", "f32"]],
    ["a row read from its fifth element on", copy("f32", 64, 4), true, ["vec4<f32>", "vec4<f32>"]],
    ["halves", copy("f16", 64), true, ["vec4<f16>", "vec4<f16>"]],
    ["halves that lie in words", copy("f16", 64), false, ["u32", "atomic<u32>"]],
  ])("bind %s", (_, kernel, hasF16, types) => {
    expect([...codeOf(kernel, hasF16).matchAll(/ b\d: array<(.+)>;/g)].map(([, type]) => type)).toEqual(types);
  });

  test("are not taken of memory that is also read element by element", () => {
    const code = codeOf(
      rows((b, at, row) => {
        const [x, out] = [b.input("x", "f32"), b.output("out", "f32")];
        const first = b.let("first", b.load(x, row));
        b.lanes(64, (lane) => b.store(out, at(lane), k.add(b.load(x, at(lane)), first)));
      }),
    );
    expect(code).not.toContain("vec4<");
  });

  test("read and write windows of vectors", () => {
    const windows = [{ binding: 0, windows: 2 }];
    const shader = windowedShader(codeOf(copy("f32", 64)), windows, { windowBytes: 512, foldAt: undefined });
    expect(shader.elementBytes).toEqual([16]);
    expect(shader.code).toContain("if (i < 32u) { return b0_part0[i]; }");
  });
});

describe("a value", () => {
  const code = codeOf(
    rows((b, at, row) => {
      const [x, scale, out] = [b.input("x", "f32"), b.input("scale", "f32"), b.output("out", "f32")];
      const twice = (lane: Expr): Expr => k.mul(b.load(x, at(lane)), b.load(x, at(lane)));
      b.lanes(62, (lane) => b.store(out, at(lane), k.mul(twice(lane), b.load(scale, row))));
    }),
  );

  test("that occurs twice is computed once", () => {
    expect(code.match(/\bb0\[/g)).toHaveLength(1);
  });

  test("that is the same for all lanes is computed before their loop", () => {
    expect(code.indexOf("b1[")).toBeLessThan(code.indexOf("for ("));
  });

  test("that may have changed is computed again", () => {
    const again = codeOf(
      rows((b, at) => {
        const x = b.buffer("x", "f32", "readwrite");
        b.lanes(62, (lane) => {
          b.store(x, at(lane), k.add(b.load(x, at(lane)), 1));
          b.store(x, at(lane), k.add(b.load(x, at(lane)), 1));
        });
      }),
    );
    expect(again.match(/ [^ =]*\bb0\[[^\]]*\] \+/g)).toHaveLength(2);
  });
});
