/** @file Which engines there are. This is data alone: an engine's code is loaded in the process that runs it. */

export const runtimeNames = ["node", "chromium"] as const;
/** Where engines that are written for JavaScript run. */
export type RuntimeName = (typeof runtimeNames)[number];

/** What computes: cores, through JavaScript, WebAssembly or native code; or a WebGPU adapter. */
export type Device = "cpu" | "webgpu";

export interface EngineInfo {
  readonly title: string;
  readonly device: Device;
  readonly language: "script" | "python";
  /** Where it runs. */
  readonly runtimes: readonly RuntimeName[];
  /** The packages from npm that it is made of: their versions are reported. */
  readonly packages: readonly string[];
}

const everywhere = runtimeNames;
const script = { language: "script", runtimes: everywhere } as const;
const tfjs = (backend: string) => ["@tensorflow/tfjs-core", `@tensorflow/tfjs-backend-${backend}`];

/** In the order of display. */
export const engines = {
  "adjoint-cpu": { title: "Adjoint, cpu", device: "cpu", packages: ["adjoint"], ...script },
  "adjoint-cpu-1": { title: "Adjoint, cpu, one thread", device: "cpu", packages: ["adjoint"], ...script },
  "adjoint-webgpu": { title: "Adjoint, webgpu", device: "webgpu", packages: ["adjoint"], ...script },
  loops: { title: "plain loops over typed arrays", device: "cpu", packages: [], ...script },
  "tfjs-cpu": { title: "TensorFlow.js, cpu", device: "cpu", packages: tfjs("cpu"), ...script },
  "tfjs-wasm": { title: "TensorFlow.js, wasm", device: "cpu", packages: tfjs("wasm"), ...script },
  "tfjs-webgpu": { title: "TensorFlow.js, webgpu", device: "webgpu", packages: tfjs("webgpu"), ...script },
  tfjsctcloss: { title: "tfjsctcloss, cpu", device: "cpu", packages: ["tfjsctcloss", "@tensorflow/tfjs"], ...script },
  "jax-js-wasm": { title: "jax-js, wasm", device: "cpu", packages: ["@jax-js/jax"], ...script },
  "jax-js-webgpu": { title: "jax-js, webgpu", device: "webgpu", packages: ["@jax-js/jax"], ...script },
  "gpu.js-cpu": { title: "gpu.js, cpu", device: "cpu", packages: ["gpu.js"], ...script },
  "gpu.js-webgpu": { title: "gpu.js, webgpu", device: "webgpu", packages: ["gpu.js"], ...script },
  pytorch: { title: "PyTorch, native", device: "cpu", language: "python", runtimes: ["node"], packages: [] },
} as const satisfies Record<string, EngineInfo>;

export type EngineName = keyof typeof engines;
export const engineNames = Object.keys(engines) as EngineName[];

/** Engines that are modules of this package, by the processes that load them. */
export type ScriptEngineName = Exclude<EngineName, "pytorch">;

/** Adjoint on the same device: whom an engine's times are compared with. */
export function baseline(engine: EngineName): EngineName {
  return engines[engine].device === "webgpu" ? "adjoint-webgpu" : "adjoint-cpu";
}
