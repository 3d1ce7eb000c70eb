/**
 * @file The executor runs lists of tasks on the calling thread and on workers.
 *
 *     const executor = new Executor(arena, { threads: 2 });
 *     const id = executor.register(module);                  // a compiled WebAssembly.Module that exports `run`
 *     const list = executor.encodeTasks([{ module: id, args, programs: 100, chunk: 10, isParallel: true }]);
 *     executor.run(list);                                    // again and again; allocates and posts nothing
 *     executor.unregister(id);
 *     await executor.dispose();
 *
 * A module exports `run(args, scratch, begin, end)`, all i32, and imports the arena's memory under any name. If it imports
 * functions too, they are given to `register`, and its tasks run on the caller alone, since functions cannot be sent to
 * workers. Threads take `chunk` programs at a time off a shared counter, so no result may depend on who runs a program;
 * `scratch` is memory of the thread's own, of the most bytes that any list asked for.
 *
 * `run` is synchronous. Workers start at the first parallel task once `load` has fetched their code, and compiled modules are posted to them, so no module is
 * compiled twice. A worker blocks its event loop in `Atomics.wait`; a counter of posted messages sends it back there. A
 * worker that is asleep, or has not started, holds nobody up: it joins when it can, and the caller does the rest. One
 * thread is all there is without shared memory, and on the main thread of a page, which must not block.
 */
import { BackendError } from "@adjoint/core";
import type { Arena } from "../arena.ts";
import { type AddMessage, CONTROL, GATE, type RunFunction, SPIN_MS, type WorkerMessage } from "./control.ts";
import { encodeTaskList, TASK, type Task, type TaskList } from "./task-list.ts";
import type { Team } from "./team.ts";
import { canUseWorkers, defaultThreadCount } from "./thread-count.ts";

export interface ExecutorOptions {
  /** Threads that run tasks, the caller included; by default as many as the machine has, up to 8. */
  readonly threads?: number | undefined;
  /** Where the workers' script is served, if the built-in one is forbidden. */
  readonly workerUrl?: string | undefined;
}

/** Functions that a module imports, by module and name. */
export type FunctionImports = Readonly<Record<string, Readonly<Record<string, (...args: number[]) => number>>>>;

interface Registered {
  readonly run: RunFunction;
  /** What workers get; undefined if only the caller can run it. */
  readonly message: AddMessage | undefined;
}

export class Executor {
  readonly threads: number;
  readonly #arena: Arena;
  readonly #modules: (Registered | undefined)[] = [];
  readonly #workerUrl: string | undefined;
  #team: Team | undefined;
  #loading: Promise<void> | undefined;
  readonly #controlPointer: number;
  readonly #words: Int32Array<ArrayBufferLike>;
  #scratch = 0;
  #scratchBytes = 0;
  #isDisposed = false;

  constructor(arena: Arena, options: ExecutorOptions = {}) {
    this.#arena = arena;
    const wanted = Math.max(1, Math.min(64, Math.floor(options.threads ?? defaultThreadCount())));
    this.threads = arena.isShared && canUseWorkers() ? wanted : 1;
    const controlPointer = arena.allocate(CONTROL.words * 4);
    this.#controlPointer = controlPointer;
    this.#words = new Int32Array(arena.memory.buffer, controlPointer, CONTROL.words).fill(0);
    this.#workerUrl = options.workerUrl;
  }

  /** Loads what starts workers, where there can be any. Until then the caller runs all tasks alone. */
  async load(): Promise<void> {
    if (this.threads === 1) return;
    this.#loading ??= import("./team.ts").then(({ Team }) => {
      const [memory, controlPointer] = [this.#arena.memory, this.#controlPointer];
      const setup = { memory, controlPointer, control: CONTROL, gate: GATE, spinMs: SPIN_MS };
      this.#team = new Team(this.threads - 1, this.#words, setup, this.#workerUrl);
    });
    await this.#loading;
  }

  /** Makes a module known to all threads, and gives the number that tasks name it by. */
  register(module: WebAssembly.Module, functions: FunctionImports = {}): number {
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const [from, named] of Object.entries(functions)) imports[from] = { ...named };
    let canShare = true;
    for (const { kind, module: from, name } of WebAssembly.Module.imports(module)) {
      if (kind === "memory") imports[from] = { ...imports[from], [name]: this.#arena.memory };
      else canShare = false;
    }
    const run = new WebAssembly.Instance(module, imports).exports["run"] as RunFunction;
    const id = this.#modules.length;
    const message: AddMessage | undefined = canShare ? { kind: "add", id, module } : undefined;
    this.#modules.push({ run, message });
    if (message !== undefined) this.#team?.post(message);
    return id;
  }

  /** Forgets a module. Lists that name it can no longer run. */
  unregister(id: number): void {
    if (this.#modules[id]?.message !== undefined) this.#team?.post({ kind: "remove", id } satisfies WorkerMessage);
    this.#modules[id] = undefined;
  }

  /**
   * Prepares tasks to be run in this order, and scratch memory for them.
   * @throws {BackendError} if there is no memory left, or a number of programs is out of range.
   */
  encodeTasks(tasks: readonly Task[]): TaskList {
    const scratchBytes = Math.max(0, ...tasks.map((task) => task.scratchBytes ?? 0));
    this.#reserveScratch(scratchBytes);
    return encodeTaskList(tasks, (id) => this.threads > 1 && this.#modules[id]?.message !== undefined);
  }

  /**
   * Runs tasks to their end.
   * @throws {BackendError} with the trap as its cause or text, if a program fails; tasks behind it are not run.
   */
  run(list: TaskList): void {
    if (this.#isDisposed) throw new BackendError({ op: "run", rule: "a disposed executor runs nothing" });
    const { words } = list;
    if (list.shallWake) this.#team?.muster(this.#modules);
    for (let at = 0; at < words.length; at += TASK.words) {
      const run = this.#modules[words[at + TASK.module] ?? -1]?.run;
      if (run === undefined) throw new BackendError({ op: "run", rule: "a task's module must be registered" });
      if (words[at + TASK.isParallel] === 0 || this.#team === undefined) this.#runAlone(run, words, at);
      else this.#runTogether(run, words, at, list.shallWake);
    }
  }

  /** Starts the workers now; resolves when all of them take part, or have failed to start. */
  async ready(): Promise<void> {
    await this.load();
    await this.#team?.ready(this.#modules);
  }

  /** Workers that take part now: at most threads − 1. */
  get workerCount(): number {
    return this.#team?.readyCount ?? 0;
  }

  /** Ends the workers. Nothing runs afterwards. */
  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    await this.#loading;
    await this.#team?.dispose();
    this.#arena.release(this.#controlPointer);
    if (this.#scratchBytes > 0) this.#arena.release(this.#scratch);
    this.#modules.length = 0;
  }

  #runAlone(run: RunFunction, words: Int32Array, at: number): void {
    try {
      run(words[at + TASK.args] ?? 0, this.#scratch, 0, words[at + TASK.programs] ?? 0);
    } catch (error) {
      throw taskFailed(String(error), error);
    }
  }

  #runTogether(run: RunFunction, words: Int32Array, at: number, shallWake: boolean): void {
    const control = this.#words;
    const args = words[at + TASK.args] ?? 0;
    const programs = words[at + TASK.programs] ?? 0;
    const chunk = words[at + TASK.chunk] ?? 1;
    control[CONTROL.module] = words[at + TASK.module] ?? 0;
    control[CONTROL.args] = args;
    control[CONTROL.programs] = programs;
    control[CONTROL.chunk] = chunk;
    this.#team?.open(shallWake);
    let failure: BackendError | undefined;
    try {
      for (;;) {
        const begin = Atomics.add(control, CONTROL.next, chunk);
        if (begin >= programs) break;
        run(args, this.#scratch, begin, Math.min(begin + chunk, programs));
      }
    } catch (error) {
      failure = taskFailed(String(error), error);
      Atomics.store(control, CONTROL.next, programs);
    }
    const workerError = this.#team?.close();
    if (failure !== undefined) throw failure;
    if (workerError !== undefined) throw taskFailed(workerError, undefined);
  }

  /** Gives every thread at least this much scratch memory. */
  #reserveScratch(sizeBytes: number): void {
    if (sizeBytes <= this.#scratchBytes) return;
    const rounded = Math.ceil(sizeBytes / 256) * 256;
    const scratch = this.#arena.allocate(rounded * this.threads);
    if (this.#scratchBytes > 0) this.#arena.release(this.#scratch);
    this.#scratch = scratch;
    this.#scratchBytes = rounded;
    this.#words[CONTROL.scratch] = scratch;
    this.#words[CONTROL.scratchBytes] = rounded;
  }
}

function taskFailed(got: string, cause: unknown): BackendError {
  return new BackendError({ op: "run", rule: "a kernel must not fail", got, cause });
}
