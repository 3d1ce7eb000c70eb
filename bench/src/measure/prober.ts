/** @file The process of probes, asked for its best times. */
import type { EngineFacts } from "../engine/contract.ts";
import type { ModuleName } from "../engine/registry.ts";
import type { OpenChannel } from "../host/channel.ts";
import { Session } from "../host/session.ts";
import { costOf } from "../workload/cost.ts";
import type { LimitProbe } from "../workload/types.ts";
import type { Pace } from "./pace.ts";

interface Tools {
  readonly openChannel: OpenChannel;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** The fastest of the samples. */
export interface Best {
  /** Of a run. */
  readonly ms: number;
  readonly flopsPerMs: number;
  readonly bytesPerMs: number;
}

/** More than in a round of the measurements, and short: of these, one must be undisturbed. */
const SAMPLES = 25;
const SAMPLE_MS = 1;
/** The part of a round's time that each probe has. There are many. */
const BUDGET_PART = 0.5;
/** A device is busy for so long that the start of its work does not matter. */
const BUSY_MS = 5;
const GROWTH = 8;

/** Starts the process, lets `measure` ask it, and ends it. Whatever goes wrong becomes the trouble. */
export async function withProber<T>(
  name: ModuleName,
  { openChannel, pace, signal }: Tools,
  measure: (prober: Prober) => Promise<T>,
): Promise<T | { readonly trouble: string }> {
  let session: Session | undefined;
  try {
    signal.throwIfAborted();
    session = new Session(await openChannel(name));
    const { facts } = await session.ask({ kind: "start" }, pace.startLimitMs);
    return await measure(new Prober(session, facts, pace, signal));
  } catch (error) {
    if (signal.aborted) return { trouble: "the run was interrupted" };
    return { trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    session?.end();
  }
}

export class Prober {
  readonly facts: EngineFacts;
  readonly #session: Session;
  readonly #pace: Pace;
  readonly #signal: AbortSignal;

  constructor(session: Session, facts: EngineFacts, pace: Pace, signal: AbortSignal) {
    this.#session = session;
    this.facts = facts;
    this.#pace = pace;
    this.#signal = signal;
  }

  /** @throws {Error} if the process cannot, or the run was interrupted. */
  async best(workload: LimitProbe): Promise<Best> {
    const { warmUpMs, budgetMs, openLimitMs, roundLimitMs } = this.#pace;
    this.#signal.throwIfAborted();
    const opened = await this.#session.ask({ kind: "open", workload, inputs: {}, samples: {} }, openLimitMs);
    if (opened.kind === "absent") throw new Error(`there is no probe ${workload.name}`);
    const samples = { samples: SAMPLES, sampleMs: SAMPLE_MS, budgetMs: budgetMs * BUDGET_PART };
    const { times } = await this.#session.ask({ kind: "time", warmUpMs, ...samples }, roundLimitMs);
    const ms = Math.min(...times);
    const { flops, bytes } = costOf(workload);
    return { ms, flopsPerMs: flops / ms, bytesPerMs: bytes / ms };
  }

  /** The best with so much work that the device is busy with it: begins with little, for devices differ by thousands. */
  async bestAtScale(workload: (scale: number) => LimitProbe): Promise<Best> {
    for (let scale = 1; ; scale *= GROWTH) {
      const best = await this.best(workload(scale));
      if (best.ms >= BUSY_MS || scale >= GROWTH ** 6) return best;
    }
  }
}
