/**
 * @file What a profile has found: the time of each step of the plans that ran, what the host did meanwhile, and rates beside
 * what the device can do.
 */
import type { DeviceLimits } from "../backend/contract.ts";
import type { Step } from "../lower/plan.ts";

/** The time of one step of a plan, or of a plan. */
export interface ProfiledStep {
  readonly name: string;
  readonly kind: Step["kind"] | "plan";
  /** Since the profile began. */
  readonly startMs: number;
  readonly elapsedMs: number;
  readonly flops: number;
  readonly bytes: number;
}

/**
 * Work of the host. `graph`: from the work before to a flush, with building the graph, gradients and collecting; `plan`: making a plan;
 * `compile`: of a kernel, several at a time; `bind`: memory for a run; `encode` and `submit`: bringing a run to the
 * device, or running it, where the host does that itself; `read`: from asking for values to having them.
 */
export interface HostEvent {
  readonly name: "graph" | "plan" | "compile" | "bind" | "encode" | "submit" | "read";
  /** Since the profile began. */
  readonly startMs: number;
  readonly elapsedMs: number;
}

/** What was reached of what the device can do. */
export interface ProfiledRates {
  readonly gflops: number;
  readonly gigabytesPerSecond: number;
  /**
   * The greater one of both rates as a part of its limit, where limits are known and the clock is fine enough. Values that are
   * still in a cache come faster than a copy reads them, so it may be above 1.
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

/** How steps were timed: by timestamps of the device, or by waiting for it after each. */
export interface ProfileClock {
  readonly kind: "timestamps" | "waiting";
  /** Device times are multiples of this, where it is known. Browsers make it coarse. */
  readonly resolutionMs: number | undefined;
}

/** Beside the steps and the time in all. */
export interface ProfileContext extends Preparation {
  /** What the device can do, if that could be measured. */
  readonly limits: DeviceLimits | undefined;
  readonly clock: ProfileClock;
  readonly host: readonly HostEvent[];
}

const BARE: ProfileContext = {
  planningMs: 0,
  compilingMs: 0,
  limits: undefined,
  clock: { kind: "waiting", resolutionMs: undefined },
  host: [],
};

/** Times of fewer ticks of the clock say nothing of a rate. */
const LEAST_TICKS = 4;

export class Profile implements ProfileContext {
  readonly steps: readonly ProfiledStep[];
  /** From the first line of the function to the last result. */
  readonly elapsedMs: number;
  readonly planningMs: number;
  readonly compilingMs: number;
  readonly limits: DeviceLimits | undefined;
  readonly clock: ProfileClock;
  readonly host: readonly HostEvent[];

  constructor(steps: readonly ProfiledStep[], elapsedMs: number, context: Partial<ProfileContext> = {}) {
    const { planningMs, compilingMs, limits, clock, host } = { ...BARE, ...context };
    this.steps = steps;
    this.elapsedMs = elapsedMs;
    this.planningMs = planningMs;
    this.compilingMs = compilingMs;
    this.limits = limits;
    this.clock = clock;
    this.host = host;
  }

  /** Times by kernel, longest first. */
  get kernels(): ProfiledKernel[] {
    const byName = new Map<string, ProfiledStep[]>();
    for (const step of this.steps) {
      const steps = byName.get(step.name);
      if (steps === undefined) byName.set(step.name, [step]);
      else steps.push(step);
    }
    return [...byName].map(([name, steps]) => this.#summarize(name, steps)).sort((a, b) => b.elapsedMs - a.elapsedMs);
  }

  /** What took how long in all, by which clock, what the device can do, and one line for each kernel. */
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
    return [head.join("; "), clockText(this.clock), ...(device === undefined ? [] : [device]), ...lines].join("\n");
  }

  /** Chrome's trace format, as JSON: opens in Perfetto. The host's work is one track, the device's another. */
  toTrace(): string {
    const { planningMs, compilingMs, limits, clock, host } = this;
    const steps = this.steps.map((step) => ({
      ...sliceOf(step, step.kind, DEVICE_TRACK),
      args: { flops: step.flops, bytes: step.bytes, ...this.#ratesOf(step) },
    }));
    const { kind, resolutionMs } = clock;
    const otherData = { planningMs, compilingMs, ...limits, clock: kind, resolutionMs };
    const traceEvents = [
      ...steps,
      ...host.flatMap((event, i) => hostSlices(event, i)),
      { name: "process_name", ph: "M", ...DEVICE_TRACK, args: { name: "adjoint" } },
      { name: "thread_name", ph: "M", ...DEVICE_TRACK, args: { name: "kernels" } },
      { name: "thread_name", ph: "M", ...HOST_TRACK, args: { name: "host" } },
    ];
    return JSON.stringify({ displayTimeUnit: "ms", otherData, traceEvents });
  }

  #summarize(name: string, steps: readonly ProfiledStep[]): ProfiledKernel {
    const total = (of: (step: ProfiledStep) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
    const elapsedMs = total((step) => step.elapsedMs);
    const work = { elapsedMs, flops: total((step) => step.flops), bytes: total((step) => step.bytes) };
    return { name, calls: steps.length, elapsedMs, ...this.#ratesOf(work) };
  }

  #ratesOf({ elapsedMs, flops, bytes }: Work): ProfiledRates {
    const { limits, clock } = this;
    const rate = (amount: number): number => (elapsedMs > 0 ? amount / elapsedMs / 1e6 : 0);
    const rates = { gflops: rate(flops), gigabytesPerSecond: rate(bytes) };
    const isTold = elapsedMs > 0 && elapsedMs >= LEAST_TICKS * (clock.resolutionMs ?? 0);
    if (limits === undefined || !isTold) return { ...rates, shareOfLimit: undefined, bound: undefined };
    const ofArithmetic = rates.gflops / limits.gflops;
    const ofMemory = rates.gigabytesPerSecond / limits.gigabytesPerSecond;
    const bound = ofArithmetic > ofMemory ? "arithmetic" : "memory";
    return { ...rates, shareOfLimit: Math.max(ofArithmetic, ofMemory), bound };
  }
}

type Work = Pick<ProfiledStep, "elapsedMs" | "flops" | "bytes">;

function clockText({ kind, resolutionMs }: ProfileClock): string {
  if (kind === "waiting") return "times include waiting for the device after each step";
  return `times by the device's timestamps${resolutionMs === undefined ? "" : `, in steps of ${Number(resolutionMs.toPrecision(3))} ms`}`;
}

const DEVICE_TRACK = { pid: 1, tid: 1 } as const;
const HOST_TRACK = { pid: 1, tid: 2 } as const;

interface Timed {
  readonly name: string;
  readonly startMs: number;
  readonly elapsedMs: number;
}

function sliceOf({ name, startMs, elapsedMs }: Timed, cat: string, track: typeof DEVICE_TRACK | typeof HOST_TRACK) {
  return { name, cat, ph: "X", ts: startMs * 1000, dur: elapsedMs * 1000, ...track };
}

/** What overlaps with other work of the host is a slice of its own, with a beginning and an end. */
function hostSlices(event: HostEvent, id: number): object[] {
  if (event.name !== "compile" && event.name !== "read") return [sliceOf(event, "host", HOST_TRACK)];
  const common = { name: event.name, cat: "host", id, ...HOST_TRACK };
  const { startMs, elapsedMs } = event;
  return [
    { ...common, ph: "b", ts: startMs * 1000 },
    { ...common, ph: "e", ts: (startMs + elapsedMs) * 1000 },
  ];
}
