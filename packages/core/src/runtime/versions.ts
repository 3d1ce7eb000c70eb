/**
 * @file The value that a tensor had before its last optimizer step: readable until the next step of the same tensor.
 */
import type { Storage } from "./storage.ts";

const previous = new WeakMap<object, Storage>();

/** The kept value. */
export function versionOf(tensor: object): Storage | undefined {
  return previous.get(tensor);
}

/** Keeps the value that a step has replaced. */
export function keepVersion(tensor: object, storage: Storage | undefined): void {
  if (storage === undefined) previous.delete(tensor);
  else previous.set(tensor, storage);
}

/** Ends the kept value. */
export function endVersion(tensor: object, reason: string): void {
  previous.get(tensor)?.dispose(reason);
  previous.delete(tensor);
}
