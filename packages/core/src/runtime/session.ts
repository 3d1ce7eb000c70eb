/**
 * @file A session: one running backend, and what is derived from graphs for it. A new `configure` makes a new session.
 */
import type { Backend, Submission } from "../backend/contract.ts";
import { type BackendError, DeviceLostError } from "../errors.ts";
import { lossOf, noteGone } from "./allocation.ts";
import { addFailure, forgetFailures } from "./failures.ts";
import type { Job } from "./job.ts";
import { KernelCache } from "./kernel-cache.ts";
import { ledger } from "./ledger.ts";
import { PlanCache } from "./plan-cache.ts";
import { stepFailure } from "./step-failure.ts";
import { stepWatcher } from "./step-watch.ts";

/** What runs, and why. */
export interface BackendInfo {
  readonly backend: string;
  /** The device, where it has a name. */
  readonly adapter?: string;
  readonly features: readonly string[];
  readonly threads: number;
  readonly simd: "simd128" | "relaxed";
  /** Tiles of matrix products that were measured on this device, by class of product; as far as it is known by now. */
  readonly tuning?: Readonly<Record<string, string>> | undefined;
  /** Why `auto` did not take WebGPU. */
  readonly fallback?: string;
}

export class Session {
  readonly backend: Backend;
  readonly info: BackendInfo;
  readonly kernels: KernelCache;
  readonly plans: PlanCache;
  /** What waits for the device, and what ends the wait with an error. */
  readonly #waits = new Map<Promise<unknown>, (error: BackendError) => void>();
  /** Jobs of submissions that may still fail. */
  readonly #running = new WeakMap<Submission, Job>();
  #ending: Promise<void> | undefined = undefined;

  constructor(backend: Backend, fallback: string | undefined) {
    this.backend = backend;
    this.info = describe(backend, fallback);
    this.kernels = new KernelCache(backend);
    this.plans = new PlanCache(backend.capabilities);
    backend.onFailure?.((error, submission, step) => this.#noteLate(error, submission, step));
  }

  get isLost(): boolean {
    return lossOf("session", this.backend) !== undefined;
  }

  /** @throws {DeviceLostError} if the device is gone. */
  requireDevice(op: string): void {
    const lost = lossOf(op, this.backend);
    if (lost !== undefined) throw lost;
  }

  /** Enqueues a run. Late failures of it will be stored on the outputs of the job. */
  submit(submission: Submission, job: Job): void {
    this.watch(submission, job);
    this.backend.submit(submission);
  }

  /** Late failures of a run will be stored on the outputs of the job. */
  watch(submission: Submission, job: Job): void {
    if (this.backend.onFailure !== undefined) this.#running.set(submission, job);
  }

  /** The result of a wait for the device. Rejects if the device is lost meanwhile. */
  async wait<T>(op: string, wait: Promise<T>): Promise<T> {
    this.requireDevice(op);
    let end: (error: BackendError) => void = () => undefined;
    const guarded = new Promise<T>((resolve, reject) => {
      end = reject;
      wait.then(resolve, reject);
    });
    this.#waits.set(guarded, end);
    try {
      return await guarded;
    } finally {
      this.#waits.delete(guarded);
    }
  }

  /** Notes, if that is what an error says, that the device went away: what waits for it rejects, and so does what comes. */
  note(error: unknown): void {
    if (!(error instanceof DeviceLostError) || this.isLost) return;
    const { op, rule, got, hint } = error;
    const step = stepWatcher()?.lost();
    noteGone(this.backend, got ?? rule, step);
    ledger().forgetLost();
    const told = step === undefined ? error : new DeviceLostError({ op, rule, got, hint, step, cause: error });
    for (const reject of this.#waits.values()) reject(told);
  }

  /** Stops the backend, when what waits for it has been answered. */
  end(): Promise<void> {
    this.#ending ??= this.#stop();
    return this.#ending;
  }

  async #stop(): Promise<void> {
    while (this.#waits.size > 0) await Promise.allSettled(this.#waits.keys());
    const { isLost } = this;
    noteGone(this.backend, "a device that was shut down");
    ledger().forgetLost();
    forgetFailures();
    try {
      await this.backend.dispose();
    } catch (error) {
      if (!isLost) throw error;
    }
  }

  #noteLate(error: BackendError, submission: Submission | undefined, step = -1): void {
    this.note(error);
    if (error instanceof DeviceLostError) return;
    const job = submission === undefined ? undefined : this.#running.get(submission);
    const failure = job === undefined ? error : stepFailure(job.op, error, submission?.plan.steps[step], job);
    addFailure(failure);
    for (const output of job?.outputs ?? []) output.fail(failure);
  }
}

function describe(backend: Backend, fallback: string | undefined): BackendInfo {
  const { features, threads } = backend.capabilities;
  return {
    backend: backend.name,
    ...(backend.adapter === undefined ? {} : { adapter: backend.adapter }),
    features,
    threads,
    simd: features.some((feature) => feature.startsWith("relaxed")) ? "relaxed" : "simd128",
    ...(fallback === undefined ? {} : { fallback }),
  };
}
