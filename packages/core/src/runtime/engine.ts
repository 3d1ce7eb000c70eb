/**
 * @file The engine: the one running session of this copy of the library, its start and its end.
 */
import { setDevelopment } from "../ir/development.ts";
import { type BackendSettings, startBackend } from "./backends.ts";
import { registerCopy } from "./copies.ts";
import { Queue } from "./queue.ts";
import { Session } from "./session.ts";

export interface EngineSettings extends BackendSettings {
  /** A backend's name, or `auto`. */
  readonly backend: string;
}

class Engine {
  /** The running session, once the backend has loaded. */
  session: Session | undefined = undefined;
  readonly queue: Queue = new Queue(this);
  #starting: Promise<Session> | undefined = undefined;

  constructor() {
    registerCopy();
  }

  /** True if a session runs or starts, on a device that is still there. */
  get isInUse(): boolean {
    return this.#starting !== undefined && this.session?.isLost !== true;
  }

  /** The session; started on first use with what the environment says. */
  ready(): Promise<Session> {
    return this.#starting ?? this.#start({ backend: environmentBackend() ?? "cpu" }, undefined);
  }

  /** Ends the session, if any, and starts another. */
  restart(settings: EngineSettings): Promise<Session> {
    this.session = undefined;
    return this.#start(settings, this.#starting);
  }

  /** Waits for the end of what is enqueued, then stops the backend. The next use starts it again. */
  async stop(): Promise<void> {
    const before = this.#starting;
    await this.queue.drained();
    if (this.#starting === before) {
      this.session = undefined;
      this.#starting = undefined;
    }
    await endOf(before);
  }

  #start(settings: EngineSettings, before: Promise<Session> | undefined): Promise<Session> {
    const starting = this.#open(settings, before, () => this.#starting === starting);
    this.#starting = starting;
    return starting;
  }

  /** Opens a session after the end of the one before. It is the engine's, unless another was asked for since. */
  async #open(
    settings: EngineSettings,
    before: Promise<Session> | undefined,
    isLatest: () => boolean,
  ): Promise<Session> {
    try {
      await endOf(before);
      await switchDevelopment(settings.debug);
      const { backend, fallback } = await startBackend(settings.backend, settings);
      const session = new Session(backend, fallback);
      if (isLatest()) this.session = session;
      return session;
    } catch (error) {
      if (isLatest()) this.#starting = undefined;
      throw error;
    }
  }
}

async function endOf(starting: Promise<Session> | undefined): Promise<void> {
  const session = await starting?.catch(() => undefined);
  await session?.end();
}

export type { Engine };

let theEngine: Engine | undefined;

/** The engine of this copy of the library. */
export function engine(): Engine {
  theEngine ??= new Engine();
  return theEngine;
}

/** Notes the user's lines from now on, or no more. */
async function switchDevelopment(isOn = fromEnvironment("ADJOINT_DEBUG") === "1"): Promise<void> {
  if (isOn) (await import("./user-lines.ts")).noteLines();
  else setDevelopment(undefined);
}

/** The default backend that the environment names, in Node and its kin. */
export function environmentBackend(): string | undefined {
  return fromEnvironment("ADJOINT_BACKEND");
}

function fromEnvironment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  try {
    return process?.env?.[name] || undefined;
  } catch {
    // Deno lets programs read the environment only if its user allows it.
    return undefined;
  }
}
