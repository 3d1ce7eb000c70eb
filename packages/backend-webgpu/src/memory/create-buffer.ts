/**
 * @file Buffers of the device. Whether there is memory for one turns out after the call.
 */
import { BackendError } from "@adjoint/core";
import type { Faults } from "../device/faults.ts";

/** Makes a buffer. `fail` is called, later, if there was no memory for it: what is computed with it meanwhile is void. */
export function createBuffer(
  device: GPUDevice,
  faults: Faults,
  descriptor: GPUBufferDescriptor,
  fail: (error: BackendError) => void,
): GPUBuffer {
  return faults.guard(
    "allocate",
    () => device.createBuffer(descriptor),
    ({ got = "no reason" }) => {
      const error = new BackendError({
        op: "allocate",
        rule: "memory must suffice",
        got: `no ${descriptor.size} bytes: ${got}`,
        hint: "dispose of tensors, or take a smaller batch",
      });
      fail(error);
      faults.addAlone(error);
    },
  );
}
