/** @file Makes the CPU backend known to the tests of this package. */
import { createCpuBackend } from "@adjoint/backend-cpu";
import { registerBackend } from "@adjoint/core";

/** Lets the first use start the CPU backend, on one thread. */
export function useCpu(): void {
  registerBackend("cpu", (settings) => createCpuBackend({ ...settings, threads: 1 }));
}
