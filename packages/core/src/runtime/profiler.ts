/**
 * @file `profile`: runs work step by step and times each, so that the time of every kernel is known.
 */
import type { Backend, DeviceBuffer, DeviceLimits } from "../backend/contract.ts";
import type { Plan, Step } from "../lower/plan.ts";
import { stepName } from "../lower/step-name.ts";
import { nowMs } from "./clock.ts";
import { engine } from "./engine.ts";
import { type Job, unpin } from "./job.ts";
import { bindSlots, releaseScratch } from "./launch.ts";
import type { CachedPlan } from "./plan-cache.ts";
import type { Session } from "./session.ts";

/** The time of one step of a plan. */
export interface ProfiledStep {
  readonly name: string;
  readonly kind: Step["kind"];
  /** Since the profile began. */
  readonly startMs: number;
  readonly elapsedMs: number;
  readonly flops: number;
  readonly bytes: number;
}

/** What was reached of what the device can do. */
export interface ProfiledRates {
  readonly gflops: number;
  readonly gigabytesPerSecond: number;
  /**
   * The greater one of both rates as a part of its limit, where limits are known. Values that are still in a cache come faster than a
   * copy reads them, so it may be above 1.
   */
  readonly shareOfLimit: number | undefined;
  /** Which limit that is. */
  readonly bound: "arithmetic" | "memory" | undefined;
}

/** The steps of one kernel, taken together. */
export interface ProfiledKernel extends ProfiledRates {
  readonly name: string;
  readonly calls: number;
  readonly elapsedMs: number;
}

/** What making plans and compiling kernels took, if any had to be. */
export interface Preparation {
  readonly planningMs: number;
  readonly compilingMs: number;
}

export class Profile implements Preparation {
  readonly steps: readonly ProfiledStep[];
  /** From the first line of the function to the last result. */
  readonly elapsedMs: number;
  readonly planningMs: number;
  readonly compilingMs: number;
  /** What the device can do, if that could be measured. */
  readonly limits: DeviceLimits | undefined;

  constructor(
    steps: readonly ProfiledStep[],
    elapsedMs: number,
    { planningMs, compilingMs }: Preparation = { planningMs: 0, compilingMs: 0 },
    limits?: DeviceLimits,
  ) {
    this.steps = steps;
    this.elapsedMs = elapsedMs;
    this.planningMs = planningMs;
    this.compilingMs = compilingMs;
    this.limits = limits;
  }

  /** Times by kernel, longest first. */
  get kernels(): ProfiledKernel[] {
    const byName = new Map<string, ProfiledStep[]>();
    for (const step of this.steps) {
      const steps = byName.get(step.name);
      if (steps === undefined) byName.set(step.name, [step]);
      else steps.push(step);
    }
    return [...byName]
      .map(([name, steps]) => summarize(name, steps, this.limits))
      .sort((a, b) => b.elapsedMs - a.elapsedMs);
  }

  /** What took how long in all, what the device can do, and one line for each kernel. */
  toString(): string {
    const { limits } = this;
    const lines = this.kernels.map(
      ({ name, calls, elapsedMs, gflops, gigabytesPerSecond, shareOfLimit, bound }) =>
        `${elapsedMs.toFixed(3).padStart(10)} ms  ${String(calls).padStart(5)} ×  ${gflops.toFixed(1).padStart(7)} GFLOP/s` +
        `  ${gigabytesPerSecond.toFixed(1).padStart(6)} GB/s  ` +
        `${shareOfLimit === undefined ? "" : `${Math.round(100 * shareOfLimit)} % of ${bound}`.padStart(19)}  ${name}`,
    );
    const preparing = `${this.planningMs.toFixed(3)} ms planning, ${this.compilingMs.toFixed(3)} ms compiling`;
    const device =
      limits && `limits: ${limits.gflops.toFixed(1)} GFLOP/s, ${limits.gigabytesPerSecond.toFixed(1)} GB/s of copying`;
    const head = [`${this.elapsedMs.toFixed(3)} ms in all, ${this.steps.length} steps`, preparing];
    return [head.join("; "), ...(device === undefined ? [] : [device]), ...lines].join("\n");
  }

  /** Chrome's trace format, as JSON: opens in Perfetto. */
  toTrace(): string {
    const place = { pid: 1, tid: 1 };
    const names = [
      { name: "process_name", ph: "M", ...place, args: { name: "adjoint" } },
      { name: "thread_name", ph: "M", ...place, args: { name: "kernels" } },
    ];
    const events = this.steps.map((step) => ({
      name: step.name,
      cat: step.kind,
      ph: "X",
      ts: step.startMs * 1000,
      dur: step.elapsedMs * 1000,
      ...place,
      args: { flops: step.flops, bytes: step.bytes, ...ratesOf(step, this.limits) },
    }));
    const { planningMs, compilingMs, limits } = this;
    const otherData = { planningMs, compilingMs, ...limits };
    return JSON.stringify({ displayTimeUnit: "ms", otherData, traceEvents: [...events, ...names] });
  }
}

type Work = Pick<ProfiledStep, "elapsedMs" | "flops" | "bytes">;

function summarize(name: string, steps: readonly ProfiledStep[], limits: DeviceLimits | undefined): ProfiledKernel {
  const total = (of: (step: ProfiledStep) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
  const elapsedMs = total((step) => step.elapsedMs);
  const work = { elapsedMs, flops: total((step) => step.flops), bytes: total((step) => step.bytes) };
  return { name, calls: steps.length, elapsedMs, ...ratesOf(work, limits) };
}

function ratesOf({ elapsedMs, flops, bytes }: Work, limits: DeviceLimits | undefined): ProfiledRates {
  const rate = (amount: number): number => (elapsedMs > 0 ? amount / elapsedMs / 1e6 : 0);
  const rates = { gflops: rate(flops), gigabytesPerSecond: rate(bytes) };
  if (limits === undefined) return { ...rates, shareOfLimit: undefined, bound: undefined };
  const ofArithmetic = rates.gflops / limits.gflops;
  const ofMemory = rates.gigabytesPerSecond / limits.gigabytesPerSecond;
  const bound = ofArithmetic > ofMemory ? "arithmetic" : "memory";
  return { ...rates, shareOfLimit: Math.max(ofArithmetic, ofMemory), bound };
}

/** Plans of one step each, by the plan they are from: backends key what they derive by plan. */
const singleSteps = new WeakMap<Plan, readonly Plan[]>();

export class Profiler {
  readonly #steps: ProfiledStep[] = [];
  readonly #session: Session;
  readonly #limits: DeviceLimits | undefined;
  readonly #before: Preparation;
  readonly #beginMs: number;

  constructor(session: Session, limits: DeviceLimits | undefined) {
    this.#session = session;
    this.#limits = limits;
    this.#before = preparationOf(session);
    this.#beginMs = nowMs();
  }

  /** Runs a job as the queue would, but waits for the device after each step. */
  async launch(job: Job, cached: CachedPlan, session: Session): Promise<void> {
    const { plan } = cached;
    const buffers = bindSlots(job, plan, session);
    try {
      await session.wait(job.op, session.backend.idle());
      for (let i = 0; i < plan.steps.length; i++) await this.#launchStep(i, job, cached, buffers, session);
    } finally {
      releaseScratch(plan, buffers, session);
    }
    unpin(job);
  }

  finish(): Profile {
    const elapsedMs = nowMs() - this.#beginMs;
    const { planningMs, compilingMs } = preparationOf(this.#session);
    const preparation = {
      planningMs: planningMs - this.#before.planningMs,
      compilingMs: compilingMs - this.#before.compilingMs,
    };
    return new Profile(this.#steps, elapsedMs, preparation, this.#limits);
  }

  async #launchStep(i: number, job: Job, cached: CachedPlan, buffers: DeviceBuffer[], session: Session): Promise<void> {
    const { backend } = session;
    const single = singlesOf(cached.plan)[i];
    const step = single?.steps[0];
    if (single === undefined || step === undefined) return;
    const startMs = nowMs();
    session.submit({ plan: single, executables: [cached.executables?.[i]], buffers, scalars: job.scalars }, job);
    await session.wait(job.op, backend.idle());
    const elapsedMs = nowMs() - startMs;
    const { kind, flops, bytes } = step;
    this.#steps.push({ name: stepName(step), kind, startMs: startMs - this.#beginMs, elapsedMs, flops, bytes });
  }
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
 * Runs `f` and times every kernel that is launched meanwhile. Steps run one by one, so the sum is somewhat longer than
 * an unprofiled run. On a device that works late, the time of a step includes the wait for its end, some tenths of a
 * millisecond.
 *
 * Each kernel's rates are set beside the device's limits: of multiply-adds, and of copying. The first profile of a backend
 * measures them, which takes some 20 ms. They are not known on WebGPU, nor in pages.
 *
 * @example console.log(String(await profile(() => model(x).data())))
 */
export async function profile(f: () => unknown): Promise<Profile> {
  const { queue } = engine();
  const session = await engine().ready();
  await queue.drained();
  await session.wait("profile", session.backend.idle());
  const profiler = new Profiler(session, await session.wait("profile", limitsOf(session.backend)));
  queue.profiler = profiler;
  try {
    await f();
    await queue.drained();
    return profiler.finish();
  } finally {
    queue.profiler = undefined;
  }
}
