/**
 * @file Fork and join, from the side of the thread that hands out tasks: the caller, or the worker that stands in for a
 * page. `makeFork` is sent to workers as text, too, so it refers to nothing outside itself but globals, and its functions
 * are methods (see `worker-main.ts`).
 */
import type { CONTROL, GATE, RunFunction, Spin } from "./control.ts";

export interface ForkSetup {
  readonly words: Int32Array<ArrayBufferLike>;
  readonly control: typeof CONTROL;
  readonly gate: typeof GATE;
  readonly spin: Spin;
}

export interface Fork {
  /** Wakes the workers that sleep. */
  wake(): void;
  /**
   * Runs the programs of one task, which the control words describe, on this thread and on all workers that come.
   * The text of the first error of a worker, if any.
   * @throws what a program throws on this thread, once all have stopped.
   */
  run(run: RunFunction, shallWake: boolean): string | undefined;
}

/** What hands out tasks by these control words. One thread at a time may. */
export function makeFork({ words, control, gate, spin }: ForkSetup): Fork {
  const fork = {
    /** When the last task ended. */
    endMs: Number.NEGATIVE_INFINITY,

    /** The flag is lowered first: who sets it afterwards looks at the gate again. */
    wake(): void {
      if (Atomics.load(words, control.isSleeping) === 0) return;
      Atomics.store(words, control.isHurried, performance.now() - this.endMs < spin.longMs ? 1 : 0);
      Atomics.store(words, control.isSleeping, 0);
      Atomics.add(words, control.wake, 1);
      Atomics.notify(words, control.wake);
    },

    run(run: RunFunction, shallWake: boolean): string | undefined {
      const args = words[control.args] as number;
      const programs = words[control.programs] as number;
      const chunk = words[control.chunk] as number;
      const scratch = words[control.scratch] as number;
      Atomics.store(words, control.next, 0);
      Atomics.add(words, control.phase, 1);
      Atomics.or(words, control.gate, gate.open);
      if (shallWake) this.wake();
      let workerError: string | undefined;
      try {
        for (;;) {
          const begin = Atomics.add(words, control.next, chunk);
          if (begin >= programs) break;
          run(args, scratch, begin, Math.min(begin + chunk, programs));
        }
      } finally {
        Atomics.store(words, control.next, programs);
        workerError = this.close();
      }
      return workerError;
    },

    /** Lets no more workers in and waits until all are out. */
    close(): string | undefined {
      Atomics.and(words, control.gate, ~gate.open);
      if ((Atomics.load(words, control.gate) & gate.count) !== 0) this.awaitWorkers();
      this.endMs = performance.now();
      return Atomics.load(words, control.error) === 0 ? undefined : this.takeError();
    },

    awaitWorkers(): void {
      const deadline = performance.now() + spin.joinMs;
      for (let spins = 1; (spins & 63) !== 0 || performance.now() < deadline; spins++)
        if ((Atomics.load(words, control.gate) & gate.count) === 0) return;
      Atomics.or(words, control.gate, gate.waiting);
      for (;;) {
        const state = Atomics.load(words, control.gate);
        if ((state & gate.count) === 0) break;
        Atomics.wait(words as Int32Array<SharedArrayBuffer>, control.gate, state);
      }
      Atomics.and(words, control.gate, ~gate.waiting);
    },

    takeError(): string {
      const length = (words[control.error] as number) - 1;
      const text = String.fromCharCode(...words.subarray(control.errorText, control.errorText + length));
      Atomics.store(words, control.error, 0);
      return text;
    },
  };
  return fork;
}
