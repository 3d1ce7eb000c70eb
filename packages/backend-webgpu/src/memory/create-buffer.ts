/**
 * @file Buffers of the device. Whether there is memory for one turns out after the call.
 */
import { BackendError } from "@adjoint/core";
import type { Faults } from "../device/faults.ts";

/**
 * Makes a buffer. `fail` is called, later, if there was no memory for it: what is computed with it meanwhile is void. The
 * error says what `usage` tells.
 */
export function createBuffer(
  device: GPUDevice,
  faults: Faults,
  descriptor: GPUBufferDescriptor,
  fail: (error: BackendError) => void,
  usage: () => string,
): GPUBuffer {
  return faults.guard(
    "allocate",
    () => device.createBuffer(descriptor),
    (refused) => {
      const error = shortage(descriptor.size, refused, usage());
      fail(error);
      faults.addAlone(error);
    },
  );
}

/**
 * Makes buffers of these sizes, all or none, and waits for the device to say that there is memory for them.
 * @returns the buffers, or what the device says.
 */
export async function tryBuffers(
  device: GPUDevice,
  faults: Faults,
  descriptors: readonly GPUBufferDescriptor[],
  usage: () => string,
): Promise<readonly GPUBuffer[] | BackendError> {
  const make = (): GPUBuffer[] => descriptors.map((descriptor) => device.createBuffer(descriptor));
  const { result, refused } = await faults.attempt("allocate", make);
  if (refused === undefined) return result;
  for (const buffer of result) buffer.destroy();
  const sizeBytes = descriptors.reduce((sum, { size }) => sum + size, 0);
  return shortage(sizeBytes, refused, usage());
}

function shortage(sizeBytes: number, { got = "no reason" }: BackendError, usage: string): BackendError {
  return new BackendError({
    op: "allocate",
    rule: "memory must suffice",
    got: `no ${sizeBytes} bytes: ${got} (${usage})`,
    hint: "dispose of tensors, or take a smaller batch",
  });
}
