/** @file A backend of TensorFlow.js, made the one that computes. */
import { enableProdMode, ready, setBackend } from "@tensorflow/tfjs-core";

/** @throws {Error} if it cannot start. */
export async function startBackend(name: "cpu" | "wasm" | "webgpu"): Promise<void> {
  // Without the checks and the advice that are for development.
  enableProdMode();
  // Otherwise another backend would take its place.
  if (!(await setBackend(name))) throw new Error(`the backend ${name} of TensorFlow.js does not start`);
  await ready();
}
