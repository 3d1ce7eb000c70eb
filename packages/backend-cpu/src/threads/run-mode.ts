/**
 * @file The ways in which plans run, and which of them a platform takes.
 *
 * | mode          | where                                   | who runs programs                    | `submit` returns              |
 * | ------------- | --------------------------------------- | ------------------------------------ | ----------------------------- |
 * | `joined`      | Node, Deno, Bun; workers of pages       | the caller, and workers if it has any | when the plan has run         |
 * | `coordinated` | pages that can share memory             | a worker in the caller's place, and its own | at once                 |
 * | `sliced`      | all other pages                         | the page, some milliseconds at a time | when a slice of time is used up |
 *
 * The thread of a page must not wait, and should not compute for longer than a frame. In the two modes of pages a queue
 * (`page-queue.ts`) keeps the order of runs, uploads and reads. All modes give the same bits.
 */

export type RunMode = "joined" | "coordinated" | "sliced";

/** True if this thread may block: the main thread of a page must not. */
function canBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/** The mode of this thread. */
export function runModeHere(): RunMode {
  const { document } = globalThis as { readonly document?: unknown };
  if (document === undefined || canBlock()) return "joined";
  return typeof SharedArrayBuffer === "function" && typeof Worker === "function" ? "coordinated" : "sliced";
}

/** True if workers can take part in a mode. The caller waits for them in `joined`, so it must be allowed to. */
export function canUseWorkers(mode: RunMode): boolean {
  if (mode === "sliced" || typeof SharedArrayBuffer !== "function") return false;
  if (mode === "joined" && !canBlock()) return false;
  return globalThis.process?.getBuiltinModule?.("node:worker_threads") !== undefined || typeof Worker === "function";
}
