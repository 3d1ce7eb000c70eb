/**
 * @file The team: the workers of an executor, seen from the thread that made it. It starts them and sends them modules.
 */
import { type AddMessage, CONTROL, type RunFunction, type StartMessage, type WorkerMessage } from "./control.ts";
import { type Scratch, taskFailed } from "./executor.ts";
import { type Fork, makeFork } from "./fork.ts";
import { spawnWorker, type WorkerHandle } from "./spawn.ts";
import { TASK, type TaskList } from "./task-list.ts";

type Setup = Pick<StartMessage, "memory" | "controlPointer" | "control" | "gate" | "spin">;
type Modules = readonly ({ readonly message: AddMessage | undefined } | undefined)[];

export class Team {
  /** Workers that take part. */
  readyCount = 0;
  readonly #fork: Fork;
  readonly #size: number;
  readonly #words: Int32Array<ArrayBufferLike>;
  readonly #setup: Setup;
  readonly #workerUrl: string | undefined;
  #workers: WorkerHandle[] | undefined;
  /** Workers that may still report, and who waits for that. */
  #startingCount = 0;
  #onAllStarted: (() => void)[] = [];

  constructor(size: number, words: Int32Array<ArrayBufferLike>, setup: Setup, workerUrl: string | undefined) {
    this.#size = size;
    this.#words = words;
    this.#setup = setup;
    this.#workerUrl = workerUrl;
    this.#fork = makeFork({ words, control: setup.control, gate: setup.gate, spin: setup.spin });
  }

  /** Starts the workers at the first call, and wakes them up. */
  muster(modules: Modules): void {
    this.#workers ??= this.#spawn(modules);
    this.#fork.wake();
  }

  /** Resolves when every worker takes part or has failed. */
  async ready(modules: Modules): Promise<void> {
    this.muster(modules);
    if (this.#startingCount === 0) return;
    for (const worker of this.#workers ?? []) worker.setKeepsAlive(true);
    await new Promise<void>((resolve) => this.#onAllStarted.push(resolve));
    for (const worker of this.#workers ?? []) worker.setKeepsAlive(false);
  }

  /** Sends a message to every worker there is. */
  post(message: WorkerMessage): void {
    if (this.#workers === undefined) return;
    for (const worker of this.#workers) worker.postMessage(message);
    Atomics.add(this.#words, CONTROL.posted, 1);
    this.#fork.wake();
  }

  /** Runs a task of a list on this thread and the workers that come. @throws {BackendError} if a program fails. */
  run(run: RunFunction, { words, shallWake }: TaskList, at: number, scratch: Scratch): void {
    const control = this.#words;
    control[CONTROL.module] = words[at + TASK.module] ?? 0;
    control[CONTROL.args] = words[at + TASK.args] ?? 0;
    control[CONTROL.programs] = words[at + TASK.programs] ?? 0;
    control[CONTROL.chunk] = words[at + TASK.chunk] ?? 1;
    control[CONTROL.scratch] = scratch.pointer;
    control[CONTROL.scratchBytes] = scratch.sizeBytes;
    let workerError: string | undefined;
    try {
      workerError = this.#fork.run(run, shallWake);
    } catch (error) {
      throw taskFailed(String(error), error);
    }
    if (workerError !== undefined) throw taskFailed(workerError, undefined);
  }

  async dispose(): Promise<void> {
    Atomics.store(this.#words, CONTROL.stop, 1);
    this.#fork.wake();
    const workers = this.#workers ?? [];
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #spawn(modules: Modules): WorkerHandle[] {
    const posted = Atomics.load(this.#words, CONTROL.posted);
    const messages = modules.flatMap((entry) => (entry?.message === undefined ? [] : [entry.message]));
    this.#startingCount = this.#size;
    const workers: WorkerHandle[] = [];
    for (let thread = 1; thread <= this.#size; thread++) {
      const worker = this.#spawnOne();
      worker?.postMessage({ kind: "start", ...this.#setup, thread, posted, modules: messages } satisfies StartMessage);
      if (worker !== undefined) workers.push(worker);
    }
    return workers;
  }

  /** A worker that counts as ready once it says so. If it fails, the others and the caller do its work. */
  #spawnOne(): WorkerHandle | undefined {
    let state: "starting" | "ready" | "gone" = "starting";
    let worker: WorkerHandle | undefined;
    const onReady = (): void => {
      state = "ready";
      this.readyCount++;
      this.#started();
    };
    const onFailure = (): void => {
      if (state === "ready") this.readyCount--;
      if (state === "starting") this.#started();
      state = "gone";
      this.#workers = this.#workers?.filter((other) => other !== worker);
    };
    try {
      worker = spawnWorker(this.#workerUrl, { onReady, onFailure });
    } catch {
      onFailure();
    }
    return worker;
  }

  #started(): void {
    this.#startingCount--;
    if (this.#startingCount > 0) return;
    for (const resolve of this.#onAllStarted.splice(0)) resolve();
  }
}
