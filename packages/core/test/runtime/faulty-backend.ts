/**
 * @file A null backend that works late, and can fail at any moment. What waits for a lost device is never answered, as some
 * drivers have it.
 */
import type { DeviceBuffer, Executable, FailureListener, Submission } from "../../src/backend/contract.ts";
import { NullBackend, type NullBackendOptions } from "../../src/backend/null.ts";
import { type BackendError, DeviceLostError } from "../../src/errors.ts";
import type { Kernel } from "../../src/kernel/types.ts";
import type { Plan } from "../../src/lower/plan.ts";
import { registerBackend } from "../../src/runtime/backends.ts";
import { configure } from "../../src/runtime/configure.ts";

export class FaultyBackend extends NullBackend {
  readonly canBeLost = true;
  readonly submissions: Submission[] = [];
  /** How long the device takes to answer. */
  delayMs = 0;
  mostDownloads = 0;
  private pendingDownloads = 0;
  private isLost = false;
  private tell: FailureListener | undefined = undefined;

  constructor(options: NullBackendOptions = {}) {
    super({ ...options, onSubmit: (submission) => void this.submissions.push(submission) });
  }

  onFailure(listener: FailureListener): void {
    this.tell = listener;
  }

  /** The device goes away. */
  lose(): void {
    this.isLost = true;
    const parts = { op: "device", rule: "the device must not go away", got: "a driver that was reset" };
    this.tell?.(new DeviceLostError(parts));
  }

  /** Something fails on the device. */
  failLate(error: BackendError, submission?: Submission, step?: number): void {
    this.tell?.(error, submission, step);
  }

  override async download(buffer: DeviceBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    this.mostDownloads = Math.max(this.mostDownloads, ++this.pendingDownloads);
    const bytes = super.download(buffer, sizeBytes);
    await this.answer();
    this.pendingDownloads--;
    return bytes;
  }

  override async compile(kernel: Kernel): Promise<Executable> {
    await this.answer();
    return super.compile(kernel);
  }

  async prepare(_plan: Plan): Promise<void> {
    await this.answer();
  }

  override async idle(): Promise<void> {
    await this.answer();
  }

  override async dispose(): Promise<void> {
    this.isLost = true;
    await super.dispose();
  }

  private async answer(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.isLost) await new Promise(() => undefined);
  }
}

/** Makes `cpu` a faulty backend. Returns it once it has started. */
export async function startFaulty(options: NullBackendOptions = {}): Promise<FaultyBackend> {
  const backend = new FaultyBackend(options);
  registerBackend("cpu", async () => backend);
  await configure({ backend: "cpu" });
  return backend;
}
