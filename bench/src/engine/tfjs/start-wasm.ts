/** @file TensorFlow.js on its WebAssembly backend: SIMD, and threads in pages that may have them; in Node it has none. */
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
