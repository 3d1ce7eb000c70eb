/**
 * @file The page of an engine in a browser. The address names the engine; the harness calls `ask`. The engine itself runs in
 * a worker, as programs do that must not stop their page: there a thread may wait, which engines with threads need.
 */
import type { Request, Response } from "./protocol.ts";

declare global {
  /** In the page of an engine: a request of the harness, answered. */
  var ask: (request: Request) => Promise<Response>;
}

const worker = new Worker(`browser-worker.js${location.search}`, { type: "module" });

/** Errors that nothing in the worker has met, from its first line on. A script that does not load has no message. */
const failed = new Promise<never>((_, reject) => {
  worker.onerror = ({ message = "the engine's worker does not load" }) => reject(new Error(message));
});

globalThis.ask = (request) => {
  const answered = new Promise<Response>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Response>) => resolve(data);
  });
  worker.postMessage(request);
  return Promise.race([answered, failed]);
};
