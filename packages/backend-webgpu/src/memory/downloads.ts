/**
 * @file Reading device memory: each read copies into a buffer of its own that the host can map, so that reads overlap
 * with each other and with what is submitted meanwhile.
 */
import { BUFFER_USAGE, MAP_MODE_READ } from "../device/constants.ts";
import type { Faults } from "../device/faults.ts";
import { type Block, BufferPool } from "./buffer-pool.ts";
import { paddedBytes } from "./size-class.ts";

const SLACK_BYTES = 16 << 20;

export class Downloads {
  readonly pool: BufferPool;
  private readonly device: GPUDevice;
  private readonly faults: Faults;

  constructor(device: GPUDevice, faults: Faults, maxBufferBytes: number) {
    this.device = device;
    this.faults = faults;
    const usage = BUFFER_USAGE.mapRead | BUFFER_USAGE.copyDst;
    this.pool = new BufferPool({
      maxBufferBytes,
      slackBytes: SLACK_BYTES,
      create: (size) => device.createBuffer({ label: "read", size, usage }),
    });
  }

  /** The first bytes of a buffer, after all that was submitted before. */
  async read(source: GPUBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    const size = paddedBytes(sizeBytes);
    let staging: Block | undefined;
    const number = ++this.faults.submissions;
    this.faults.guard(
      "download",
      () => {
        staging = this.pool.take(size);
        const encoder = this.device.createCommandEncoder({ label: "download" });
        encoder.copyBufferToBuffer(source, 0, staging.gpu, 0, size);
        this.device.queue.submit([encoder.finish()]);
      },
      (error) => this.faults.add(number, error),
    );
    const block = staging;
    if (block === undefined) throw new Error("a guard runs what it is given");
    try {
      await this.faults.wait("download", () => block.gpu.mapAsync(MAP_MODE_READ, 0, size));
      const bytes = block.gpu.getMappedRange(0, size).slice(0, sizeBytes);
      block.gpu.unmap();
      return bytes;
    } finally {
      this.pool.give(block);
    }
  }
}
