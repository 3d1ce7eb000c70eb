/**
 * @file Ties the packages together: which backends there are, and what `backward()` does. Core knows neither.
 */
import { installBackward } from "@adjoint/autograd";
import { BackendError, registerBackend } from "@adjoint/core";

/** Called once, by the entry. */
export function setUp(): void {
  installBackward();
  registerBackend("cpu", async (settings) => {
    const { createCpuBackend } = await import("@adjoint/backend-cpu");
    return createCpuBackend(settings);
  });
  registerBackend("webgpu", async () => {
    throw new BackendError({
      op: "configure",
      rule: "the webgpu backend is not in this release yet",
      got: 'backend "webgpu"',
      hint: 'take "cpu", or "auto"',
    });
  });
}
