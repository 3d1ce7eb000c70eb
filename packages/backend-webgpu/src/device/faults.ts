/**
 * @file What goes wrong behind the back of a call. A device refuses work, runs out of memory or goes away long after the
 * call that asked for it has returned. Here such faults meet those who wait for the work: submissions have numbers,
 * a fault covers a range of them, and whoever reads what one of these wrote gets the fault.
 */
import { type AdjointError, BackendError, DeviceLostError, type FailureListener, type Submission } from "@adjoint/core";
import { messageOf } from "./find-gpu.ts";
import type { Waiting } from "./poll-throttle.ts";

interface Fault {
  /** The first submission that it may have kept from running, and the last that was made before it was known. */
  readonly from: number;
  readonly to: number;
  readonly error: AdjointError;
  /** True once somebody has been told. */
  isReported: boolean;
}

/** Faults are few; what is older than these was told long ago. */
const REMEMBERED = 64;

export class Faults {
  /** Why there is no device any more. */
  lost: AdjointError | undefined = undefined;
  /** The number of the latest submission; they begin with 1. */
  submissions = 0;
  /** Is told of what goes wrong, when it does. */
  listener: FailureListener | undefined = undefined;
  readonly #device: GPUDevice;
  readonly #waiting: Waiting;
  readonly #faults: Fault[] = [];
  /** Guards whose answer has not come. */
  readonly #guards = new Set<Promise<void>>();
  readonly #rejecters = new Set<(error: AdjointError) => void>();
  /** What went wrong up to this submission is known. */
  #soundUpTo = 0;

  constructor(device: GPUDevice, waiting: Waiting) {
    this.#device = device;
    this.#waiting = waiting;
    device.lost.then((info) => this.lose(lostError(info)));
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      this.add(this.#soundUpTo + 1, refusal("submit", event.error));
    });
  }

  /** @throws {AdjointError} if the device is gone. */
  requireDevice(op: string): void {
    if (this.lost !== undefined) throw rephrased(this.lost, op);
  }

  /** Ends all waiting, now and later. */
  lose(error: AdjointError): void {
    if (this.lost !== undefined) return;
    this.lost = error;
    // First who knows what can be done about it: waits of the run time end with what it says.
    if (error instanceof DeviceLostError) this.listener?.(error);
    for (const reject of this.#rejecters) reject(error);
    this.#rejecters.clear();
  }

  /** Runs calls into the device; if it refuses them, `fail` gets the error, later. `where` is told in it. */
  guard<T>(op: string, run: () => T, fail: (error: BackendError) => void, where = ""): T {
    const device = this.#device;
    device.pushErrorScope("out-of-memory");
    device.pushErrorScope("validation");
    try {
      return run();
    } finally {
      const answers = [this.#popScope(), this.#popScope()];
      const settled = this.#firstError(answers).then((error) => {
        this.#guards.delete(settled);
        if (error !== undefined) fail(refusal(op, error, where));
      });
      this.#guards.add(settled);
    }
  }

  /** Runs calls into the device, and waits for its verdict, which nobody else is told. Rejects if it is lost meanwhile. */
  async attempt<T>(
    op: string,
    run: () => T,
  ): Promise<{ readonly result: T; readonly refused: BackendError | undefined }> {
    const answer: { refused?: BackendError } = {};
    const result = this.guard(op, run, (error) => {
      answer.refused = error;
    });
    await this.wait(op, () => Promise.resolve());
    return { result, refused: answer.refused };
  }

  /** Notes that submissions from `from` on may not have done what they should. */
  add(from: number, error: BackendError, submission?: Submission): void {
    this.#faults.push({ from, to: this.submissions, error, isReported: false });
    if (this.#faults.length > REMEMBERED) this.#faults.shift();
    this.listener?.(error, submission);
  }

  /** Notes a fault that no submission has to answer for. */
  addAlone(error: AdjointError): void {
    this.add(this.submissions + 1, error);
  }

  /** The fault behind what submission number `submission` wrote. */
  errorOf(submission: number): AdjointError | undefined {
    if (this.#faults.length === 0) return undefined;
    return this.#faults.find(({ from, to }) => from <= submission && submission <= to)?.error;
  }

  /** Notes that somebody was told. Returns the error. */
  told<E>(error: E): E {
    for (const fault of this.#faults) if (fault.error === error) fault.isReported = true;
    return error;
  }

  /** Waits for the device, and for its verdict on what was submitted so far. Rejects if it is lost meanwhile. */
  async wait<T>(op: string, start: () => Promise<T>): Promise<T> {
    this.requireDevice(op);
    const { submissions } = this;
    const work = this.#waiting.call(start);
    const result = await this.#unlessLost(op, Promise.all([work, ...this.#guards]));
    this.#soundUpTo = Math.max(this.#soundUpTo, submissions);
    return result[0];
  }

  /** Throws the first fault that nobody was told of. */
  report(): void {
    const fault = this.#faults.find((each) => !each.isReported);
    if (fault !== undefined) throw this.told(fault.error);
  }

  #unlessLost<T>(op: string, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const lose = (error: AdjointError): void => reject(rephrased(error, op));
      this.#rejecters.add(lose);
      const fail = async (cause: unknown): Promise<void> => {
        // A device that goes away rejects what is under way first, and says so in a later turn.
        await new Promise((turn) => setTimeout(turn, 0));
        await Promise.all(this.#guards);
        this.#rejecters.delete(lose);
        reject(new BackendError({ op, rule: "the device must answer", got: messageOf(cause), cause }));
      };
      work.then((value) => {
        this.#rejecters.delete(lose);
        resolve(value);
      }, fail);
    });
  }

  #popScope(): Promise<GPUError | null> {
    return this.#waiting.call(() => this.#device.popErrorScope());
  }

  /** Scopes of a device that is lost are no news. */
  async #firstError(answers: readonly Promise<GPUError | null>[]): Promise<GPUError | undefined> {
    const errors = await Promise.all(answers.map((answer) => answer.catch(() => null)));
    // Short memory makes what uses the buffer invalid too: it is the cause.
    return errors.reverse().find((error) => error !== null) ?? undefined;
  }
}

function refusal(op: string, { message }: GPUError, where = ""): BackendError {
  const got = where === "" ? message.trim() : `${message.trim()} (${where})`;
  return new BackendError({ op, rule: "the device must accept what it is given", got });
}

function lostError({ reason, message }: GPUDeviceLostInfo): DeviceLostError {
  const got = [reason === "destroyed" ? "destroyed" : undefined, message || undefined]
    .filter((part) => part !== undefined)
    .join(": ");
  return new DeviceLostError({
    op: "webgpu",
    rule: "the device must not go away",
    got: got || "no reason",
    hint: "configure() again, and make tensors from host data",
  });
}

/** The same error as of another operation: errors are thrown more than once, and each tells its own line. */
function rephrased(error: AdjointError, op: string): AdjointError {
  const { rule, got, hint } = error;
  const parts = { op, rule, got, hint, cause: error };
  return error instanceof DeviceLostError ? new DeviceLostError(parts) : new BackendError(parts);
}
