/**
 * @file What the coordinator runs: the worker that stands in for the thread of a page, which must not wait. It runs commands
 * in the order in which they are posted, with workers of its own, and answers each. It is sent as text and keeps the rules
 * of `worker-main.ts`.
 */
import type { CoordinateMessage, CoordinatorMessage, RunFunction } from "./control.ts";
import type { Fork, makeFork } from "./fork.ts";
import type { linkModule } from "./link-module.ts";

export interface CoordinatorPort {
  onmessage: ((event: { readonly data: CoordinatorMessage }) => void) | null;
  postMessage(message: unknown): void;
}

/** What is said of each command at its end: the text of its error, if it has one. */
export interface CommandReply {
  readonly error?: string;
}

/** Takes the messages of a port from now on. */
export function coordinatorMain(
  setup: CoordinateMessage,
  port: CoordinatorPort,
  forkOf: typeof makeFork,
  link: typeof linkModule,
): void {
  const { memory, control, gate, task, command, spin } = setup;
  const { buffer } = memory as { readonly buffer: ArrayBufferLike };
  const words = new Int32Array(buffer, setup.controlPointer, control.words);
  const coordinator = {
    fork: forkOf({ words, control, gate, spin }) as Fork,
    runs: [] as (RunFunction | undefined)[],
    memoryWords: new Int32Array(buffer),
    bytes: new Uint8Array(buffer),

    /** Views of the memory as it is now: the page may have grown it. */
    refresh(): void {
      memory.grow(0);
      const { buffer: grown } = memory as { readonly buffer: ArrayBufferLike };
      if (grown.byteLength === this.bytes.byteLength) return;
      this.memoryWords = new Int32Array(grown);
      this.bytes = new Uint8Array(grown);
    },

    execute(list: Int32Array): void {
      this.refresh();
      words[control.scratch] = list[command.scratch] as number;
      words[control.scratchBytes] = list[command.scratchBytes] as number;
      let at: number = command.patches;
      for (let left = list[command.patchCount] as number; left > 0; left--, at += 2)
        this.memoryWords[list[at] as number] = list[at + 1] as number;
      while (at < list.length) {
        if (list[at] === command.copy) {
          const from = (list[at + 1] as number) >>> 0;
          this.bytes.copyWithin((list[at + 2] as number) >>> 0, from, from + ((list[at + 3] as number) >>> 0));
          at += 4;
        } else {
          const end = at + 3 + (list[at + 2] as number);
          const shallWake = list[at + 1] !== 0;
          for (at += 3; at < end; at += task.words) this.runTask(list, at, shallWake);
        }
      }
    },

    runTask(list: Int32Array, at: number, shallWake: boolean): void {
      const run = this.runs[list[at + task.module] as number];
      if (run === undefined) throw new Error("a task's module must be registered");
      const args = list[at + task.args] as number;
      const programs = list[at + task.programs] as number;
      if (list[at + task.isParallel] === 0) {
        run(args, words[control.scratch] as number, 0, programs);
        return;
      }
      words[control.module] = list[at + task.module] as number;
      words[control.args] = args;
      words[control.programs] = programs;
      words[control.chunk] = list[at + task.chunk] as number;
      const error = this.fork.run(run, shallWake);
      if (error !== undefined) throw new Error(error);
    },

    receive(message: CoordinatorMessage): void {
      if (message.kind === "add") link(message, memory, this.runs);
      else if (message.kind === "remove") this.runs[message.id] = undefined;
      else if (message.kind === "command") {
        try {
          this.execute(message.words);
          port.postMessage({});
        } catch (error) {
          port.postMessage({ error: String(error) });
        }
      }
    },
  };
  port.onmessage = ({ data }) => coordinator.receive(data);
  port.postMessage("ready");
}
