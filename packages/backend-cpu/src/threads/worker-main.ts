/**
 * @file What a worker runs. It is sent to workers as text, so `workerMain` refers to nothing outside itself but globals
 * (types vanish), and the numbers it needs come in the first message.
 */
import type { AddMessage, RunFunction, StartMessage, WorkerMessage } from "./control.ts";

interface Port {
  onmessage: ((event: { readonly data: WorkerMessage }) => void) | null;
  postMessage(message: unknown): void;
}

/** The program of a worker, as a classic script. It is what a `workerUrl` has to serve. */
export function workerSource(): string {
  // A bundler that keeps function names wraps them in calls of this helper.
  return `const __name = (f) => f;\n(${workerMain.toString()})();\n`;
}

/**
 * Waits for a start message, then takes part in tasks until told to stop. It blocks its thread; messages reach it because it
 * goes back to its event loop whenever more were posted than it has seen.
 */
function workerMain(): void {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  const port = (threads?.parentPort ?? globalThis) as unknown as Port;
  const runs: (RunFunction | undefined)[] = [];
  let start: StartMessage | undefined;
  let words = new Int32Array(0);
  let received = 0;
  let lastPhase = 0;

  function add({ id, module }: AddMessage, memory: WebAssembly.Memory): void {
    const imports: Record<string, Record<string, WebAssembly.Memory>> = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) imports[from] = { [name]: memory };
    runs[id] = new WebAssembly.Instance(module, imports).exports["run"] as RunFunction;
  }

  function report(error: unknown, { control }: StartMessage): void {
    if (Atomics.compareExchange(words, control.error, 0, 1) !== 0) return;
    const text = String(error).slice(0, control.errorCharacters);
    for (let i = 0; i < text.length; i++) words[control.errorText + i] = text.charCodeAt(i);
    Atomics.store(words, control.error, 1 + text.length);
  }

  function takePart({ control, thread }: StartMessage): void {
    const run = runs[words[control.module] as number];
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
  }

  /** Enters the gate if it is open for a new task. */
  function tryTask(setup: StartMessage): boolean {
    const { control, gate } = setup;
    if ((Atomics.load(words, control.gate) & gate.open) === 0) return false;
    if (Atomics.load(words, control.phase) === lastPhase) return false;
    if ((Atomics.add(words, control.gate, 1) & gate.open) !== 0) {
      lastPhase = Atomics.load(words, control.phase);
      try {
        takePart(setup);
      } catch (error) {
        report(error, setup);
        Atomics.store(words, control.next, words[control.programs] as number);
      }
    }
    const before = Atomics.sub(words, control.gate, 1);
    if ((before & gate.count) === 1 && (before & gate.waiting) !== 0) Atomics.notify(words, control.gate);
    return true;
  }

  /** False when a message waits, or all is over. A message may be seen before it is counted. */
  function shallStay({ control }: StartMessage): boolean {
    return ((Atomics.load(words, control.posted) - received) | 0) <= 0 && Atomics.load(words, control.stop) === 0;
  }

  function serve(setup: StartMessage): void {
    const { control, spinMs } = setup;
    let spins = 0;
    let deadline = performance.now() + spinMs;
    while (shallStay(setup)) {
      if (tryTask(setup)) {
        deadline = performance.now() + spinMs;
      } else if ((++spins & 63) === 0 && performance.now() > deadline) {
        const seen = Atomics.load(words, control.wake);
        Atomics.store(words, control.isSleeping, 1);
        if (shallStay(setup) && !tryTask(setup)) Atomics.wait(words, control.wake, seen);
        deadline = performance.now() + spinMs;
      }
    }
  }

  port.onmessage = ({ data }) => {
    if (data.kind === "start") {
      start = data;
      words = new Int32Array(data.memory.buffer, data.controlPointer, data.control.words) as typeof words;
      received = data.posted;
      for (const message of data.modules) add(message, data.memory);
      port.postMessage("ready");
    } else {
      received = (received + 1) | 0;
      if (data.kind === "remove") runs[data.id] = undefined;
      else if (start !== undefined) add(data, start.memory);
    }
    if (start !== undefined) serve(start);
  };
}
