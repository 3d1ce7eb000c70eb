/**
 * @file The queue of a page: what was submitted, uploaded and read runs in this order, without holding up the page. Plans
 * go to the coordinator where there is one. Without it, before it has started, and with kernels that cannot be sent to
 * it, they run here for some milliseconds in each turn of the event loop.
 */
import { BackendError, type FailureListener, type Submission, type TypedArray } from "@adjoint/core";
import type { Arena } from "../arena.ts";
import type { CpuBuffer } from "../cpu-buffer.ts";
import type { EncodedPlan } from "../encoded-plan.ts";
import { commandOf } from "./command.ts";
import { Coordinator } from "./coordinator.ts";
import { type Executor, taskFailed } from "./executor.ts";
import { Pieces } from "./pieces.ts";

/** For how long the page computes in one turn of its event loop: half a frame, as it has other things to do. */
const SLICE_MS = 8;
/** Once so much of that is used, nothing is begun that would take longer than the rest. */
const FRESH_MS = 1;

/** A run of a plan, or something that is done in order with such. */
type Item =
  | { readonly kind: "run"; readonly words: Int32Array<ArrayBuffer>; readonly submission: Submission; canPost: boolean }
  | { readonly kind: "call"; readonly call: () => void };

export class PageQueue {
  readonly #arena: Arena;
  readonly #executor: Executor;
  readonly #fail: FailureListener;
  readonly #pieces: Pieces;
  readonly #coordinator: Coordinator | undefined;
  /** What has not begun, but perhaps the first; and what the coordinator was given. */
  readonly #waiting: Item[] = [];
  readonly #posted: Submission[] = [];
  /** The parts of the first run, if it has begun here. */
  #running: Iterator<number, void> | undefined;
  /** Milliseconds used in this turn of the event loop. */
  #spentMs = 0;
  #isTurning = false;
  /** The first failure that `idle` has not told of. */
  #failure: BackendError | undefined;
  #isDisposed = false;

  constructor(arena: Arena, executor: Executor, fail: FailureListener) {
    this.#arena = arena;
    this.#executor = executor;
    this.#fail = fail;
    this.#pieces = new Pieces(arena, executor);
    if (executor.mode === "coordinated") {
      this.#coordinator = new Coordinator(arena, executor, {
        onEnd: (error) => this.#onPostedEnd(error),
        onGone: () => this.#onGone(),
      });
    }
  }

  /** Enqueues a run. What is small runs at once, if nothing is before it. */
  submit(encoded: EncodedPlan, submission: Submission): void {
    const words = commandOf(encoded, submission, this.#executor.scratch);
    const lists = encoded.segments.flatMap((segment) => (segment.kind === "tasks" ? [segment.list] : []));
    const canPost = lists.every((list) => list.canShare);
    if (lists.some((list) => list.shallWake)) this.#executor.muster();
    this.#push({ kind: "run", words, submission, canPost });
  }

  /** Copies data as it is now, when its turn comes. */
  upload(buffer: CpuBuffer, data: TypedArray): void {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const snapshot = this.#isBusy ? bytes.slice() : bytes;
    this.inOrder(() => {
      this.#arena.views.u8.set(snapshot, buffer.pointer);
      buffer.failure = undefined;
    });
  }

  /** The first bytes of a buffer as they are when all before has run. */
  download(buffer: CpuBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    const { pointer } = buffer;
    return this.#whenDone(() => {
      if (buffer.failure !== undefined) throw buffer.failure;
      const copy = new Uint8Array(sizeBytes);
      copy.set(this.#arena.views.u8.subarray(pointer, pointer + sizeBytes));
      return copy.buffer;
    });
  }

  /** Resolves when all that was submitted has run. @throws {BackendError} the first failure since the last call. */
  idle(): Promise<void> {
    return this.#whenDone(() => {
      const failure = this.#failure;
      this.#failure = undefined;
      if (failure !== undefined) throw failure;
    });
  }

  /** Does something between what was submitted before and what will be. */
  inOrder(call: () => void): void {
    if (this.#isBusy) this.#push({ kind: "call", call });
    else call();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const calls = this.#waiting.splice(0);
    this.#posted.length = 0;
    await this.#coordinator?.dispose();
    for (const item of calls) if (item.kind === "call") item.call();
  }

  get #isBusy(): boolean {
    return this.#waiting.length > 0 || this.#posted.length > 0;
  }

  #whenDone<T>(read: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.inOrder(() => {
        try {
          if (this.#isDisposed) throw new BackendError({ op: "dispose", rule: "a disposed backend does nothing" });
          resolve(read());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #push(item: Item): void {
    this.#waiting.push(item);
    this.#coordinator?.setKeepsAlive(true);
    if (this.#waiting.length === 1) this.#advance();
  }

  /** Does as much as may be done now. */
  #advance(): void {
    for (let item = this.#waiting[0]; item !== undefined; item = this.#waiting[0]) {
      if (item.kind === "run" && item.canPost && this.#running === undefined && this.#coordinator?.isReady) {
        this.#waiting.shift();
        this.#posted.push(item.submission);
        this.#coordinator.post(item.words);
      } else {
        if (this.#posted.length > 0) return;
        if (item.kind === "run" && !this.#hasRun(item.words, item.submission)) return;
        this.#waiting.shift();
        if (item.kind === "call") item.call();
      }
    }
    if (this.#posted.length === 0) this.#coordinator?.setKeepsAlive(false);
  }

  /** Goes on with a run on this thread. False if this turn's time is used up: it will go on in the next. */
  #hasRun(words: Int32Array, submission: Submission): boolean {
    this.#running ??= this.#pieces.of(words);
    this.#turnLater();
    if (this.#spentMs >= SLICE_MS) return false;
    const startMs = performance.now();
    let error: BackendError | undefined;
    try {
      for (let piece = this.#running.next(); !piece.done; piece = this.#running.next()) {
        const usedMs = this.#spentMs + performance.now() - startMs;
        if (usedMs > FRESH_MS && usedMs + piece.value > SLICE_MS) return false;
      }
    } catch (thrown) {
      error = thrown instanceof BackendError ? thrown : taskFailed(String(thrown), thrown);
    } finally {
      this.#spentMs += performance.now() - startMs;
    }
    this.#running = undefined;
    this.#settle(submission, error);
    return true;
  }

  /** Goes on when the event loop has turned. */
  #turnLater(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      this.#isTurning = false;
      this.#spentMs = 0;
      this.#advance();
    };
    port2.postMessage(undefined);
  }

  #onPostedEnd(error: string | undefined): void {
    const submission = this.#posted.shift();
    if (submission === undefined) return;
    this.#settle(submission, error === undefined ? undefined : taskFailed(error, undefined));
    this.#advance();
  }

  /** The coordinator is there no more, and with it what it was given. What comes runs here. */
  #onGone(): void {
    for (const submission of this.#posted.splice(0))
      this.#settle(submission, taskFailed("its worker ended", undefined));
    this.#advance();
  }

  /** A run has ended. It has failed, too, if what it reads has no value. */
  #settle(submission: Submission, ownError: BackendError | undefined): void {
    const { plan, buffers } = submission;
    const at = (slots: readonly number[]): CpuBuffer[] => slots.map((slot) => buffers[slot] as CpuBuffer);
    const error = ownError ?? at(plan.inputs).find(({ failure }) => failure !== undefined)?.failure;
    for (const output of at(plan.outputs)) output.failure = error;
    if (error === undefined) return;
    this.#failure ??= error;
    this.#fail(error, submission);
  }
}
