/** @file All threads at once: workers that sleep until there is a task, and the caller, which does a part itself. */
import { type Spawned, spawn } from "./spawn.ts";
import { type Call, type StartMessage, words } from "./worker.ts";

export class Team {
  readonly #workers: readonly Spawned[];
  readonly #shared: Int32Array;

  private constructor(workers: readonly Spawned[], shared: Int32Array) {
    this.#workers = workers;
    this.#shared = shared;
  }

  /** Starts as many workers, and waits until they are ready. */
  static async start(count: number, module: WebAssembly.Module, calls: readonly Call[]): Promise<Team> {
    const control = new SharedArrayBuffer(words.count * Int32Array.BYTES_PER_ELEMENT);
    const message: StartMessage = { module, control, words, calls };
    const workers = await Promise.all(Array.from({ length: count }, () => spawn(message)));
    return new Team(workers, new Int32Array(control));
  }

  /** Every worker does the call while the caller does `own`; over when all are done. */
  run(call: number, given: readonly number[], own: () => void): void {
    const shared = this.#shared;
    shared.set(given, words.arguments);
    Atomics.store(shared, words.call, call);
    Atomics.store(shared, words.done, 0);
    Atomics.add(shared, words.task, 1);
    Atomics.notify(shared, words.task);
    own();
    // Not a wait: the main thread of a page must not.
    while (Atomics.load(shared, words.done) < this.#workers.length);
  }

  end(): void {
    for (const worker of this.#workers) worker.end();
  }
}
