/** @file A command in pieces of about two milliseconds, for a thread that has other things to do in between. */
import type { Arena } from "../arena.ts";
import { COMMAND } from "./command.ts";
import type { Executor } from "./executor.ts";
import { TASK } from "./task-list.ts";

const PIECE_MS = 2;
/** Bytes that are copied at once: about two milliseconds. */
const COPY_BYTES = 8 << 20;
/** How much longer a piece may be than the one before, while nothing is known of a kernel's speed. */
const GROWTH = 4;
/** Tasks whose speed is remembered. */
const KEPT = 4096;

export class Pieces {
  readonly #arena: Arena;
  readonly #executor: Executor;
  /** Programs to a piece, by the address of a task's arguments. */
  readonly #lengths = new Map<number, number>();

  constructor(arena: Arena, executor: Executor) {
    this.#arena = arena;
    this.#executor = executor;
  }

  /** Runs a command, a piece for each call of `next`. @throws {BackendError} if a kernel fails. */
  *of(words: Int32Array): Generator<void, void> {
    const word = (i: number): number => words[i] ?? 0;
    const { i32 } = this.#arena.views;
    let at: number = COMMAND.patches;
    for (let left = word(COMMAND.patchCount); left > 0; left--, at += 2) i32[word(at)] = word(at + 1);
    while (at < words.length) {
      if (word(at) === COMMAND.copy) {
        yield* this.#copy(word(at + 1) >>> 0, word(at + 2) >>> 0, word(at + 3) >>> 0);
        at += 4;
      } else {
        const end = at + 3 + word(at + 2);
        for (at += 3; at < end; at += TASK.words) yield* this.#task(words.subarray(at), word(COMMAND.scratch));
      }
    }
  }

  *#task(task: Int32Array, scratch: number): Generator<void, void> {
    const [module = 0, args = 0] = [task[TASK.module], task[TASK.args]];
    const programs = task[TASK.programs] ?? 0;
    let length = this.#lengths.get(args) ?? 1;
    for (let begin = 0; begin < programs; ) {
      const end = Math.min(programs, begin + length);
      const startMs = performance.now();
      this.#executor.runPart(module, args, scratch, begin, end);
      const elapsedMs = Math.max(performance.now() - startMs, 0.01);
      length = Math.max(1, Math.floor(Math.min(length * GROWTH, ((end - begin) * PIECE_MS) / elapsedMs)));
      begin = end;
      if (begin < programs || elapsedMs > PIECE_MS / 4) yield;
    }
    if (this.#lengths.size >= KEPT) this.#lengths.clear();
    this.#lengths.set(args, length);
  }

  *#copy(from: number, to: number, sizeBytes: number): Generator<void, void> {
    const { u8 } = this.#arena.views;
    for (let done = 0; done < sizeBytes; done += COPY_BYTES) {
      const bytes = Math.min(COPY_BYTES, sizeBytes - done);
      u8.copyWithin(to + done, from + done, from + done + bytes);
      if (done + bytes < sizeBytes) yield;
    }
  }
}
