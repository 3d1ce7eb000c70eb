/** @file TensorFlow.js on its backend in plain JavaScript. */
import "@tensorflow/tfjs-backend-cpu";
import type { Engine } from "../contract.ts";
import { startBackend } from "./start-backend.ts";
import { isDone, tfjsEngine } from "./tfjs-engine.ts";

export async function tfjsCpu(): Promise<Engine> {
  await startBackend("cpu");
  return tfjsEngine({ threads: 1 }, isDone);
}
