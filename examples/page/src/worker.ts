/** @file The page's worker. It owns the engine, so that computing never holds up the page. */
import type { Command, Report } from "./protocol.ts";
import { type Run, startRun } from "./run.ts";

/** A worker's global scope, as far as needed: its types and those of pages exclude each other. */
interface Scope {
  onmessage: ((event: { readonly data: Command }) => void) | null;
  postMessage(report: Report): void;
}

const scope = globalThis as unknown as Scope;
let current: Run | undefined;

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case "start":
      current = startRun(data.run, data.settings, current?.stop(), (report) => scope.postMessage(report));
      return;
    case "pause":
      return current?.pause();
    case "resume":
      return current?.resume();
    case "stop":
      current?.stop();
      return;
    default:
      data satisfies never;
  }
};
