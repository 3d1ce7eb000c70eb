/**
 * @file The backend contract: all that a backend has to do. Backends know kernels, plans and buffers, not tensors.
 */
import type { TypedArray } from "../dtype.ts";
import type { BackendError } from "../errors.ts";
import type { Kernel } from "../kernel/types.ts";
import type { Plan, Step } from "../lower/plan.ts";

/** Buffers that kernels take at most on either backend: what every WebGPU device offers, so that plans are the same. */
export const BUFFERS_PER_KERNEL = 8;

/** Device memory, as its backend knows it. Opaque to all others. */
export interface DeviceBuffer {
  readonly sizeBytes: number;
}

/** A compiled kernel, as its backend knows it. Opaque to all others. */
export interface Executable {
  readonly kernel: Kernel;
}

export interface Capabilities {
  /** Largest buffer that one kernel argument may be, in bytes. */
  readonly maxBufferBytes: number;
  /** Most bytes that a kernel sees of a buffer at once, where that is less: larger ones are bound in parts. */
  readonly maxBindingBytes?: number;
  /** Most buffers, or parts of them, that one kernel may take. */
  readonly maxBuffersPerKernel: number;
  /** Bytes of shared memory that a program may use. */
  readonly maxSharedBytes: number;
  readonly hasF16: boolean;
  readonly hasF64: boolean;
  /** Threads that run programs; 1 where the device is not a CPU. */
  readonly threads: number;
  /** True if a program runs its lanes on one core, so that serial loops cost as little as those over lanes. Default false. */
  readonly hasSerialLanes?: boolean;
  /** True if contractions read operands of f16 where they lie. Default false: these are widened first. */
  readonly hasHalfProducts?: boolean;
  /** Names of what the device offers, for `backendInfo()`. */
  readonly features: readonly string[];
}

/** What a device can do at most, as a short measurement has found it. */
export interface DeviceLimits {
  /** Of multiply-adds in registers, each counted as two. */
  readonly gflops: number;
  /** Of copying, what is read and what is written. */
  readonly gigabytesPerSecond: number;
}

/** When a step of a plan ran, on the device's clock. */
export interface StepTime {
  /** Since the first step began. */
  readonly startMs: number;
  readonly elapsedMs: number;
}

/** What a run took whose steps the device has timed. Moments of the host are those of `performance.now()`. */
export interface TimedRun {
  /** By step of the plan. */
  readonly steps: readonly StepTime[];
  /** Times are multiples of this. */
  readonly resolutionMs: number;
  /** When encoding began, when it was done, and when the run had been handed to the device. */
  readonly beganAtMs: number;
  readonly encodedAtMs: number;
  readonly submittedAtMs: number;
}

/** One run of a plan: the plan, its compiled kernels, and what fills its slots and scalars this time. */
export interface Submission {
  readonly plan: Plan;
  /** By step; undefined for steps that are not kernels. */
  readonly executables: readonly (Executable | undefined)[];
  /** By slot. */
  readonly buffers: readonly DeviceBuffer[];
  /** By scalar of the plan. */
  readonly scalars: ArrayLike<number>;
}

/**
 * Takes what fails after the call that caused it has returned: `submission` and the index of its `step` say where, as far
 * as the backend knows. The loss of the device is a `DeviceLostError`. Reads of what is affected reject as well, with the
 * same error object, whether they come before or after.
 */
export type FailureListener = (error: BackendError, submission?: Submission, step?: number) => void;

export interface Backend {
  readonly name: string;
  readonly adapter: string | undefined;
  readonly capabilities: Capabilities;
  /** True if the device may go away by itself. */
  readonly canBeLost?: boolean;
  /** What was measured on this device about its fastest kernels, if the backend does that. */
  readonly tuning?: Readonly<Record<string, string>> | undefined;
  /** Bytes that were released and are kept for reuse. */
  readonly cachedBytes?: number | undefined;
  /** Memory with undefined contents, at least 4 bytes. @throws {BackendError} when there is none left. */
  allocate(sizeBytes: number): DeviceBuffer;
  /**
   * Makes sure that there is memory for buffers of these sizes, which are allocated next. Undefined if it is there, or is not
   * asked for; a backend whose `allocate` throws needs no such method.
   * @throws {BackendError} when there is not enough.
   */
  reserve?(sizes: readonly number[]): Promise<void> | undefined;
  /** Returns memory, in order with submissions: what was submitted before may still use it. */
  release(buffer: DeviceBuffer): void;
  /** Copies host data, in the element format of device memory, to the start of a buffer, in order with submissions. */
  upload(buffer: DeviceBuffer, data: TypedArray): void;
  /** Reads the first bytes of a buffer, after all that was submitted before. Rejects if what filled it has failed. */
  download(buffer: DeviceBuffer, sizeBytes: number): Promise<ArrayBuffer>;
  compile(kernel: Kernel): Promise<Executable>;
  /** True if `prepare` compiles a step's kernel in a form of its own, so that `compile` need not. */
  preparesAlone?(step: Step, plan: Plan): boolean;
  /** Loads what a plan needs beside its kernels; undefined once that is there. A backend without it needs nothing. */
  prepare?(plan: Plan): Promise<void> | undefined;
  /** Enqueues a run of a plan. */
  submit(submission: Submission): void;
  /**
   * As `submit`, but the device times each step. Resolves when it is done; to undefined, having submitted nothing, if it has no
   * clock to read. A backend without this has none.
   */
  submitTimed?(submission: Submission): Promise<TimedRun | undefined>;
  /** Resolves when all that was submitted has run; rejects with what failed. */
  idle(): Promise<void>;
  /** Measures what the device can do, in some ms; undefined if that is not possible here, or the backend lacks the method. */
  measureLimits?(): Promise<DeviceLimits | undefined>;
  /**
   * Sets who is told of late failures. A lost device is told once, whether or not anything is pending, and at once if it is
   * lost already; not if `dispose` ended it. A backend without this fails in its calls only.
   */
  onFailure?(listener: FailureListener): void;
  /** Returns what the backend holds. Also after the device was lost; a second call does nothing. */
  dispose(): Promise<void>;
}
