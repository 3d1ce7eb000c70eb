/**
 * @file Where WebGPU comes from: the caller, the page or worker, or in Node the optional package `webgpu`.
 */
import { BackendError, UsageError } from "@adjoint/core";

const NODE_PACKAGE = "webgpu";

/** Loads a package by name: not by a literal in the import, so that bundlers of pages do not look for it. */
export type ImportPackage = (name: string) => Promise<unknown>;
const importPackage: ImportPackage = (name) => import(/* @vite-ignore */ /* webpackIgnore: true */ name);

/**
 * The `GPU` to ask for an adapter.
 * @throws {UsageError} if what the caller gave is none.
 * @throws {BackendError} if there is none here; the message says what to install.
 */
export async function findGpu(given: unknown, load = importPackage): Promise<GPU> {
  if (given !== undefined) return requireGpu(given);
  const { navigator } = globalThis as { navigator?: { gpu?: GPU | undefined } };
  if (navigator?.gpu !== undefined && navigator.gpu !== null) return navigator.gpu;
  if (isNode()) return loadDawn(load);
  throw new BackendError({
    op: "configure",
    rule: "the webgpu backend needs navigator.gpu",
    got: "none",
    hint: isInsecure()
      ? "serve the page by https, or from localhost: browsers offer WebGPU to secure contexts alone"
      : 'take a browser with WebGPU switched on, or backend "cpu" or "auto"',
  });
}

function requireGpu(given: unknown): GPU {
  if (typeof given === "object" && given !== null && "requestAdapter" in given) return given as GPU;
  const got = given === null ? "null" : typeof given;
  const hint = "leave it out for the platform's own";
  throw new UsageError({ op: "configure", rule: "gpu must be a GPU, such as navigator.gpu", got, hint });
}

function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}

function isInsecure(): boolean {
  return (globalThis as { isSecureContext?: boolean }).isSecureContext === false;
}

async function loadDawn(load: ImportPackage): Promise<GPU> {
  const { create } = await importDawn(load);
  try {
    // A program in Node may time what it likes: nothing is gained by rounding what the device's clock says.
    return create(["disable-dawn-features=timestamp_quantization"]);
  } catch (cause) {
    throw new BackendError({ op: "configure", rule: "the package webgpu must start", got: messageOf(cause), cause });
  }
}

async function importDawn(load: ImportPackage): Promise<{ create: (options: string[]) => GPU }> {
  try {
    return (await load(NODE_PACKAGE)) as { create: (options: string[]) => GPU };
  } catch (cause) {
    const isMissing = (cause as { code?: unknown } | null)?.code === "ERR_MODULE_NOT_FOUND";
    throw new BackendError({
      op: "configure",
      rule: "the webgpu backend needs the package webgpu in Node",
      got: isMissing ? "none installed" : messageOf(cause),
      hint: isMissing ? "npm install webgpu" : "it has binaries for Linux, macOS and Windows, on x64 and arm64",
      cause,
    });
  }
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
