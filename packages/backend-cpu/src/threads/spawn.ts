/**
 * @file Starting a worker, on each platform: `worker_threads` in Node, Web Workers elsewhere. Nothing here waits for a
 * worker, and a worker never keeps a Node process alive.
 */
import { nodeModule } from "./thread-count.ts";
import { workerSource } from "./worker-main.ts";

export interface WorkerHandle {
  postMessage(message: unknown): void;
  /** Lets the worker keep the process alive, or no longer. */
  setKeepsAlive(keepsAlive: boolean): void;
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  /** The worker has started and takes part from now on. */
  readonly onReady: () => void;
  /** What it says after that. */
  readonly onMessage?: (message: never) => void;
  /** The worker could not start, or died. */
  readonly onFailure: (error: unknown) => void;
}

/** Starts a worker. `workerUrl` serves its script, where a content policy forbids the built-in one. */
export function spawnWorker(workerUrl: string | undefined, events: WorkerEvents): WorkerHandle {
  const threads = nodeModule<typeof import("node:worker_threads")>("node:worker_threads");
  return threads === undefined ? spawnWebWorker(workerUrl, events) : spawnNodeWorker(threads, workerUrl, events);
}

function spawnNodeWorker(
  { Worker }: typeof import("node:worker_threads"),
  workerUrl: string | undefined,
  events: WorkerEvents,
): WorkerHandle {
  const { onFailure } = events;
  // No flags of the process: they may name loaders, which would start in every worker.
  const options = { execArgv: [], name: "adjoint" };
  const worker =
    workerUrl === undefined
      ? new Worker(workerSource(), { ...options, eval: true })
      : new Worker(new URL(workerUrl), options);
  worker.on("message", receiver(events));
  worker.once("error", onFailure);
  worker.once("exit", onFailure);
  worker.unref();
  return {
    postMessage: (message) => worker.postMessage(message),
    setKeepsAlive: (keepsAlive) => (keepsAlive ? worker.ref() : worker.unref()),
    terminate: async () => {
      await worker.terminate();
    },
  };
}

function spawnWebWorker(workerUrl: string | undefined, events: WorkerEvents): WorkerHandle {
  const url = workerUrl ?? URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
  const worker = new Worker(url, { name: "adjoint" });
  const forgetUrl = (): void => {
    if (workerUrl === undefined) URL.revokeObjectURL(url);
  };
  const receive = receiver(events);
  worker.onmessage = ({ data }) => {
    forgetUrl();
    receive(data);
  };
  worker.onerror = (event) => {
    forgetUrl();
    events.onFailure(event.error ?? event.message);
  };
  return {
    postMessage: (message) => worker.postMessage(message),
    setKeepsAlive: () => undefined,
    terminate: async () => worker.terminate(),
  };
}

/** Takes what a worker says: the first message is that it is ready. */
function receiver({ onReady, onMessage }: WorkerEvents): (message: unknown) => void {
  let isReady = false;
  return (message) => {
    if (isReady) onMessage?.(message as never);
    else onReady();
    isReady = true;
  };
}
