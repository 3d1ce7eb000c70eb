/**
 * @file `profile`: runs work step by step and times each, so that the time of every kernel is known.
 */
import type { DeviceBuffer } from "../backend/contract.ts";
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

/** The steps of one kernel, taken together. */
export interface ProfiledKernel {
  readonly name: string;
  readonly calls: number;
  readonly elapsedMs: number;
  readonly gflops: number;
  readonly gigabytesPerSecond: number;
}

export class Profile {
  readonly steps: readonly ProfiledStep[];
  /** From the first line of the function to the last result. */
  readonly elapsedMs: number;

  constructor(steps: readonly ProfiledStep[], elapsedMs: number) {
    this.steps = steps;
    this.elapsedMs = elapsedMs;
  }

  /** Times by kernel, longest first. */
  get kernels(): ProfiledKernel[] {
    const byName = new Map<string, ProfiledStep[]>();
    for (const step of this.steps) {
      const steps = byName.get(step.name);
      if (steps === undefined) byName.set(step.name, [step]);
      else steps.push(step);
    }
    return [...byName].map(([name, steps]) => summarize(name, steps)).sort((a, b) => b.elapsedMs - a.elapsedMs);
  }

  /** One line for each kernel. */
  toString(): string {
    const lines = this.kernels.map(
      ({ name, calls, elapsedMs, gflops, gigabytesPerSecond }) =>
        `${elapsedMs.toFixed(3).padStart(10)} ms  ${String(calls).padStart(5)} ×  ${gflops.toFixed(1).padStart(7)} GFLOP/s` +
        `  ${gigabytesPerSecond.toFixed(1).padStart(6)} GB/s  ${name}`,
    );
    return [`${this.elapsedMs.toFixed(3)} ms in all, ${this.steps.length} steps`, ...lines].join("\n");
  }

  /** Chrome's trace format, as JSON: opens in Perfetto. */
  toTrace(): string {
    const traceEvents = this.steps.map(({ name, kind, startMs, elapsedMs, flops, bytes }) => ({
      name,
      cat: kind,
      ph: "X",
      ts: startMs * 1000,
      dur: elapsedMs * 1000,
      pid: 1,
      tid: 1,
      args: { flops, bytes },
    }));
    return JSON.stringify({ displayTimeUnit: "ms", traceEvents });
  }
}

function summarize(name: string, steps: readonly ProfiledStep[]): ProfiledKernel {
  const total = (of: (step: ProfiledStep) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
  const elapsedMs = total((step) => step.elapsedMs);
  const rate = (amount: number): number => (elapsedMs > 0 ? amount / elapsedMs / 1e6 : 0);
  return {
    name,
    calls: steps.length,
    elapsedMs,
    gflops: rate(total((step) => step.flops)),
    gigabytesPerSecond: rate(total((step) => step.bytes)),
  };
}

/** Plans of one step each, by the plan they are from: backends key what they derive by plan. */
const singleSteps = new WeakMap<Plan, readonly Plan[]>();

export class Profiler {
  readonly #steps: ProfiledStep[] = [];
  readonly #beginMs = nowMs();

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
    return new Profile(this.#steps, nowMs() - this.#beginMs);
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
 * @example console.log(String(await profile(() => model(x).data())))
 */
export async function profile(f: () => unknown): Promise<Profile> {
  const { queue } = engine();
  const session = await engine().ready();
  await queue.drained();
  await session.wait("profile", session.backend.idle());
  const profiler = new Profiler();
  queue.profiler = profiler;
  try {
    await f();
    await queue.drained();
    return profiler.finish();
  } finally {
    queue.profiler = undefined;
  }
}
