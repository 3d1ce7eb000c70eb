/** @file Makes the CPU backend known to the tests of this package. */

import { installBackward } from "@adjoint/autograd";
import { createCpuBackend } from "@adjoint/backend-cpu";
import { registerBackend, shutdown } from "@adjoint/core";
import { afterAll } from "vitest";

/** Lets the first use start the CPU backend, on one thread, and stops it at the end of the file. */
export function useCpu(): void {
  installBackward();
  registerBackend("cpu", (settings) => createCpuBackend({ ...settings, threads: 1 }));
  afterAll(() => shutdown());
}
