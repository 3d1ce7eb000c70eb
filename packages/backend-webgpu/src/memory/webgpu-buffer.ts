/**
 * @file Device memory as the contract sees it: a size, and a buffer of the pool that is at least as large.
 */
import { BackendError, type DeviceBuffer } from "@adjoint/core";
import type { Block } from "./buffer-pool.ts";

export class WebgpuBuffer implements DeviceBuffer {
  readonly sizeBytes: number;
  readonly block: Block;
  isReleased = false;
  /** The submission that wrote it last; 0 if the host did. */
  writtenBy = 0;

  constructor(block: Block, sizeBytes: number) {
    this.block = block;
    this.sizeBytes = sizeBytes;
  }
}

/** @throws {BackendError} if it is another backend's, or was released. */
export function ownBuffer(op: string, buffer: DeviceBuffer | undefined): WebgpuBuffer {
  if (buffer instanceof WebgpuBuffer && !buffer.isReleased) return buffer;
  const got = buffer === undefined ? "none" : buffer instanceof WebgpuBuffer ? "a released one" : "another backend's";
  throw new BackendError({ op, rule: "a buffer must live on this backend", got });
}
