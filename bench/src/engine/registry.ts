/** @file From an engine's name to its code, loaded when it is asked for. */
import type { ScriptEngineName } from "../catalogue/engines.ts";
import type { StartEngine } from "./contract.ts";

/** What runs in a process of its own: engines, and the probes of what the machine allows. */
export type ModuleName = ScriptEngineName | "limits-cpu" | "limits-webgpu";

export const loadEngine: Readonly<Record<ModuleName, () => Promise<StartEngine>>> = {
  "adjoint-cpu": async () => (await import("./adjoint/start.ts")).adjointCpu,
  "adjoint-cpu-1": async () => (await import("./adjoint/start.ts")).adjointCpuOneThread,
  "adjoint-webgpu": async () => (await import("./adjoint/start.ts")).adjointWebgpu,
  loops: async () => (await import("./loops/start.ts")).loops,
  "tfjs-cpu": async () => (await import("./tfjs/start-cpu.ts")).tfjsCpu,
  "tfjs-wasm": async () => (await import("./tfjs/start-wasm.ts")).tfjsWasm,
  "tfjs-webgpu": async () => (await import("./tfjs/start-webgpu.ts")).tfjsWebgpu,
  tfjsctcloss: async () => (await import("./tfjsctcloss/start.ts")).tfjsCtcLoss,
  "jax-js-wasm": async () => (await import("./jax-js/start.ts")).jaxJsWasm,
  "jax-js-webgpu": async () => (await import("./jax-js/start.ts")).jaxJsWebgpu,
  "gpu.js-cpu": async () => (await import("./gpu-js/start.ts")).gpuJsCpu,
  "gpu.js-webgpu": async () => (await import("./gpu-js/start.ts")).gpuJsWebgpu,
  "limits-cpu": async () => (await import("./limits/start-cpu.ts")).limitsCpu,
  "limits-webgpu": async () => (await import("./limits/start-webgpu.ts")).limitsWebgpu,
};

export function isModuleName(name: string): name is ModuleName {
  return Object.hasOwn(loadEngine, name);
}
