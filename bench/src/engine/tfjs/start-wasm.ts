/**
 * @file TensorFlow.js on its WebAssembly backend, with SIMD. Where threads are allowed, which is in isolated pages and not in
 * Node, it starts workers, but in this version it leaves them idle, whatever number is set (tensorflow/tfjs issue 8513).
 */
import { getThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import type { Engine } from "../contract.ts";
import { startBackend } from "./start-backend.ts";
import { isDone, tfjsEngine } from "./tfjs-engine.ts";

/** Where the harness serves the package's modules. In Node they are found beside its code. */
const SERVED_AT = "/assets/tfjs-backend-wasm/";

export async function tfjsWasm(): Promise<Engine> {
  if (env().getBool("IS_BROWSER")) setWasmPaths(SERVED_AT);
  await startBackend("wasm");
  const features = (await env().getAsync("WASM_HAS_SIMD_SUPPORT")) === true ? ["simd128"] : [];
  return tfjsEngine({ threads: getThreadsCount(), features }, isDone);
}
