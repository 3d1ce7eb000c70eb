/**
 * @file The queue: work runs in the order it was enqueued. What is compiled runs at once; all else waits, with what comes
 * behind it, for the backend to load and for kernels to compile.
 */
import { located } from "../ir/development.ts";
import type { Collected } from "../lower/collect.ts";
import type { Engine } from "./engine.ts";
import { addFailure, asFailure } from "./failures.ts";
import { type Job, unpin } from "./job.ts";
import { launch, reserve } from "./launch.ts";
import type { CachedPlan } from "./plan-cache.ts";
import type { Profiler } from "./profiler.ts";
import { preparePlanning } from "./programs.ts";
import type { Session } from "./session.ts";

export class Queue {
  /** Measures what runs, while it is there. */
  profiler: Profiler | undefined = undefined;
  readonly #engine: Engine;
  readonly #jobs: Job[] = [];
  #pumping: Promise<void> | undefined = undefined;
  /** The job that is worked on. */
  #turn: Promise<void> | undefined = undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Enqueues a job whose storages are pinned. Never throws: failures are stored on the outputs. */
  push(job: Job): void {
    const { session } = this.#engine;
    const isIdle = this.#pumping === undefined && this.profiler === undefined;
    if (isIdle && session !== undefined && this.#runNow(job, session)) return;
    this.#jobs.push(job);
    if (this.#pumping === undefined) this.#startPump();
  }

  /** Resolves when what was enqueued so far has been submitted, or has failed; or earlier, once that `isEnough`. */
  async drained(isEnough: () => boolean = () => false): Promise<void> {
    while (this.#pumping !== undefined && !isEnough()) await this.#turn;
  }

  /** Runs a job now if its kernels are compiled. */
  #runNow(job: Job, session: Session): boolean {
    try {
      if (loading(job) !== undefined) return false;
      const cached = plannedBy(job, session);
      if (!cached.complete(session.kernels)) return false;
      job.reserving = reserve(job, cached, session);
      // Its turn comes soon, and with it who hears of a failure.
      job.reserving?.catch(() => undefined);
      if (job.reserving !== undefined) return false;
      launch(job, cached, session);
    } catch (error) {
      this.#fail(job, error, session);
    }
    return true;
  }

  #startPump(): void {
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
      // What came between the last turn of the loop and this moment.
      if (this.#jobs.length > 0) this.#startPump();
    });
  }

  async #pump(): Promise<void> {
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      this.#turn = this.#run(job);
      await this.#turn;
      this.#jobs.shift();
    }
  }

  /** Runs a job when all that it needs is there. Never rejects. */
  async #run(job: Job): Promise<void> {
    let session: Session | undefined;
    try {
      session = await this.#engine.ready();
      this.#compileAhead(session);
      await loading(job);
      const cached = plannedBy(job, session);
      if (!cached.complete(session.kernels)) await session.wait(job.op, cached.compile(session.kernels));
      const reserving = job.reserving ?? reserve(job, cached, session);
      if (reserving !== undefined) await session.wait(job.op, reserving);
      if (this.profiler === undefined) launch(job, cached, session);
      else await this.profiler.launch(job, cached, session);
    } catch (error) {
      this.#fail(job, error, session);
    }
  }

  /** Starts to compile all that waits, so that compilations overlap. Failures surface when their turn comes. */
  #compileAhead(session: Session): void {
    for (const job of this.#jobs) {
      if (loading(job) !== undefined) return;
      try {
        plannedBy(job, session)
          .compile(session.kernels)
          .catch(() => undefined);
      } catch {
        return;
      }
    }
  }

  #fail(job: Job, thrown: unknown, session: Session | undefined): void {
    const error = located(asFailure(job.op, thrown), job);
    session?.note(error);
    addFailure(error);
    for (const output of job.outputs) output.fail(error);
    unpin(job);
  }
}

function isPlanned(source: CachedPlan | Collected): source is CachedPlan {
  return "plan" in source;
}

/** What has to load before the job can be planned, if anything. */
function loading({ source }: Job): Promise<unknown> | undefined {
  return isPlanned(source) ? undefined : preparePlanning(source);
}

/** The job's plan, made now if it has none. */
function plannedBy(job: Job, session: Session): CachedPlan {
  session.requireDevice(job.op);
  if (isPlanned(job.source)) return job.source;
  job.source = session.plans.planFor(job.op, job.source);
  return job.source;
}
