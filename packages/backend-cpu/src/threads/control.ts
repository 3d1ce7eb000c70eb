/**
 * @file The control words: the few shared 32-bit words by which the caller and its workers agree. Word numbers count from
 * the start of the control block; words that different threads write at the same time lie on different cache lines.
 *
 * The gate decides who is inside a task. It holds how many workers are in, whether more may enter, and whether the
 * caller sleeps until the last one is out. A worker adds itself first and looks whether the gate was open then; if not, it
 * leaves again. So once the caller has closed the gate and the count is 0, nobody reads the task, and a worker that wakes
 * up late, or has not even started, holds nobody up.
 */
import type { COMMAND } from "./command.ts";
import type { TASK } from "./task-list.ts";

export const CONTROL = {
  /** Bit OPEN, bit WAITING, and the number of workers inside. */
  gate: 0,
  /** Number of the task that the gate was last opened for: a worker enters each one once. */
  phase: 1,
  /** Messages posted to every worker so far. A worker that has seen fewer returns to its event loop. */
  posted: 2,
  /** Not 0 once the workers shall end. */
  stop: 3,
  /** The task: module, argument pointer, number of programs, programs taken at a time. */
  module: 4,
  args: 5,
  programs: 6,
  chunk: 7,
  /** Scratch memory: where that of thread 0 starts, and the distance to the next one's, in bytes. */
  scratch: 8,
  scratchBytes: 9,
  /** The first program that nobody has taken yet. */
  next: 16,
  /** Sleeping workers wait for this to change. */
  wake: 32,
  /** Not 0 if some worker may sleep. */
  isSleeping: 48,
  /** Not 0 while tasks follow one another so closely that a worker had better stay awake (`SPIN`). */
  isHurried: 49,
  /** 0, or 1 + the number of characters of the first error in a worker. */
  error: 64,
  errorText: 65,
  errorCharacters: 200,
  words: 272,
} as const;

/** Bits of the gate. */
export const GATE = { open: 1 << 30, waiting: 1 << 29, count: 0xffff } as const;

/** For how long threads spin before they sleep, in ms. */
export interface Spin {
  readonly shortMs: number;
  readonly longMs: number;
  readonly joinMs: number;
}

/**
 * Workers spin for `shortMs`; for `longMs` once one had to be woken up although the task before had ended less than that ago, and
 * until one is woken up later than that. So a core is kept busy in vain for at most a millisecond after the last task, and
 * between tasks that follow one another within one, as steps of training do. A caller that waits for workers spins for `joinMs` first. Waking up
 * takes 20 to 70 µs, and at times milliseconds (`docs/internals/cpu.md`).
 */
export const SPIN: Spin = { shortMs: 0.05, longMs: 1, joinMs: 2 };

/** What a worker gets first. */
export interface StartMessage {
  readonly kind: "start";
  readonly memory: WebAssembly.Memory;
  /** Byte address of the control block. */
  readonly controlPointer: number;
  /** Number of the thread; the caller is thread 0. */
  readonly thread: number;
  /** Messages posted before this one. */
  readonly posted: number;
  readonly modules: readonly AddMessage[];
  readonly control: typeof CONTROL;
  readonly gate: typeof GATE;
  readonly spin: Spin;
}

export interface AddMessage {
  readonly kind: "add";
  readonly id: number;
  readonly module: WebAssembly.Module;
}

export interface RemoveMessage {
  readonly kind: "remove";
  readonly id: number;
}

export type WorkerMessage = StartMessage | AddMessage | RemoveMessage;

/** What the coordinator gets first (`coordinator-main.ts`). */
export interface CoordinateMessage {
  readonly kind: "coordinate";
  readonly memory: WebAssembly.Memory;
  readonly controlPointer: number;
  readonly control: typeof CONTROL;
  readonly gate: typeof GATE;
  readonly task: typeof TASK;
  readonly command: typeof COMMAND;
  readonly spin: Spin;
}

export interface CommandMessage {
  readonly kind: "command";
  readonly words: Int32Array<ArrayBuffer>;
}

export type CoordinatorMessage = CoordinateMessage | CommandMessage | AddMessage | RemoveMessage;

/** What a module exports as `run`: programs `begin` to `end` − 1 of one task. Pointers are bit patterns of addresses. */
export type RunFunction = (args: number, scratch: number, begin: number, end: number) => void;
