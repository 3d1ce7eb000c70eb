/**
 * @file `profile`: runs work so that the time of each kernel is known, and notes what the host does meanwhile.
 */
import type { Backend, DeviceBuffer, DeviceLimits, Submission, TimedRun } from "../backend/contract.ts";
import { UsageError } from "../errors.ts";
import type { Plan, Step } from "../lower/plan.ts";
import { stepName } from "../lower/step-name.ts";
import { nowMs } from "./clock.ts";
import { engine } from "./engine.ts";
import { HostEvents } from "./host-events.ts";
import { type Job, unpin } from "./job.ts";
import { bindSlots, releaseScratch } from "./launch.ts";
import type { CachedPlan } from "./plan-cache.ts";
import { type Preparation, Profile, type ProfileClock, type ProfiledStep } from "./profile.ts";
import type { Queue } from "./queue.ts";
import type { Session } from "./session.ts";

export interface ProfileOptions {
  /**
   * Whether plans run step by step, and each step is timed. If not, plans run as they do without a profile, between two waits
   * for the device, and are steps of the profile themselves: this is how to see what the host takes to submit one. Default true.
   */
  readonly bySteps?: boolean;
}

/** Plans of one step each, by the plan they are from: backends key what they derive by plan. */
const singleSteps = new WeakMap<Plan, readonly Plan[]>();

/** One run of a plan, with memory bound to its slots. */
interface Run {
  readonly job: Job;
  readonly cached: CachedPlan;
  readonly buffers: DeviceBuffer[];
  readonly session: Session;
}

export class Profiler {
  readonly #steps: ProfiledStep[] = [];
  readonly #session: Session;
  readonly #limits: DeviceLimits | undefined;
  readonly #before: Preparation;
  readonly #beginMs: number;
  readonly #host: HostEvents;
  readonly #bySteps: boolean;
  /** Until a device has told that it has timestamps. */
  #clock: ProfileClock = { kind: "waiting", resolutionMs: undefined };

  constructor(session: Session, queue: Queue, limits: DeviceLimits | undefined, bySteps: boolean) {
    this.#session = session;
    this.#limits = limits;
    this.#bySteps = bySteps;
    this.#before = preparationOf(session);
    this.#beginMs = nowMs();
    this.#host = new HostEvents(session, queue, this.#beginMs);
  }

  /** Runs a job as the queue would, and times it. */
  async launch(job: Job, cached: CachedPlan, session: Session): Promise<void> {
    const { plan } = cached;
    await session.wait(job.op, session.backend.idle());
    const buffers = this.#host.during("bind", () => bindSlots(job, plan, session));
    const run: Run = { job, cached, buffers, session };
    try {
      if (!this.#bySteps) await this.#launchWhole(run);
      else if (!(await this.#launchTimed(run))) await this.#launchSteps(run);
    } finally {
      releaseScratch(plan, buffers, session);
    }
    unpin(job);
  }

  finish(): Profile {
    const elapsedMs = nowMs() - this.#beginMs;
    const { planningMs, compilingMs } = preparationOf(this.#session);
    return new Profile(this.#steps, elapsedMs, {
      planningMs: planningMs - this.#before.planningMs,
      compilingMs: compilingMs - this.#before.compilingMs,
      limits: this.#limits,
      clock: this.#clock,
      host: this.#host.events,
    });
  }

  /** Ends the watch over the host. */
  stop(): void {
    this.#host.stop();
  }

  /** The plan in one run. False, if the device has no clock: then nothing has run. */
  async #launchTimed(run: Run): Promise<boolean> {
    const { job, session } = run;
    const submission = submissionOf(run);
    session.watch(submission, job);
    const timed = await session.wait(job.op, session.backend.submitTimed?.(submission) ?? Promise.resolve(undefined));
    if (timed === undefined) return false;
    this.#noteTimed(run.cached.plan, timed);
    return true;
  }

  #noteTimed({ steps }: Plan, { steps: times, resolutionMs, beganAtMs, encodedAtMs, submittedAtMs }: TimedRun): void {
    this.#host.note("encode", beganAtMs, encodedAtMs);
    this.#host.note("submit", encodedAtMs, submittedAtMs);
    const coarsest = Math.max(resolutionMs, this.#clock.resolutionMs ?? 0);
    this.#clock = { kind: "timestamps", resolutionMs: coarsest };
    // The two clocks have no moment in common: what the device does begins when it was handed over.
    const offsetMs = submittedAtMs - this.#beginMs;
    steps.forEach((step, i) => {
      const { startMs = 0, elapsedMs = 0 } = times[i] ?? {};
      this.#steps.push({ ...factsOf(step), startMs: offsetMs + startMs, elapsedMs });
    });
  }

  /** Step by step, with a wait after each. */
  async #launchSteps(run: Run): Promise<void> {
    const { cached } = run;
    const singles = singlesOf(cached.plan);
    for (const [i, step] of cached.plan.steps.entries()) {
      const single = singles[i];
      if (single === undefined) continue;
      const submission = { ...submissionOf(run), plan: single, executables: [cached.executables?.[i]] };
      const times = await this.#submitAndWait(run, submission);
      this.#steps.push({ ...factsOf(step), ...times });
    }
  }

  async #launchWhole(run: Run): Promise<void> {
    const times = await this.#submitAndWait(run, submissionOf(run));
    const { steps } = run.cached.plan;
    const total = (of: (step: Step) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
    const name = `${run.job.op}, ${steps.length} steps`;
    const [flops, bytes] = [total((step) => step.flops), total((step) => step.bytes)];
    this.#steps.push({ name, kind: "plan", flops, bytes, ...times });
  }

  async #submitAndWait(
    { job, session }: Run,
    submission: Submission,
  ): Promise<Pick<ProfiledStep, "startMs" | "elapsedMs">> {
    const startMs = nowMs();
    this.#host.during("submit", () => session.submit(submission, job));
    await session.wait(job.op, session.backend.idle());
    return { startMs: startMs - this.#beginMs, elapsedMs: nowMs() - startMs };
  }
}

function submissionOf({ job, cached, buffers }: Run): Submission {
  return { plan: cached.plan, executables: cached.executables ?? [], buffers, scalars: job.scalars };
}

function factsOf(step: Step): Pick<ProfiledStep, "name" | "kind" | "flops" | "bytes"> {
  const { kind, flops, bytes } = step;
  return { name: stepName(step), kind, flops, bytes };
}

function preparationOf({ plans, kernels }: Session): Preparation {
  return { planningMs: plans.stats.planningMs, compilingMs: kernels.compilingMs };
}

/** What was measured, by backend: it is measured once. */
const measured = new WeakMap<Backend, Promise<DeviceLimits | undefined>>();

function limitsOf(backend: Backend): Promise<DeviceLimits | undefined> {
  const known = measured.get(backend) ?? backend.measureLimits?.() ?? Promise.resolve(undefined);
  measured.set(backend, known);
  return known;
}

function singlesOf(plan: Plan): readonly Plan[] {
  const known = singleSteps.get(plan);
  if (known !== undefined) return known;
  const singles = plan.steps.map((step) => ({ ...plan, steps: [step] }));
  singleSteps.set(plan, singles);
  return singles;
}

/**
 * Runs `f` and times every kernel that is launched meanwhile, by timestamps of the device where it offers them
 * (`Profile.clock` says whether), each kernel in a pass of its own; else by running steps one by one and waiting for each, which
 * adds some tenths of a millisecond to a step on a device that works late. Either way the sum is somewhat longer than an
 * unprofiled run. Browsers round timestamps: kernels shorter than `clock.resolutionMs` take 0 or one tick, and only sums over many
 * calls say something.
 *
 * Each kernel's rates are set beside the device's limits: of multiply-adds, and of copying. The first profile of a backend
 * measures them, which takes some 20 ms on the CPU, and some tenths of a second on WebGPU. They are not known on the CPU in pages.
 *
 * @throws {UsageError} inside of another profile.
 * @example console.log(String(await profile(() => model(x).data())))
 */
export async function profile(f: () => unknown, { bySteps = true }: ProfileOptions = {}): Promise<Profile> {
  const { queue } = engine();
  const session = await engine().ready();
  await queue.drained();
  await session.wait("profile", session.backend.idle());
  const limits = await session.wait("profile", limitsOf(session.backend));
  if (queue.profiler !== undefined) {
    throw new UsageError({ op: "profile", rule: "one profile runs at a time", hint: "await the other first" });
  }
  const profiler = new Profiler(session, queue, limits, bySteps);
  queue.profiler = profiler;
  try {
    await f();
    await queue.drained();
    return profiler.finish();
  } finally {
    queue.profiler = undefined;
    profiler.stop();
  }
}
