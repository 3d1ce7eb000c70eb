/** @file The processes of the engines: started when they are needed, again after they are gone. */
import { type EngineName, engines, type RuntimeName } from "../catalogue/engines.ts";
import type { EngineFacts } from "../engine/contract.ts";
import type { OpenChannel } from "../host/channel.ts";
import { Session, SessionError } from "../host/session.ts";
import type { Answer, Request, Started } from "../worker/protocol.ts";
import type { Pace } from "./pace.ts";
import type { Trouble } from "./result.ts";

/** Why an engine has no result. */
export class Troubled extends Error {
  readonly kind: Trouble;

  constructor(kind: Trouble, reason: string) {
    super(reason);
    this.name = "Troubled";
    this.kind = kind;
  }
}

export interface FleetOptions {
  readonly runtime: RuntimeName;
  readonly openChannel: OpenChannel;
  readonly pace: Pace;
}

interface Member {
  readonly session: Session;
  readonly started: Started;
}

export class Fleet {
  readonly #options: FleetOptions;
  readonly #members = new Map<EngineName, Member>();
  /** What a first start has shown to be missing stays so. */
  readonly #missing = new Map<EngineName, Troubled>();
  readonly #facts = new Map<EngineName, EngineFacts>();

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** What engines said of themselves, of those that have started. */
  get facts(): ReadonlyMap<EngineName, EngineFacts> {
    return this.#facts;
  }

  /**
   * Asks the engine's process; starts it first where there is none.
   * @throws {Troubled}
   */
  async ask<R extends Request>(engine: EngineName, request: R, limitMs: number): Promise<Answer<R>> {
    const { session } = await this.start(engine);
    try {
      return await session.ask(request, limitMs);
    } catch (error) {
      throw troubled(error);
    }
  }

  /**
   * Starts the engine's process unless it runs. Gives how long the engine took to be ready.
   * @throws {Troubled}
   */
  async start(engine: EngineName): Promise<Member> {
    const running = this.#members.get(engine);
    if (running?.session.isAlive) return running;
    const { runtime, openChannel, pace } = this.#options;
    if (!(engines[engine].runtimes as readonly RuntimeName[]).includes(runtime))
      throw new Troubled("absent", `does not run in ${runtime}`);
    const missing = this.#missing.get(engine);
    if (missing !== undefined) throw missing;
    try {
      const session = new Session(await openChannel(engine));
      const started = await session.ask({ kind: "start" }, pace.startLimitMs).catch((error: unknown) => {
        session.end();
        throw error;
      });
      const member = { session, started };
      this.#members.set(engine, member);
      this.#facts.set(engine, started.facts);
      return member;
    } catch (error) {
      const trouble = troubled(error);
      if (trouble.kind === "missing") this.#missing.set(engine, trouble);
      throw trouble;
    }
  }

  /** Frees the engine's workload. A process that cannot, or that keeps more than it should, is ended. */
  async close(engine: EngineName): Promise<void> {
    const session = this.#members.get(engine)?.session;
    if (session?.isAlive !== true) return;
    await session.ask({ kind: "close" }, this.#options.pace.roundLimitMs).catch(() => this.end(engine));
  }

  /** Ends the engine's process, if there is one. */
  end(engine: EngineName): void {
    this.#members.get(engine)?.session.end();
    this.#members.delete(engine);
  }

  endAll(): void {
    for (const engine of [...this.#members.keys()]) this.end(engine);
  }
}

function troubled(error: unknown): Troubled {
  if (error instanceof Troubled) return error;
  if (error instanceof SessionError) return new Troubled(error.fault, error.message);
  return new Troubled("crashed", error instanceof Error ? error.message : String(error));
}
