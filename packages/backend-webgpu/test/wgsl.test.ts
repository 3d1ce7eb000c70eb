import { examplePlans } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";
import { WgslReflect } from "wgsl_reflect/wgsl_reflect.module.js";
import { renderWgsl } from "../src/index.ts";

const kernels = examplePlans().flatMap(({ name, plan }) =>
  plan.steps.flatMap((step) =>
    step.kind === "kernel" && !/double/.test(name)
      ? [{ name: `${name}: ${step.kernel.name}`, kernel: step.kernel }]
      : [],
  ),
);

describe("kernels as WGSL", () => {
  test.each(kernels)("$name", ({ kernel }) => {
    const { code } = renderWgsl(kernel, { maxWorkgroupSize: 256, hasF16: true });
    const parsed = new WgslReflect(code);
    expect(parsed.entry.compute.map(({ name }) => name)).toEqual(["main"]);
    expect(parsed.storage).toHaveLength(kernel.buffers.length);
    expect(parsed.uniforms).toHaveLength(1);
    expect(code).toMatchSnapshot();
  });

  test("doubles are refused, with what to do", () => {
    const plan = examplePlans().find(({ name }) => name === "dot in double precision")?.plan;
    const step = plan?.steps.find((s) => s.kind === "kernel");
    expect(() =>
      renderWgsl((step as Extract<typeof step, { kind: "kernel" }>).kernel, { maxWorkgroupSize: 256, hasF16: true }),
    ).toThrow(/64-bit/);
  });
});
