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

globalThis.ask = (request) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Response>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  });
