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
 * A module exports `run(args, scratch, begin, end)`, all i32, and imports the arena's memory under any name. A
 * function that it imports from "run" is that of the registered module whose number is the name. If it imports
 * other functions, they are given to `register`, and its tasks run on the caller alone, since functions cannot be sent to
 * workers. Threads take `chunk` programs at a time off a shared counter, so no result may depend on who runs a program;
 * `scratch` is memory of the thread's own, of the most bytes that any list asked for.
 *
 * `run` is synchronous. Workers start at the first parallel task once `load` has fetched their code, and compiled modules are posted to them, so no module is
 * compiled twice. A worker blocks its event loop in `Atomics.wait`; a counter of posted messages sends it back there. A
 * worker that is asleep, or has not started, holds nobody up: it joins when it can, and the caller does the rest. One
 * thread is all there is without shared memory. The thread of a page, which must not block, does not call `run`: what it
 * does instead is in `run-mode.ts`.
 */
import { BackendError } from "@adjoint/core";
import type { Arena } from "../arena.ts";
import { type AddMessage, CONTROL, GATE, type RemoveMessage, type RunFunction, SPIN } from "./control.ts";
import { canUseWorkers, type RunMode, runModeHere } from "./run-mode.ts";
import { encodeTaskList, TASK, type Task, type TaskList } from "./task-list.ts";
import type { Team } from "./team.ts";
import { defaultThreadCount } from "./thread-count.ts";

export interface ExecutorOptions {
  /** Threads that run tasks, the caller included; by default as many as the machine has, up to 8. */
  readonly threads?: number | undefined;
  /** Where the workers' script is served, if the built-in one is forbidden. */
  readonly workerUrl?: string | undefined;
  /** How plans run; by default, as the platform takes it. */
  readonly mode?: RunMode | undefined;
  /** Gives memory back, once nothing that was submitted uses it; at once by default. */
  readonly release?: ((pointer: number) => void) | undefined;
}

/** Scratch memory: where that of thread 0 starts, and the distance to the next one's. */
export interface Scratch {
  readonly pointer: number;
  readonly sizeBytes: number;
}

/** Functions that a module imports, by module and name. */
export type FunctionImports = Readonly<Record<string, Readonly<Record<string, (...args: number[]) => number>>>>;

interface Registered {
  readonly run: RunFunction;
  /** What workers get; undefined if only the caller can run it. */
  readonly message: AddMessage | undefined;
  /** Modules that it calls. */
  readonly links: readonly number[];
}

export class Executor {
  readonly threads: number;
  readonly mode: RunMode;
  readonly #arena: Arena;
  readonly #release: (pointer: number) => void;
  readonly #modules: (Registered | undefined)[] = [];
  readonly workerUrl: string | undefined;
  #team: Team | undefined;
  #loading: Promise<void> | undefined;
  readonly #controlPointer: number;
  readonly #words: Int32Array<ArrayBufferLike>;
  #scratch: Scratch = { pointer: 0, sizeBytes: 0 };
  /** Who is told of modules that come and go. */
  #follower: ((message: AddMessage | RemoveMessage) => void) | undefined;
  #isDisposed = false;

  constructor(arena: Arena, options: ExecutorOptions = {}) {
    this.#arena = arena;
    this.mode = options.mode ?? runModeHere();
    this.#release = options.release ?? ((pointer) => arena.release(pointer));
    const wanted = Math.max(1, Math.min(64, Math.floor(options.threads ?? defaultThreadCount())));
    this.threads = arena.isShared && canUseWorkers(this.mode) ? wanted : 1;
    const controlPointer = arena.allocate(CONTROL.words * 4);
    this.#controlPointer = controlPointer;
    this.#words = new Int32Array(arena.memory.buffer, controlPointer, CONTROL.words).fill(0);
    this.workerUrl = options.workerUrl;
  }

  /** Loads what starts workers, where there can be any. Until then the caller runs all tasks alone. */
  async load(): Promise<void> {
    if (this.threads === 1) return;
    this.#loading ??= import("./team.ts").then(({ Team }) => {
      const [memory, controlPointer] = [this.#arena.memory, this.#controlPointer];
      const setup = { memory, controlPointer, control: CONTROL, gate: GATE, spin: SPIN };
      this.#team = new Team(this.threads - 1, this.#words, setup, this.workerUrl);
    });
    await this.#loading;
  }

  /** Makes a module known to all threads, and gives the number that tasks name it by. */
  register(module: WebAssembly.Module, functions: FunctionImports = {}): number {
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const [from, named] of Object.entries(functions)) imports[from] = { ...named };
    let canShare = true;
    const links: number[] = [];
    for (const { kind, module: from, name } of WebAssembly.Module.imports(module)) {
      if (kind === "memory") imports[from] = { ...imports[from], [name]: this.#arena.memory };
      else if (from === "run") {
        const linked = this.#modules[Number(name)];
        if (linked === undefined) throw new BackendError({ op: "register", rule: "linked modules must be registered" });
        imports[from] = { ...imports[from], [name]: linked.run };
        links.push(Number(name));
        canShare &&= linked.message !== undefined;
      } else canShare = false;
    }
    const run = new WebAssembly.Instance(module, imports).exports["run"] as RunFunction;
    const id = this.#modules.length;
    const message: AddMessage | undefined = canShare ? { kind: "add", id, module } : undefined;
    this.#modules.push({ run, message, links });
    if (message !== undefined) this.#tell(message);
    return id;
  }

  /** Forgets a module, and those that call it. Lists that name them can no longer run. */
  unregister(id: number): void {
    this.#modules.forEach((entry, caller) => {
      if (entry?.links.includes(id)) this.unregister(caller);
    });
    if (this.#modules[id]?.message !== undefined) this.#tell({ kind: "remove", id });
    this.#modules[id] = undefined;
  }

  /** Sends the modules that there are, and from now on all that come and go, to one thread more. */
  follow(follower: (message: AddMessage | RemoveMessage) => void): void {
    for (const entry of this.#modules) if (entry?.message !== undefined) follower(entry.message);
    this.#follower = follower;
  }

  /** Whether another thread can run a module. */
  canShare(id: number): boolean {
    return this.#modules[id]?.message !== undefined;
  }

  /**
   * Prepares tasks to be run in this order, and scratch memory for them.
   * @throws {BackendError} if there is no memory left, or a number of programs is out of range.
   */
  encodeTasks(tasks: readonly Task[]): TaskList {
    const scratchBytes = Math.max(0, ...tasks.map((task) => task.scratchBytes ?? 0));
    this.#reserveScratch(scratchBytes);
    return encodeTaskList(tasks, { threads: this.threads, canShare: (id) => this.canShare(id) });
  }

  /**
   * Runs tasks to their end.
   * @throws {BackendError} with the trap as its cause or text, if a program fails; tasks behind it are not run.
   */
  run(list: TaskList): void {
    if (this.#isDisposed) throw new BackendError({ op: "run", rule: "a disposed executor runs nothing" });
    const { words } = list;
    if (list.shallWake) this.muster();
    for (let at = 0; at < words.length; at += TASK.words) {
      const module = words[at + TASK.module] ?? -1;
      if (words[at + TASK.isParallel] !== 0 && this.#team !== undefined)
        this.#team.run(this.#runOf(module), list, at, this.#scratch);
      else this.runPart(module, words[at + TASK.args] ?? 0, this.#scratch.pointer, 0, words[at + TASK.programs] ?? 0);
    }
  }

  /** Runs some programs of a task on this thread. @throws {BackendError} as `run` does. */
  runPart(module: number, args: number, scratch: number, begin: number, end: number): void {
    const run = this.#runOf(module);
    try {
      run(args, scratch, begin, end);
    } catch (error) {
      throw taskFailed(String(error), error);
    }
  }

  /** Starts the workers at the first call, and wakes them up. */
  muster(): void {
    this.#team?.muster(this.#modules);
  }

  /** Where the tasks encoded so far find scratch memory. */
  get scratch(): Scratch {
    return this.#scratch;
  }

  /** Address of the control words. */
  get controlPointer(): number {
    return this.#controlPointer;
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
    if (this.#scratch.sizeBytes > 0) this.#arena.release(this.#scratch.pointer);
    this.#modules.length = 0;
  }

  #runOf(module: number): RunFunction {
    const run = this.#modules[module]?.run;
    if (run === undefined) throw new BackendError({ op: "run", rule: "a task's module must be registered" });
    return run;
  }

  #tell(message: AddMessage | RemoveMessage): void {
    this.#team?.post(message);
    this.#follower?.(message);
  }

  /** Gives every thread at least this much scratch memory. */
  #reserveScratch(sizeBytes: number): void {
    if (sizeBytes <= this.#scratch.sizeBytes) return;
    const rounded = Math.ceil(sizeBytes / 256) * 256;
    const pointer = this.#arena.allocate(rounded * this.threads);
    if (this.#scratch.sizeBytes > 0) this.#release(this.#scratch.pointer);
    this.#scratch = { pointer, sizeBytes: rounded };
  }
}

/** The error for a task that failed. */
export function taskFailed(got: string, cause: unknown): BackendError {
  return new BackendError({ op: "run", rule: "a kernel must not fail", got, cause });
}
