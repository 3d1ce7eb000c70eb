/** @file jax-js on either device, in the forms that its users write: functions under `jit`, arguments given away. */
import { defaultDevice, getWebGPUDevice, init } from "@jax-js/jax";
import { engineOf, type Jobs } from "../by-kind.ts";
import { type Engine, MissingError } from "../contract.ts";
import { nameOfAdapter, provideGpu } from "../provide-gpu.ts";
import { coldStart } from "./cold-start.ts";
import { conv, convForward } from "./conv.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { graphBuilding } from "./graph-building.ts";
import { gelu, layerNorm, softmax } from "./maps.ts";
import { batchMatmul, matmul } from "./matmul.ts";
import { mlp } from "./mlp.ts";
import { tinyOps } from "./tiny-ops.ts";
import { transformer } from "./transformer.ts";
import { wasmFacts } from "./wasm-facts.ts";

const jobs: Jobs = {
  matmul,
  "batch-matmul": batchMatmul,
  gelu,
  softmax,
  "layer-norm": layerNorm,
  "cross-entropy": crossEntropy,
  conv,
  "conv-forward": convForward,
  mlp,
  memory: mlp,
  transformer,
  "tiny-ops": tinyOps,
  "graph-building": graphBuilding,
  "cold-start": coldStart,
};

export async function jaxJsWasm(): Promise<Engine> {
  await init("wasm");
  defaultDevice("wasm");
  return engineOf(wasmFacts(), jobs);
}

/** @throws {MissingError} without an adapter. */
export async function jaxJsWebgpu(): Promise<Engine> {
  // It reads `navigator.gpu` without asking whether there is a navigator.
  const gpu = await provideGpu();
  if (gpu === undefined) throw new MissingError("there is no navigator.gpu");
  const devices = await init("webgpu");
  if (!devices.includes("webgpu")) {
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (adapter === null) throw new MissingError("there is no WebGPU adapter");
    throw new Error(`it got no device from the adapter ${nameOfAdapter(adapter.info)}`);
  }
  defaultDevice("webgpu");
  const { adapterInfo, features } = getWebGPUDevice();
  return engineOf({ threads: 1, adapter: nameOfAdapter(adapterInfo), features: [...features].sort() }, jobs);
}
