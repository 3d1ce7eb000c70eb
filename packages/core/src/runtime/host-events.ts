/**
 * @file Notes what the host does during a profile. Only then: methods of the session and its queue are covered by versions
 * that look at the clock, so that programs without a profile neither pay for it nor load it.
 */
import { nowMs } from "./clock.ts";
import { cover } from "./cover.ts";
import type { HostEvent } from "./profile.ts";
import type { Queue } from "./queue.ts";
import type { Session } from "./session.ts";

type Name = HostEvent["name"];

export class HostEvents {
  readonly #events: HostEvent[] = [];
  readonly #beginMs: number;
  /** When the host was last known to do something else than to build graphs. */
  #markMs: number;
  readonly #undo: readonly (() => void)[];

  constructor(session: Session, queue: Queue, beginMs: number) {
    this.#beginMs = beginMs;
    this.#markMs = beginMs;
    const { plans, kernels, backend } = session;
    this.#undo = [
      cover(queue, "push", queue.push, (run) => {
        this.note("graph", this.#markMs, nowMs());
        run();
      }),
      cover(plans, "planFor", plans.planFor, (run) => this.during("plan", run)),
      cover(kernels, "compile", kernels.compile, (run) => this.#until("compile", run())),
      cover(backend, "download", backend.download, (run) => this.#until("read", run())),
    ];
  }

  /** In the order in which they began. */
  get events(): readonly HostEvent[] {
    return [...this.#events].sort((a, b) => a.startMs - b.startMs);
  }

  note(name: Name, startMs: number, endMs: number): void {
    this.#events.push({ name, startMs: startMs - this.#beginMs, elapsedMs: endMs - startMs });
    // A graph may be planned before it is flushed, and kernels are compiled beside all else.
    if (name !== "plan" && name !== "compile") this.#markMs = endMs;
  }

  during<T>(name: Name, run: () => T): T {
    const startMs = nowMs();
    try {
      return run();
    } finally {
      this.note(name, startMs, nowMs());
    }
  }

  /** Leaves everything as it was. */
  stop(): void {
    for (const undo of this.#undo) undo();
  }

  async #until<T>(name: Name, result: Promise<T>): Promise<T> {
    const startMs = nowMs();
    try {
      return await result;
    } finally {
      this.note(name, startMs, nowMs());
    }
  }
}
