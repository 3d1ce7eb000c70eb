/**
 * @file What the other threads run. It is sent to them as text, so it refers to nothing outside itself; what it needs comes in
 * the first message.
 */

/** Where in the shared words what is said stands. */
export const words = {
  /** Counted up when there is something to do. Workers sleep on it. */
  task: 0,
  /** How many workers are done with it. */
  done: 1,
  /** Which function, by its place in the table that workers are given. */
  call: 2,
  /** Its arguments, all whole numbers. */
  arguments: 3,
  count: 8,
} as const;

export interface StartMessage {
  readonly module: WebAssembly.Module;
  readonly control: SharedArrayBuffer;
  readonly words: typeof words;
  /** The functions that can be called, each with how many arguments come from the task and which follow them. */
  readonly calls: readonly Call[];
}

/** A function of the module, or growing its memory to at least so many bytes and writing it all, as `Loops.reserve`. */
export type Call =
  | { readonly kind: "export"; readonly name: string; readonly taken: number; readonly fixed: readonly number[] }
  | { readonly kind: "reserve" };

interface Port {
  onmessage: ((event: { readonly data: StartMessage }) => void) | null;
  postMessage(message: unknown): void;
}

/** A worker's program, as a classic script. */
export function workerSource(): string {
  return `(${workerMain.toString()})();\n`;
}

function workerMain(): void {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  const port = (threads?.parentPort ?? globalThis) as unknown as Port;
  port.onmessage = ({ data: { module, control, words, calls } }) => {
    const shared = new Int32Array(control);
    const { exports } = new WebAssembly.Instance(module);
    const memory = exports["memory"] as WebAssembly.Memory;
    port.postMessage("ready");
    // It ends when it is terminated.
    for (let seen = 0; ; ) {
      Atomics.wait(shared, words.task, seen);
      seen = Atomics.load(shared, words.task);
      const call = calls[Atomics.load(shared, words.call)];
      const given = shared.subarray(words.arguments);
      if (call?.kind === "reserve") {
        const missing = (given[0] as number) - memory.buffer.byteLength;
        if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
        new Uint8Array(memory.buffer).fill(1);
      } else if (call !== undefined) {
        (exports[call.name] as (...values: number[]) => unknown)(...given.subarray(0, call.taken), ...call.fixed);
      }
      Atomics.add(shared, words.done, 1);
    }
  };
}
