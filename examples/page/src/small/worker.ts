/** @file The worker that owns the engine and its device. */
import type { Report, Task } from "./messages.ts";
import { train } from "./train.ts";

/** A worker's global scope, as far as needed: its types and those of pages exclude each other. */
interface Scope {
  onmessage: ((event: { readonly data: Task }) => void) | null;
  postMessage(report: Report, transfer?: readonly ArrayBufferLike[]): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = async ({ data }) => {
  try {
    const result = await train(data, (progress) => scope.postMessage(progress));
    scope.postMessage(
      result,
      result.weights.map(({ buffer }) => buffer),
    );
  } catch (error) {
    scope.postMessage({ kind: "failure", message: String(error) });
  }
};
