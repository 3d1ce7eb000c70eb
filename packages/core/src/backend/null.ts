/**
 * @file The null backend: it counts, and computes nothing. Buffers remember what was uploaded, so that reads give zeros or
 * the uploaded data. For tests of plans, the queue and memory.
 */
import type { TypedArray } from "../dtype.ts";
import { BackendError } from "../errors.ts";
import type { Kernel } from "../kernel/types.ts";
import type { Backend, Capabilities, DeviceBuffer, Executable, Submission } from "./contract.ts";

class NullBuffer implements DeviceBuffer {
  readonly sizeBytes: number;
  bytes: Uint8Array<ArrayBuffer> | undefined = undefined;
  isReleased = false;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }
}

/** What a null backend may be told to do. */
export interface NullBackendOptions {
  readonly capabilities?: Partial<Capabilities>;
  /** Refuses allocations beyond this many live bytes. */
  readonly memoryBytes?: number;
  /** Called before each submission; what it throws, the submission throws. */
  readonly onSubmit?: (submission: Submission) => void;
  /** Compilation takes until this resolves; a rejection fails it. */
  readonly onCompile?: (kernel: Kernel) => Promise<void>;
}

export class NullBackend implements Backend {
  readonly name = "null";
  readonly adapter = undefined;
  readonly capabilities: Capabilities;
  liveBuffers = 0;
  liveBytes = 0;
  allocations = 0;
  uploads = 0;
  downloads = 0;
  compilations = 0;
  submits = 0;
  steps = 0;
  isDisposed = false;
  readonly #options: NullBackendOptions;

  constructor(options: NullBackendOptions = {}) {
    this.#options = options;
    this.capabilities = {
      maxBufferBytes: 2 ** 31,
      maxBuffersPerKernel: 32,
      maxSharedBytes: 2 ** 20,
      hasF16: true,
      hasF64: true,
      threads: 1,
      features: [],
      ...options.capabilities,
    };
  }

  allocate(sizeBytes: number): DeviceBuffer {
    const { memoryBytes = Infinity } = this.#options;
    if (this.liveBytes + sizeBytes > memoryBytes) {
      const got = `${sizeBytes} bytes beside ${this.liveBytes} of ${memoryBytes}`;
      throw new BackendError({ op: "allocate", rule: "memory must suffice", got });
    }
    this.allocations++;
    this.liveBuffers++;
    this.liveBytes += sizeBytes;
    return new NullBuffer(sizeBytes);
  }

  release(buffer: DeviceBuffer): void {
    const own = ownBuffer(buffer);
    own.isReleased = true;
    this.liveBuffers--;
    this.liveBytes -= own.sizeBytes;
  }

  upload(buffer: DeviceBuffer, data: TypedArray): void {
    this.uploads++;
    ownBuffer(buffer).bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  }

  async download(buffer: DeviceBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    this.downloads++;
    const bytes = new Uint8Array(sizeBytes);
    bytes.set(ownBuffer(buffer).bytes?.subarray(0, sizeBytes) ?? []);
    return bytes.buffer;
  }

  async compile(kernel: Kernel): Promise<Executable> {
    this.compilations++;
    await this.#options.onCompile?.(kernel);
    return { kernel };
  }

  submit(submission: Submission): void {
    this.#options.onSubmit?.(submission);
    const { plan, executables, buffers, scalars } = submission;
    plan.slots.forEach((slot, i) => {
      const buffer = buffers[i];
      if (buffer === undefined) throw new Error(`slot ${i} has no buffer`);
      if (ownBuffer(buffer).sizeBytes < slot.sizeBytes) throw new Error(`the buffer of slot ${i} is too small`);
    });
    plan.steps.forEach((step, i) => {
      if (step.kind === "kernel" && executables[i]?.kernel.key !== step.kernel.key)
        throw new Error(`step ${i} is not compiled`);
    });
    if (scalars.length !== plan.scalarCount) throw new Error(`${scalars.length} scalars for ${plan.scalarCount}`);
    this.submits++;
    this.steps += plan.steps.length;
  }

  async idle(): Promise<void> {}

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }
}

function ownBuffer(buffer: DeviceBuffer): NullBuffer {
  if (!(buffer instanceof NullBuffer)) throw new Error("a buffer of another backend");
  if (buffer.isReleased) throw new Error("the buffer was released before");
  return buffer;
}
