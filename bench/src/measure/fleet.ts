/** @file The processes of the engines: started when they are needed, again after they are gone. */
import { type EngineName, engines, type RuntimeName } from "../catalogue/engines.ts";
import { type EngineFacts, MissingError } from "../engine/contract.ts";
import type { OpenChannel } from "../host/channel.ts";
import { Session, SessionError, type SessionOptions } from "../host/session.ts";
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

/** An engine that failed to start so often is not started again. */
const STARTS = 2;

/** A process that holds more after it has freed its workload is replaced: it would slow or crowd out the others. */
const KEPT_LIMIT_BYTES = 2 ** 30;

export interface FleetOptions {
  readonly runtime: RuntimeName;
  readonly openChannel: OpenChannel;
  readonly pace: Pace;
  readonly session?: SessionOptions;
  readonly keptLimitBytes?: number;
}

interface Member {
  readonly session: Session;
  readonly started: Started;
}

export class Fleet {
  readonly #options: FleetOptions;
  readonly #members = new Map<EngineName, Member>();
  /** Those that are not started again. */
  readonly #lost = new Map<EngineName, Troubled>();
  readonly #failedStarts = new Map<EngineName, number>();
  readonly #facts = new Map<EngineName, EngineFacts>();

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** What engines said of themselves, of those that have started. */
  get facts(): ReadonlyMap<EngineName, EngineFacts> {
    return this.#facts;
  }

  /**
   * Asks the engine's process; starts it first where there has been none. If it has ended since, that is the answer.
   * @throws {Troubled}
   */
  async ask<R extends Request>(
    engine: EngineName,
    request: R,
    limitMs: number,
    signal?: AbortSignal,
  ): Promise<Answer<R>> {
    const { session } = this.#members.get(engine) ?? (await this.start(engine, signal));
    return session.ask(request, limitMs, signal).catch((error) => {
      throw troubled(error);
    });
  }

  /**
   * Starts the engine's process unless it runs. Gives how long the engine took to be ready.
   * @throws {Troubled}
   */
  async start(engine: EngineName, signal?: AbortSignal): Promise<Member> {
    const running = this.#members.get(engine);
    if (running?.session.isAlive) return running;
    this.#members.delete(engine);
    const { runtime } = this.#options;
    if (!(engines[engine].runtimes as readonly RuntimeName[]).includes(runtime))
      throw new Troubled("absent", `does not run in ${runtime}`);
    const lost = this.#lost.get(engine);
    if (lost !== undefined) throw lost;
    try {
      const member = await this.#launch(engine, signal);
      this.#members.set(engine, member);
      this.#facts.set(engine, member.started.facts);
      return member;
    } catch (error) {
      const trouble = troubled(error);
      this.#note(engine, trouble);
      throw trouble;
    }
  }

  async #launch(engine: EngineName, signal: AbortSignal | undefined): Promise<Member> {
    const { openChannel, pace, session: options } = this.#options;
    const session = new Session(await openChannel(engine), options);
    try {
      return { session, started: await session.ask({ kind: "start" }, pace.startLimitMs, signal) };
    } catch (error) {
      await session.end();
      throw error;
    }
  }

  /** What is missing stays missing; whatever else prevents a start may be chance, once. */
  #note(engine: EngineName, { kind, message }: Troubled): void {
    if (kind === "interrupted") return;
    const failed = (this.#failedStarts.get(engine) ?? 0) + 1;
    this.#failedStarts.set(engine, failed);
    if (kind === "missing") this.#lost.set(engine, new Troubled(kind, message));
    else if (failed >= STARTS) this.#lost.set(engine, new Troubled(kind, `${message} (at its start, ${failed} times)`));
  }

  /** Frees the engine's workload. A process that cannot, or that keeps more than it should, is ended. */
  async close(engine: EngineName): Promise<void> {
    const session = this.#members.get(engine)?.session;
    if (session?.isAlive !== true) return;
    const { pace, keptLimitBytes = KEPT_LIMIT_BYTES } = this.#options;
    const isClosed = await session.ask({ kind: "close" }, pace.roundLimitMs).then(
      () => true,
      () => false,
    );
    if (!isClosed || ((await session.residentBytes()) ?? 0) > keptLimitBytes) await this.end(engine);
  }

  /** Ends the engine's process, if there is one. */
  async end(engine: EngineName): Promise<void> {
    const member = this.#members.get(engine);
    this.#members.delete(engine);
    await member?.session.end();
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#members.keys()].map((engine) => this.end(engine)));
  }
}

function troubled(error: unknown): Troubled {
  if (error instanceof Troubled) return error;
  if (error instanceof SessionError) return new Troubled(error.fault, error.message);
  const message = error instanceof Error ? error.message : String(error);
  return new Troubled(error instanceof MissingError ? "missing" : "crashed", message);
}
