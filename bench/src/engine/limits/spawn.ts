/** @file Starts a thread: of `worker_threads` in Node, a Web Worker in a page. */
import { type StartMessage, workerSource } from "./worker.ts";

export interface Spawned {
  end(): void;
}

/** A module of Node; undefined in a page, whose bundle then needs no stand-in. */
function builtin<T>(name: string): T | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as T | undefined;
}

/** How many threads there can be: one where memory cannot be shared. */
export function possibleThreads(): number {
  if (typeof SharedArrayBuffer !== "function" || globalThis.crossOriginIsolated === false) return 1;
  const os = builtin<typeof import("node:os")>("node:os");
  return Math.max(1, os?.availableParallelism() ?? globalThis.navigator.hardwareConcurrency);
}

/** Resolves when the worker is ready. */
export function spawn(message: StartMessage): Promise<Spawned> {
  const threads = builtin<typeof import("node:worker_threads")>("node:worker_threads");
  return threads === undefined ? spawnInPage(message) : spawnInNode(threads, message);
}

function spawnInNode({ Worker }: typeof import("node:worker_threads"), message: StartMessage): Promise<Spawned> {
  const worker = new Worker(workerSource(), { eval: true, execArgv: [], name: "limits" });
  // It alone keeps no process alive.
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once("message", () => resolve({ end: () => void worker.terminate() }));
    worker.once("error", reject);
    worker.postMessage(message);
  });
}

function spawnInPage(message: StartMessage): Promise<Spawned> {
  const url = URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
  const worker = new Worker(url, { name: "limits" });
  return new Promise<Spawned>((resolve, reject) => {
    worker.onmessage = () => resolve({ end: () => worker.terminate() });
    worker.onerror = ({ message: reason }) => reject(new Error(reason));
    worker.postMessage(message);
  }).finally(() => URL.revokeObjectURL(url));
}
