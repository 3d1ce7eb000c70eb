/**
 * @file Reading device memory: each read copies into a buffer of its own that the host can map, so that reads overlap
 * with each other and with what is submitted meanwhile.
 */
import { BUFFER_USAGE, MAP_MODE_READ } from "../device/constants.ts";
import type { Faults } from "../device/faults.ts";
import { BufferPool } from "./buffer-pool.ts";
import { createBuffer } from "./create-buffer.ts";
import { paddedBytes } from "./size-class.ts";
import type { WebgpuBuffer } from "./webgpu-buffer.ts";

const SLACK_BYTES = 16 << 20;

export class Downloads {
  readonly pool: BufferPool;
  readonly #device: GPUDevice;
  readonly #faults: Faults;

  constructor(device: GPUDevice, faults: Faults, maxBufferBytes: number) {
    this.#device = device;
    this.#faults = faults;
    const usage = BUFFER_USAGE.mapRead | BUFFER_USAGE.copyDst;
    this.pool = new BufferPool({
      maxBufferBytes,
      slackBytes: SLACK_BYTES,
      create: (size, fail, told) => createBuffer(device, faults, { label: "read", size, usage }, fail, told),
    });
  }

  /**
   * The first bytes of a buffer, after all that was submitted before.
   * @throws {BackendError} if what wrote it, or the read itself, was refused.
   */
  async read({ block: source, writtenBy }: WebgpuBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    const faults = this.#faults;
    const size = paddedBytes(sizeBytes);
    const staging = this.pool.take(size);
    const number = this.#copy(source.gpu, staging.gpu, size);
    const errorNow = () => source.failure ?? staging.failure ?? faults.errorOf(writtenBy) ?? faults.errorOf(number);
    try {
      await faults.wait("download", () => staging.gpu.mapAsync(MAP_MODE_READ, 0, size));
      const error = errorNow();
      const bytes = staging.gpu.getMappedRange(0, size).slice(0, sizeBytes);
      staging.gpu.unmap();
      if (error !== undefined) throw error;
      return bytes;
    } catch (thrown) {
      throw faults.told(faults.lost === undefined ? (errorNow() ?? thrown) : thrown);
    } finally {
      this.pool.give(staging);
    }
  }

  /** Submits a copy; gives the number of the submission. */
  #copy(source: GPUBuffer, target: GPUBuffer, size: number): number {
    const number = ++this.#faults.submissions;
    const submit = (): void => {
      const encoder = this.#device.createCommandEncoder({ label: "download" });
      encoder.copyBufferToBuffer(source, 0, target, 0, size);
      this.#device.queue.submit([encoder.finish()]);
    };
    this.#faults.guard("download", submit, (error) => this.#faults.add(number, error));
    return number;
  }
}
