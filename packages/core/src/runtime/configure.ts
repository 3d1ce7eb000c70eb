/**
 * @file `configure` and `backendInfo`: the one flag that picks the backend.
 */
import { UsageError } from "../errors.ts";
import { manualSeed } from "../random/generator.ts";
import { type BackendName, type BackendSettings, isBackendName } from "./backends.ts";
import { engine, environmentBackend } from "./engine.ts";
import { ledger } from "./ledger.ts";
import type { PlanStats } from "./plan-cache.ts";
import type { BackendInfo } from "./session.ts";
import { stepWatcher } from "./step-watch.ts";

export interface ConfigureOptions extends BackendSettings {
  /** `auto` takes WebGPU where an adapter answers, else the CPU. Default: `ADJOINT_BACKEND` in the environment, else `cpu`. */
  readonly backend?: "auto" | BackendName | undefined;
  /**
   * Copies parameters, optimizers' state and the generator to the host every so many steps, and keeps host data that was
   * uploaded, in case the device is lost: the next `configure` puts them back. Ignored on the CPU, which is not lost.
   */
  readonly recover?: { readonly every: number } | undefined;
  /** As `manualSeed`. */
  readonly seed?: number | undefined;
}

const OPTIONS = new Set(["backend", "threads", "simd", "gpu", "tune", "debug", "workerUrl", "recover", "seed"]);

/**
 * Starts a backend and waits until it is ready. Without it, the first use starts the default.
 *
 * @throws {UsageError} if an option is wrong, or tensors live on the backend that runs already.
 * @throws {BackendError} if the backend cannot run here.
 * @example const { backend, threads } = await configure({ backend: "cpu", threads: 2 })
 */
export async function configure(options: ConfigureOptions = {}): Promise<BackendInfo> {
  checkOptions(options);
  const { buffers } = ledger().info();
  if (engine().isInUse && buffers > 0) {
    throw new UsageError({
      op: "configure",
      rule: "a backend that runs is replaced only when no tensors live on it",
      got: `${buffers} live tensors`,
      hint: "configure first of all, or dispose() them",
    });
  }
  const { seed, recover, backend = environmentBackend() ?? "cpu", ...settings } = options;
  // Work of disposed tensors may still be enqueued for the backend that runs.
  if (engine().session !== undefined) await engine().queue.drained();
  const session = await engine().restart({ ...settings, backend });
  if (seed !== undefined) manualSeed(seed);
  if (recover !== undefined || stepWatcher() !== undefined) {
    (await import("./recovery.ts")).recoverOn(session, recover?.every);
  }
  return session.info;
}

/**
 * What runs.
 * @throws {UsageError} before `configure` has resolved or a first value was computed.
 */
export function backendInfo(): BackendInfo {
  const { info, backend } = runningSession("backendInfo");
  const { tuning } = backend;
  return tuning === undefined ? info : { ...info, tuning };
}

/** How often plans were found in the cache and made, and kernels compiled, since `configure`, and what that took. */
export function planStats(): PlanStats {
  const { plans, kernels } = runningSession("planStats");
  return { ...plans.stats, kernels: kernels.compiledCount, compilingMs: kernels.compilingMs };
}

/** Waits for what is enqueued and stops the backend: worker threads end, memory is returned. The next use starts it anew. */
export async function shutdown(): Promise<void> {
  await engine().stop();
}

function runningSession(op: string): NonNullable<ReturnType<typeof engine>["session"]> {
  const { session } = engine();
  if (session !== undefined) return session;
  throw new UsageError({ op, rule: "a backend must be running", got: "none yet", hint: "await configure() first" });
}

function checkOptions(options: ConfigureOptions): void {
  const refuse = (rule: string, got: unknown, hint = "leave it out for the default"): never => {
    throw new UsageError({ op: "configure", rule, got: String(got), hint });
  };
  if (typeof options !== "object" || options === null) refuse("options must be an object", options);
  for (const key of Object.keys(options)) if (!OPTIONS.has(key)) refuse(`options are ${[...OPTIONS].join(", ")}`, key);
  const { backend = environmentBackend(), threads, simd, tune, debug, workerUrl, recover, seed } = options;
  if (backend !== undefined && !isBackendName(backend)) {
    const hint = options.backend === undefined ? "ADJOINT_BACKEND in the environment says so" : undefined;
    refuse("backend must be auto, cpu or webgpu", backend, hint);
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
    refuse("threads must be a positive integer", threads);
  if (simd !== undefined && simd !== "simd128" && simd !== "relaxed") refuse("simd must be simd128 or relaxed", simd);
  if (tune !== undefined && typeof tune !== "boolean") refuse("tune must be a boolean", tune);
  if (debug !== undefined && typeof debug !== "boolean") refuse("debug must be a boolean", debug);
  if (workerUrl !== undefined && typeof workerUrl !== "string") refuse("workerUrl must be a string", workerUrl);
  const every = recover?.every;
  if (recover !== undefined && !(Number.isInteger(every) && Number(every) >= 1))
    refuse("recover must have every: a positive integer", every);
  if (seed !== undefined && !Number.isInteger(seed)) refuse("seed must be an integer", seed);
}
