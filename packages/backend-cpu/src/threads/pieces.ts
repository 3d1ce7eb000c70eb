/** @file A command in pieces of about two milliseconds, for a thread that has other things to do in between. */
import type { Arena } from "../arena.ts";
import { COMMAND } from "./command.ts";
import type { Executor } from "./executor.ts";
import { TASK } from "./task-list.ts";

const PIECE_MS = 2;
/** Tasks that take no longer than this together are run without a word. */
const UNASKED_MS = PIECE_MS / 4;
/** Bytes that are copied at once: about two milliseconds. */
const COPY_BYTES = 8 << 20;
/** How much longer a piece may be than the one before, while nothing is known of a kernel's speed. */
const GROWTH = 4;
/** Tasks whose speed is remembered. */
const KEPT = 4096;

/** Programs to a piece, and about how long it takes. */
interface Length {
  readonly programs: number;
  readonly ms: number;
}

const UNKNOWN: Length = { programs: 1, ms: PIECE_MS };

export class Pieces {
  readonly #arena: Arena;
  readonly #executor: Executor;
  /** By the address of a task's arguments. */
  readonly #lengths = new Map<number, Length>();
  /** Time used since who runs the pieces was asked. */
  #unaskedMs = 0;

  constructor(arena: Arena, executor: Executor) {
    this.#arena = arena;
    this.#executor = executor;
  }

  /**
   * Runs a command, a piece for each call of `next`, which tells about how many milliseconds the piece that comes will take.
   * @throws {BackendError} if a kernel fails.
   */
  *of(words: Int32Array): Generator<number, void> {
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

  *#task(task: Int32Array, scratch: number): Generator<number, void> {
    const [module = 0, args = 0] = [task[TASK.module], task[TASK.args]];
    const programs = task[TASK.programs] ?? 0;
    let length = this.#lengths.get(args) ?? UNKNOWN;
    for (let begin = 0; begin < programs; ) {
      if (begin > 0 || this.#unaskedMs + length.ms > UNASKED_MS) {
        yield length.ms;
        this.#unaskedMs = 0;
      }
      const end = Math.min(programs, begin + length.programs);
      const startMs = performance.now();
      this.#executor.runPart(module, args, scratch, begin, end);
      const elapsedMs = Math.max(performance.now() - startMs, 0.01);
      this.#unaskedMs += elapsedMs;
      length = nextLength(length.programs, elapsedMs / (end - begin));
      begin = end;
    }
    if (this.#lengths.size >= KEPT) this.#lengths.clear();
    this.#lengths.set(args, { ...length, ms: Math.min(length.ms, (length.ms / length.programs) * programs) });
  }

  *#copy(from: number, to: number, sizeBytes: number): Generator<number, void> {
    const { u8 } = this.#arena.views;
    for (let done = 0; done < sizeBytes; done += COPY_BYTES) {
      const bytes = Math.min(COPY_BYTES, sizeBytes - done);
      if (done > 0) yield PIECE_MS;
      u8.copyWithin(to + done, from + done, from + done + bytes);
    }
  }
}

/** After a piece of so many programs that took so long each. */
function nextLength(programs: number, eachMs: number): Length {
  const count = Math.max(1, Math.floor(Math.min(programs * GROWTH, PIECE_MS / eachMs)));
  return { programs: count, ms: count * eachMs };
}
