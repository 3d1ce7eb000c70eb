/**
 * @file The team: the workers of an executor, seen from the caller. It starts them, sends them modules, and lets them into
 * tasks and out again.
 */
import { type AddMessage, CONTROL, GATE, SPIN_MS, type StartMessage, type WorkerMessage } from "./control.ts";
import { spawnWorker, type WorkerHandle } from "./spawn.ts";

type Setup = Pick<StartMessage, "memory" | "controlPointer" | "control" | "gate" | "spinMs">;
type Modules = readonly ({ readonly message: AddMessage | undefined } | undefined)[];

export class Team {
  /** Workers that take part. */
  readyCount = 0;
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
  }

  /** Starts the workers at the first call, and wakes them up. */
  muster(modules: Modules): void {
    this.#workers ??= this.#spawn(modules);
    this.#wake();
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
    this.#wake();
  }

  /** Lets workers into the task that the control words describe, and wakes those that sleep if so asked. */
  open(shallWake: boolean): void {
    const words = this.#words;
    Atomics.store(words, CONTROL.next, 0);
    Atomics.add(words, CONTROL.phase, 1);
    Atomics.or(words, CONTROL.gate, GATE.open);
    if (shallWake) this.#wake();
  }

  /** Lets no more workers in and waits until all are out. The text of the first error of a worker, if any. */
  close(): string | undefined {
    const words = this.#words;
    Atomics.and(words, CONTROL.gate, ~GATE.open);
    if ((Atomics.load(words, CONTROL.gate) & GATE.count) !== 0) this.#awaitWorkers();
    return Atomics.load(words, CONTROL.error) === 0 ? undefined : this.#takeError();
  }

  async dispose(): Promise<void> {
    Atomics.store(this.#words, CONTROL.stop, 1);
    this.#wake();
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

  /** Wakes the workers that sleep. The flag is lowered first: who sets it afterwards looks at the gate again. */
  #wake(): void {
    const words = this.#words;
    if (Atomics.load(words, CONTROL.isSleeping) === 0) return;
    Atomics.store(words, CONTROL.isSleeping, 0);
    Atomics.add(words, CONTROL.wake, 1);
    Atomics.notify(words, CONTROL.wake);
  }

  #awaitWorkers(): void {
    const words = this.#words;
    const deadline = performance.now() + SPIN_MS;
    for (let spins = 1; (spins & 63) !== 0 || performance.now() < deadline; spins++)
      if ((Atomics.load(words, CONTROL.gate) & GATE.count) === 0) return;
    Atomics.or(words, CONTROL.gate, GATE.waiting);
    for (;;) {
      const gate = Atomics.load(words, CONTROL.gate);
      if ((gate & GATE.count) === 0) break;
      Atomics.wait(words as Int32Array<SharedArrayBuffer>, CONTROL.gate, gate);
    }
    Atomics.and(words, CONTROL.gate, ~GATE.waiting);
  }

  #takeError(): string {
    const words = this.#words;
    const length = (words[CONTROL.error] ?? 1) - 1;
    const text = String.fromCharCode(...words.subarray(CONTROL.errorText, CONTROL.errorText + length));
    Atomics.store(words, CONTROL.error, 0);
    return text;
  }
}
