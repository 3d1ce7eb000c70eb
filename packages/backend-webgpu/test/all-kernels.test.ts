/**
 * @file Every kernel of the library as WGSL: each parses, keeps to what WebGPU grants by default, and reaches its
 * barriers in uniform control flow. Kernels of 64-bit floats are left out: WGSL has no such type, and says so.
 */
import type { Kernel } from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { WgslReflect } from "wgsl_reflect/wgsl_reflect.module.js";
import { renderWgsl } from "../src/index.ts";
import { allKernels, WEBGPU_LIMITS } from "./support/all-kernels.ts";
import { divergentBarriers } from "./support/uniformity.ts";

const usesDoubles = ({ key }: Kernel): boolean => /\bf64\b/.test(key);

/** Bytes of a module's workgroup memory. All its elements take four, bools included. */
function sharedBytes(code: string): number {
  const sizes = [...code.matchAll(/^var<workgroup> \w+: (?:array<\w+, (\d+)>|\w+);$/gm)].map(([, size]) => size ?? "1");
  return sizes.reduce((sum, size) => sum + 4 * Number(size), 0);
}

const noted = await allKernels();
const rendered = [...noted.values()]
  .filter(({ kernel }) => !usesDoubles(kernel))
  .map(({ kernel, program }) => ({ kernel, program, ...renderWgsl(kernel, { maxWorkgroupSize: 256 }) }));

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

  test("have no more invocations than a workgroup may", () => {
    expectOfAll(({ workgroupSize }) => (workgroupSize <= 256 ? undefined : workgroupSize));
  });
});

test("kernels of 64-bit floats are refused", () => {
  const doubles = [...noted.values()].filter(({ kernel }) => usesDoubles(kernel));
  expect(doubles.length).toBeGreaterThan(0);
  for (const { kernel } of doubles) expect(() => renderWgsl(kernel, { maxWorkgroupSize: 256 })).toThrow(/64-bit/);
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
