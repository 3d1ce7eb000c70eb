/**
 * @file The engine: the one running session of this copy of the library, its start and its end.
 */
import { DeviceLostError } from "../errors.ts";
import { noteStopped } from "./allocation.ts";
import { type BackendSettings, startBackend } from "./backends.ts";
import { registerCopy } from "./copies.ts";
import { ledger } from "./ledger.ts";
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
  private starting: Promise<Session> | undefined = undefined;

  constructor() {
    registerCopy();
  }

  /** True if a session runs or starts, on a device that is still there. */
  get isInUse(): boolean {
    return this.starting !== undefined && this.session?.isLost !== true;
  }

  /** The session; started on first use with what the environment says. */
  ready(): Promise<Session> {
    this.starting ??= this.start({ backend: environmentBackend() ?? "cpu" }, undefined);
    return this.starting;
  }

  /** Ends the session, if any, and starts another. */
  restart(settings: EngineSettings): Promise<Session> {
    const before = this.starting;
    if (this.session?.isLost === true) ledger().forgetAll();
    this.session = undefined;
    this.starting = this.start(settings, before);
    return this.starting;
  }

  /** Waits for the end of what is enqueued, then stops the backend. The next use starts it again. */
  async stop(): Promise<void> {
    const before = this.starting;
    await this.queue.drained();
    this.session = undefined;
    this.starting = undefined;
    await this.end(before);
  }

  /** Notes a lost device, after which a new `configure` is allowed. Returns the error. */
  note<E>(error: E, session: Session | undefined): E {
    if (error instanceof DeviceLostError && session !== undefined) session.isLost = true;
    return error;
  }

  private async start(settings: EngineSettings, before: Promise<Session> | undefined): Promise<Session> {
    try {
      await this.end(before);
      const { backend, fallback } = await startBackend(settings.backend, settings);
      this.session = new Session(backend, fallback);
      return this.session;
    } catch (error) {
      this.starting = undefined;
      throw error;
    }
  }

  private async end(before: Promise<Session> | undefined): Promise<void> {
    const session = await before?.catch(() => undefined);
    if (session === undefined) return;
    noteStopped(session.backend);
    await session.backend.dispose();
  }
}

export type { Engine };

let theEngine: Engine | undefined;

/** The engine of this copy of the library. */
export function engine(): Engine {
  theEngine ??= new Engine();
  return theEngine;
}

/** The default backend that the environment names, in Node and its kin. */
export function environmentBackend(): string | undefined {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  return process?.env?.["ADJOINT_BACKEND"] || undefined;
}
