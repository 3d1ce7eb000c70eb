/**
 * @file Backends by name. Core imports none: the entry package registers how each is loaded.
 */
import type { Backend } from "../backend/contract.ts";
import { BackendError, UsageError } from "../errors.ts";

export type BackendName = "cpu" | "webgpu";

/** What a user may ask of a backend. */
export interface BackendSettings {
  /** Threads of the CPU backend; all cores by default. */
  readonly threads?: number | undefined;
  /** Instructions of the CPU backend; the widest that the engine validates by default. */
  readonly simd?: "simd128" | "relaxed" | undefined;
  /** A `GPU`, if not the one the platform offers. */
  readonly gpu?: unknown;
  /**
   * Whether WebGPU measures, while its device is idle, which tiles of matrix products are fastest on it, and keeps what it found
   * for later programs. Default: yes, unless `ADJOINT_TUNE` in the environment is 0. Values are the same either way.
   */
  readonly tune?: boolean | undefined;
  /**
   * Development mode: errors of kernels name the lines that built what they compute, and so does `explain`. It costs some 50 µs for
   * each operation, and plans are made for each line. Default: no, unless `ADJOINT_DEBUG` in the environment is 1.
   */
  readonly debug?: boolean | undefined;
  /** Where the worker script is served, for pages whose content policy forbids blobs. */
  readonly workerUrl?: string | undefined;
}

/** Starts a backend. @throws {BackendError} if it cannot run here. */
export type BackendLoader = (settings: BackendSettings) => Promise<Backend>;

const loaders = new Map<string, BackendLoader>();

/** Makes a backend known by name. A later registration of the same name replaces the former. */
export function registerBackend(name: BackendName | "null", loader: BackendLoader): void {
  loaders.set(name, loader);
}

export function isBackendName(name: string): boolean {
  return name === "auto" || name === "cpu" || name === "webgpu" || loaders.has(name);
}

/** A running backend. `fallback` says why `auto` did not take the first choice. */
export interface StartedBackend {
  readonly backend: Backend;
  readonly fallback: string | undefined;
}

/** Starts the backend of a name; `auto` takes WebGPU where an adapter answers, else the CPU. */
export async function startBackend(name: string, settings: BackendSettings): Promise<StartedBackend> {
  if (name !== "auto") return { backend: await load(name, settings), fallback: undefined };
  try {
    return { backend: await load("webgpu", settings), fallback: undefined };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { backend: await load("cpu", settings), fallback: error.message };
  }
}

function load(name: string, settings: BackendSettings): Promise<Backend> {
  const loader = loaders.get(name);
  if (loader !== undefined) return loader(settings);
  const known = loaders.size === 0 ? "none" : [...loaders.keys()].join(", ");
  throw new UsageError({
    op: "configure",
    rule: "a backend must be registered",
    got: `${name} (registered: ${known})`,
    hint: 'import from "adjoint", or call registerBackend',
  });
}
