/**
 * @file Waiting for the device in Node without burning a core. Dawn's binding has no thread of its own to wait with:
 * while a promise is pending it asks for events in every turn of the event loop, through the global `setImmediate`. During
 * Dawn's own calls, and no longer, that name stands for a version of ours, which lets more and more time pass between
 * two questions.
 */

/** Runs calls that start to wait for the device. */
export interface Waiting {
  call<T>(f: () => T): T;
}

/** How the next question is put off. */
export type Pause =
  /** Until the next turn of the event loop. */
  | { readonly kind: "turn" }
  /** By sleeping on the spot. Timers know no parts of milliseconds. */
  | { readonly kind: "sleep"; readonly ms: number }
  /** By a timer; the event loop rests meanwhile. */
  | { readonly kind: "timer"; readonly ms: number };

/** Short waits are not worth a pause: a read of idle memory takes less. */
const EAGER_MS = 0.1;
/** Pauses are this part of the time waited so far, which bounds what they add to it. */
const PART = 1 / 8;
/** Sleeping holds up the event loop, and is for pauses that nobody notices. */
const LONGEST_SLEEP_MS = 0.25;
const LONGEST_PAUSE_MS = 2;

/** The pause after having waited for `waitedMs`. */
export function pauseAfter(waitedMs: number): Pause {
  if (waitedMs < EAGER_MS) return { kind: "turn" };
  const ms = waitedMs * PART;
  if (ms <= LONGEST_SLEEP_MS) return { kind: "sleep", ms };
  // A timer rounds up, to 1 ms at least.
  return { kind: "timer", ms: Math.min(Math.max(1, Math.floor(ms)), LONGEST_PAUSE_MS) };
}

type Immediate = (callback: () => void) => unknown;
type ImmediateHolder = { setImmediate: Immediate };

/** Waiting where the platform wakes us by itself. */
export const DIRECT: Waiting = { call: (f) => f() };

/** How to wait on this platform for devices of `gpu`. */
export function waitingHere(gpu: GPU): Waiting {
  const { setImmediate } = globalThis as Partial<ImmediateHolder>;
  return typeof setImmediate === "function" ? new PollThrottle(globalThis as unknown as ImmediateHolder, gpu) : DIRECT;
}

export class PollThrottle implements Waiting {
  /** Dawn asks it for events, and does not look whether it still lives: it must, as long as a question is put off. */
  readonly keptAlive: unknown;
  readonly #holder: ImmediateHolder;
  readonly #pauseCell: Int32Array<ArrayBufferLike> | undefined;
  #sinceMs = 0;

  constructor(holder: ImmediateHolder, keptAlive?: unknown) {
    this.#holder = holder;
    this.keptAlive = keptAlive;
    this.#pauseCell = typeof SharedArrayBuffer === "undefined" ? undefined : new Int32Array(new SharedArrayBuffer(4));
  }

  /** Runs a call into Dawn that starts to wait. Each starts with short pauses again. */
  call<T>(f: () => T): T {
    this.#sinceMs = performance.now();
    return this.#substituted(f);
  }

  #substituted<T>(f: () => T): T {
    const holder = this.#holder;
    const { setImmediate } = holder;
    holder.setImmediate = (poll) => this.#putOff(poll, setImmediate);
    try {
      return f();
    } finally {
      holder.setImmediate = setImmediate;
    }
  }

  #putOff(poll: () => void, immediate: Immediate): unknown {
    const pause = pauseAfter(performance.now() - this.#sinceMs);
    // Dawn asks for its next turn from inside `poll`.
    const next = (): void => this.#substituted(poll);
    switch (pause.kind) {
      case "turn":
        return immediate(next);
      case "sleep":
        return immediate(() => {
          this.#sleep(pause.ms);
          next();
        });
      case "timer":
        return setTimeout(next, pause.ms);
      default:
        return pause satisfies never;
    }
  }

  #sleep(ms: number): void {
    if (this.#pauseCell !== undefined) Atomics.wait(this.#pauseCell, 0, 0, ms);
  }
}
