/** @file How many threads can share memory here, on each platform. */

/** Module of Node by its name; undefined elsewhere. No import, so that bundles for browsers need no stand-in. */
export function nodeModule<T>(name: string): T | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as T | undefined;
}

/** True if this thread may block: the main thread of a page must not. */
function canBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/** True if workers can share memory with this thread, and it can wait for them. */
export function canUseWorkers(): boolean {
  if (typeof SharedArrayBuffer !== "function" || !canBlock()) return false;
  return nodeModule("node:worker_threads") !== undefined || typeof Worker === "function";
}

/** As many threads as the machine runs at once, but no more than 8. */
export function defaultThreadCount(): number {
  const os = nodeModule<typeof import("node:os")>("node:os");
  const available = os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(8, available));
}
