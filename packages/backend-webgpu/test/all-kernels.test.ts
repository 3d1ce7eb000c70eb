/**
 * @file Every kernel of the library as WGSL: each parses, keeps to what WebGPU grants by default, and reaches its
 * barriers in uniform control flow. Kernels of 64-bit floats are left out: WGSL has no such type, and says so.
 */
import { buildKernel, type Kernel, k } from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { WgslReflect } from "wgsl_reflect/wgsl_reflect.module.js";
import { renderWgsl } from "../src/index.ts";
import { runEverything, WEBGPU_LIMITS } from "./support/all-kernels.ts";
import { divergentBarriers } from "./support/uniformity.ts";

const usesDoubles = ({ key }: Kernel): boolean => /\bf64\b/.test(key);

/** Bytes of a module's workgroup memory. All its elements take four, bools included. */
function sharedBytes(code: string): number {
  const sizes = [...code.matchAll(/^var<workgroup> \w+: (?:array<\w+, (\d+)>|\w+);$/gm)].map(([, size]) => size ?? "1");
  return sizes.reduce((sum, size) => sum + 4 * Number(size), 0);
}

const { kernels, aliased } = await runEverything();
const rendered = [...kernels.values()]
  .filter(({ kernel }) => !usesDoubles(kernel))
  .map(({ kernel, program }) => ({ kernel, program, ...renderWgsl(kernel, { maxWorkgroupSize: 256, hasF16: true }) }));

/** Checks all kernels, and says by which programs those came that fail. */
function expectOfAll(claim: (module: (typeof rendered)[number]) => unknown): void {
  const faults = rendered.flatMap((module) => {
    const fault = claim(module);
    return fault === undefined ? [] : [`${module.program}, ${module.kernel.name}: ${fault}`];
  });
  expect(faults).toEqual([]);
}

describe(`${rendered.length} kernels as WGSL`, () => {
  test("are many", () => {
    expect(rendered.length).toBeGreaterThan(300);
  });

  test("parse, with one entry point and a binding for each buffer", () => {
    expectOfAll(({ code, kernel }) => {
      const parsed = new WgslReflect(code);
      if (parsed.entry.compute.map(({ name }) => name).join() !== "main") return "no entry point";
      if (parsed.uniforms.length !== 1) return `${parsed.uniforms.length} argument blocks`;
      return parsed.storage.length === kernel.buffers.length ? undefined : `${parsed.storage.length} buffers`;
    });
  });

  test("take at most eight buffers", () => {
    expectOfAll(({ kernel: { buffers } }) => (buffers.length <= 8 ? undefined : `${buffers.length} buffers`));
  });

  test("keep within the workgroup memory, with what broadcasts and sums take", () => {
    expectOfAll(({ code }) => {
      const bytes = sharedBytes(code);
      return bytes <= WEBGPU_LIMITS.maxSharedBytes ? undefined : `${bytes} bytes`;
    });
  });

  test("reach their barriers in uniform control flow", () => {
    expectOfAll(({ code }) => divergentBarriers(code)[0]);
  });

  test("never get one buffer twice and write to it", () => {
    expect(aliased).toEqual([]);
  });

  test("have no more invocations than a workgroup may", () => {
    expectOfAll(({ workgroupSize }) => (workgroupSize <= 256 ? undefined : workgroupSize));
  });
});

test("kernels of 64-bit floats are refused", () => {
  const doubles = [...kernels.values()].filter(({ kernel }) => usesDoubles(kernel));
  expect(doubles.length).toBeGreaterThan(0);
  for (const { kernel } of doubles)
    expect(() => renderWgsl(kernel, { maxWorkgroupSize: 256, hasF16: true })).toThrow(/64-bit/);
});

/** A kernel whose loop, branch and lanes are steered by what it wrote before. */
const steered = buildKernel("steered", (b) => {
  const i = b.gridIndex("i");
  const given = b.input("given", "i32");
  const out = b.buffer("out", "i32", "readwrite");
  const counts = b.shared("counts", "i32", 4);
  b.lanes(4, (lane) => b.store(counts, lane, b.load(given, lane)));
  b.loop("j", b.load(counts, 0), () => b.lanes(b.load(counts, 1), (lane) => b.store(out, lane, lane)));
  b.if(k.lt(b.load(out, i), 3), () => b.store(out, i, b.load(counts, 2)));
});

describe("a kernel steered by what it wrote", () => {
  const { code } = renderWgsl(steered, { maxWorkgroupSize: 256, hasF16: true });

  test("has each such value made uniform", () => {
    expect(code.match(/workgroupUniformLoad/g)).toHaveLength(3);
    expect(divergentBarriers(code)).toEqual([]);
  });

  test("would reach barriers in divergent control flow otherwise", () => {
    const bare = code.replaceAll(/workgroupUniformLoad\(&(\w+)\)/g, "$1");
    expect(divergentBarriers(bare)).not.toEqual([]);
  });
});

describe("the check of uniformity", () => {
  const module = (body: string): string =>
    `var<workgroup> s0: array<f32, 4>;\nvar<workgroup> cast0_i32: i32;\nfn main(lid: u32) {\n${body}\n}\n`;

  test.each([
    ["a barrier after lanes", "for (var v1 = i32(lid); v1 < 4; v1 += 4) {\ns0[v1] = 0.0;\n}\nworkgroupBarrier();"],
    ["a loop over a uniform count", "let v1 = args.p0;\nfor (var v2 = 0; v2 < v1; v2++) {\nworkgroupBarrier();\n}"],
    [
      "a value of shared memory, made uniform",
      "let v1 = workgroupUniformLoad(&cast0_i32);\nif (v1 > 0) {\nworkgroupBarrier();\n}",
    ],
  ])("accepts %s", (_, body) => {
    expect(divergentBarriers(module(body))).toEqual([]);
  });

  test.each([
    ["a barrier inside of lanes", "for (var v1 = i32(lid); v1 < 4; v1 += 4) {\nworkgroupBarrier();\n}"],
    [
      "a loop over a count of shared memory",
      "let v1 = i32(s0[0]);\nfor (var v2 = 0; v2 < v1; v2++) {\nworkgroupBarrier();\n}",
    ],
    ["a name that lanes set", "var v1 = 0;\nif (lid == 0u) {\nv1 = 1;\n}\nif (v1 == 0) {\nworkgroupBarrier();\n}"],
    ["a barrier that some have left before", "if (lid == 0u) { return; }\nworkgroupBarrier();"],
  ])("refuses %s", (_, body) => {
    expect(divergentBarriers(module(body))).toHaveLength(1);
  });
});
