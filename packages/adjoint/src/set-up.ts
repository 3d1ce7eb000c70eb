/**
 * @file Ties the packages together: which backends there are, and what `backward()` does. Core knows neither.
 */
import { installBackward } from "@adjoint/autograd";
import { registerBackend } from "@adjoint/core";

/** Called once, by the entry. */
export function setUp(): void {
  installBackward();
  registerBackend("cpu", async (settings) => {
    const { createCpuBackend } = await import("@adjoint/backend-cpu");
    return createCpuBackend(settings);
  });
  registerBackend("webgpu", async ({ gpu, tune }) => {
    const { createWebgpuBackend } = await import("@adjoint/backend-webgpu");
    return createWebgpuBackend({ gpu, tune });
  });
}
