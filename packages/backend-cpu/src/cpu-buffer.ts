/** @file A buffer of the CPU backend: a place in the arena. */
import { BackendError, type DeviceBuffer } from "@adjoint/core";

export class CpuBuffer implements DeviceBuffer {
  readonly sizeBytes: number;
  /** Byte address in the arena. */
  readonly pointer: number;
  isReleased = false;
  /** Why there is no value, if what should have filled it failed late. */
  failure: BackendError | undefined = undefined;

  constructor(pointer: number, sizeBytes: number) {
    this.pointer = pointer;
    this.sizeBytes = sizeBytes;
  }
}

/** The buffer behind the contract's opaque one. @throws {BackendError} if it is not this backend's, or released. */
export function ownBuffer(op: string, buffer: DeviceBuffer | undefined): CpuBuffer {
  if (!(buffer instanceof CpuBuffer)) {
    throw new BackendError({ op, rule: "a buffer must come from this backend", got: String(buffer) });
  }
  if (buffer.isReleased) throw new BackendError({ op, rule: "a released buffer cannot be used" });
  return buffer;
}
