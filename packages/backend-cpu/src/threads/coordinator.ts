/** @file The coordinator as its page sees it: a worker that runs commands in the page's place. */
import type { Arena } from "../arena.ts";
import { COMMAND } from "./command.ts";
import { CONTROL, type CommandMessage, type CoordinateMessage, GATE, SPIN } from "./control.ts";
import type { CommandReply } from "./coordinator-main.ts";
import type { Executor } from "./executor.ts";
import { spawnWorker, type WorkerHandle } from "./spawn.ts";
import { TASK } from "./task-list.ts";

export interface CoordinatorEvents {
  /** The oldest command that has not ended has: the text of its error, if it has one. */
  readonly onEnd: (error: string | undefined) => void;
  /** It could not start, or has died. */
  readonly onGone: () => void;
}

export class Coordinator {
  /** Whether it takes commands: it has started and lives. */
  isReady = false;
  readonly #worker: WorkerHandle | undefined;
  #keepsAlive = false;

  constructor(arena: Arena, executor: Executor, { onEnd, onGone }: CoordinatorEvents) {
    const { memory } = arena;
    const { controlPointer } = executor;
    try {
      const worker = spawnWorker(executor.workerUrl, {
        onReady: () => {
          this.isReady = true;
        },
        onMessage: ({ error }: CommandReply) => onEnd(error),
        onFailure: () => {
          this.isReady = false;
          onGone();
        },
      });
      this.#worker = worker;
      const parts = { control: CONTROL, gate: GATE, task: TASK, command: COMMAND, spin: SPIN };
      const start: CoordinateMessage = { kind: "coordinate", memory, controlPointer, ...parts };
      worker.postMessage(start);
      executor.follow((message) => worker.postMessage(message));
    } catch {
      // No worker: the page does its work itself.
    }
  }

  post(words: Int32Array<ArrayBuffer>): void {
    this.#worker?.postMessage({ kind: "command", words } satisfies CommandMessage);
  }

  /** Lets the worker keep the process alive, or no longer. */
  setKeepsAlive(keepsAlive: boolean): void {
    if (keepsAlive === this.#keepsAlive) return;
    this.#keepsAlive = keepsAlive;
    this.#worker?.setKeepsAlive(keepsAlive);
  }

  async dispose(): Promise<void> {
    this.isReady = false;
    await this.#worker?.terminate();
  }
}
