/**
 * @file What a worker runs. It is sent to workers as text, so `workerMain` refers to nothing outside itself but globals
 * (types vanish), and the numbers it needs come in the first message. Its functions are methods, because bundlers that
 * keep names wrap other functions in calls of a helper, which the worker would lack.
 */
import type { CoordinateMessage, RunFunction, StartMessage, WorkerMessage } from "./control.ts";
import { type CoordinatorPort, coordinatorMain } from "./coordinator-main.ts";
import { makeFork } from "./fork.ts";
import { linkModule } from "./link-module.ts";

interface Port {
  onmessage: ((event: { readonly data: WorkerMessage | CoordinateMessage }) => void) | null;
  postMessage(message: unknown): void;
}

/** The program of a worker, as a classic script. It is what a `workerUrl` has to serve. */
export function workerSource(): string {
  return `(${workerMain.toString()})(${coordinatorMain.toString()}, ${makeFork.toString()}, ${linkModule.toString()});\n`;
}

/**
 * Becomes the coordinator if the first message says so; else waits for a start message, then takes part in tasks until told
 * to stop. It blocks its thread; messages reach it because it goes back to its event loop whenever more were posted than it
 * has seen.
 */
function workerMain(coordinate: typeof coordinatorMain, forkOf: typeof makeFork, link: typeof linkModule): void {
  const worker = {
    runs: [] as (RunFunction | undefined)[],
    words: new Int32Array(new SharedArrayBuffer(0)),
    /** Messages seen, and the task last entered. */
    received: 0,
    lastPhase: 0,

    /** Leaves the text of the first error where the caller finds it. */
    report(error: unknown, { control }: StartMessage): void {
      const { words } = this;
      if (Atomics.compareExchange(words, control.error, 0, 1) !== 0) return;
      const text = String(error).slice(0, control.errorCharacters);
      for (let i = 0; i < text.length; i++) words[control.errorText + i] = text.charCodeAt(i);
      Atomics.store(words, control.error, 1 + text.length);
    },

    takePart({ control, thread }: StartMessage): void {
      const { words } = this;
      const run = this.runs[words[control.module] as number];
      if (run === undefined) return;
      const args = words[control.args] as number;
      const programs = words[control.programs] as number;
      const chunk = words[control.chunk] as number;
      const scratch = ((words[control.scratch] as number) + thread * (words[control.scratchBytes] as number)) | 0;
      for (;;) {
        const begin = Atomics.add(words, control.next, chunk);
        if (begin >= programs) return;
        run(args, scratch, begin, Math.min(begin + chunk, programs));
      }
    },

    /** Enters the gate if it is open for a new task. */
    tryTask(setup: StartMessage): boolean {
      const { words } = this;
      const { control, gate } = setup;
      if ((Atomics.load(words, control.gate) & gate.open) === 0) return false;
      if (Atomics.load(words, control.phase) === this.lastPhase) return false;
      if ((Atomics.add(words, control.gate, 1) & gate.open) !== 0) {
        this.lastPhase = Atomics.load(words, control.phase);
        try {
          this.takePart(setup);
        } catch (error) {
          this.report(error, setup);
          Atomics.store(words, control.next, words[control.programs] as number);
        }
      }
      const before = Atomics.sub(words, control.gate, 1);
      if ((before & gate.count) === 1 && (before & gate.waiting) !== 0) Atomics.notify(words, control.gate);
      return true;
    },

    /** False when a message waits, or all is over. A message may be seen before it is counted. */
    shallStay({ control }: StartMessage): boolean {
      const { words } = this;
      return (
        ((Atomics.load(words, control.posted) - this.received) | 0) <= 0 && Atomics.load(words, control.stop) === 0
      );
    },

    /** When to sleep, if no task comes. */
    deadline({ control, spin }: StartMessage): number {
      return performance.now() + (Atomics.load(this.words, control.isHurried) === 0 ? spin.shortMs : spin.longMs);
    },

    /** Spins for a while after each task, then sleeps until woken up. */
    serve(setup: StartMessage): void {
      const { words } = this;
      const { control } = setup;
      let spins = 0;
      let deadline = this.deadline(setup);
      while (this.shallStay(setup)) {
        if (this.tryTask(setup)) {
          deadline = this.deadline(setup);
        } else if ((++spins & 63) === 0 && performance.now() > deadline) {
          const seen = Atomics.load(words, control.wake);
          Atomics.store(words, control.isSleeping, 1);
          if (this.shallStay(setup) && !this.tryTask(setup)) Atomics.wait(words, control.wake, seen);
          deadline = this.deadline(setup);
        }
      }
    },
  };

  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  const port = (threads?.parentPort ?? globalThis) as unknown as Port;
  let start: StartMessage | undefined;
  port.onmessage = ({ data }) => {
    if (data.kind === "coordinate") {
      coordinate(data, port as unknown as CoordinatorPort, forkOf, link);
    } else if (data.kind === "start") {
      start = data;
      const { buffer } = data.memory as { readonly buffer: ArrayBufferLike };
      worker.words = new Int32Array(buffer as SharedArrayBuffer, data.controlPointer, data.control.words);
      worker.received = data.posted;
      for (const message of data.modules) link(message, data.memory, worker.runs);
      port.postMessage("ready");
    } else {
      worker.received = (worker.received + 1) | 0;
      if (data.kind === "remove") worker.runs[data.id] = undefined;
      else if (start !== undefined) link(data, start.memory, worker.runs);
    }
    if (start !== undefined) worker.serve(start);
  };
}
