/**
 * @file `warmup`: plans and compiles what a function will need, before it is called.
 */
import { UsageError } from "../errors.ts";
import type { Kernel } from "../kernel/types.ts";
import { nextTurn, nowMs } from "./clock.ts";
import { engine } from "./engine.ts";
import { type Flush, realizeNodes } from "./flush.ts";
import type { CachedPlan } from "./plan-cache.ts";
import { preparePlanning } from "./programs.ts";
import { Rehearsal } from "./rehearsal.ts";
import { tensorsIn } from "./scope.ts";
import type { Session } from "./session.ts";

/** How far a warm-up has come. */
export interface WarmupProgress {
  /** Of plans: each of their kernels, and their products together. */
  readonly done: number;
  readonly total: number;
}

export interface WarmupOptions {
  /** Is called whenever something has been compiled. */
  readonly onProgress?: (progress: WarmupProgress) => void;
}

/** What a warm-up has done. */
export interface Warmup {
  /** Different runs that the function takes. */
  readonly plans: number;
  /** Kernels that were compiled; those of matrix products are not counted. */
  readonly kernels: number;
  readonly elapsedMs: number;
}

/** The first call of a step may differ from those behind it, as when parameters have no value yet; a third seldom does. */
const MOST_CALLS = 3;

/**
 * Makes the plans and compiles the kernels of `f(example)`, all at once, so that a later call with arguments of the same shapes
 * and dtypes waits for no compiler. Nothing is computed, and all is afterwards as it was: parameters, their gradients,
 * optimizers, the generator, and tensors that were there. So `f` may be a whole step of training.
 *
 * `f` is called up to three times, until a call needs nothing new. Tensors in its result are taken to be read together, as
 * by `realize`. It may be asynchronous, but is left where it first waits for a value (`data()`, `item()`, `array()`,
 * `realize`): these do not come back, and what comes behind is not warmed up. It must wait for nothing else. What it does beside
 * tensors, such as counting, it does. What it has made cannot be read.
 *
 * @throws {UsageError} if `f` waits for something else than a value.
 * @throws {AdjointError} what planning and compiling throw; what `f` throws.
 * @example await warmup(step, batch); // then: await step(batch)
 */
export async function warmup<E = undefined>(
  f: (example: E) => unknown,
  example?: E,
  { onProgress }: WarmupOptions = {},
): Promise<Warmup> {
  const startMs = nowMs();
  const session = await engine().ready();
  const flushes = await rehearse(() => f(example as E));
  const plans: CachedPlan[] = [];
  for (const { op, source } of flushes) {
    if ("plan" in source) plans.push(source);
    else {
      await preparePlanning(source);
      plans.push(session.plans.planFor(op, source));
    }
  }
  const before = session.kernels.compiledCount;
  await session.wait("warmup", compileAll(plans, session, onProgress));
  const kernels = session.kernels.compiledCount - before;
  return { plans: new Set(plans).size, kernels, elapsedMs: nowMs() - startMs };
}

/** What calling `f` again and again would run. */
async function rehearse(f: () => unknown): Promise<readonly Flush[]> {
  const rehearsal = new Rehearsal();
  const result = rehearsal.run(() => callUntilKnown(f, rehearsal));
  if (!isPromise(result)) return rehearsal.flushes;
  const outcome = await Promise.race([Promise.resolve(result).then((value) => ({ value })), nextTurn()]);
  if (outcome !== undefined) rehearsal.run(() => flushResult(outcome.value));
  else if (rehearsal.readCount === 0) {
    throw new UsageError({
      op: "warmup",
      rule: "the function may wait for values of tensors alone",
      got: "a promise of something else",
      hint: "wait for it before, and pass what it gives as the example",
    });
  }
  return rehearsal.flushes;
}

/** The result of the first call. */
function callUntilKnown(f: () => unknown, rehearsal: Rehearsal): unknown {
  const first = f();
  if (!isPromise(first)) flushResult(first);
  for (let call = 1, known = 0; call < MOST_CALLS && rehearsal.flushes.length > known; call++) {
    known = rehearsal.flushes.length;
    try {
      const result = f();
      if (isPromise(result)) Promise.resolve(result).catch(() => undefined);
      else flushResult(result);
    } catch {
      // What can be called once has been: it sweeps a graph from outside, for example.
      break;
    }
  }
  return first;
}

function flushResult(result: unknown): void {
  realizeNodes(
    "warmup",
    [...tensorsIn(result)].map((tensor) => tensor.node),
  );
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Starts all compilations, and waits for them. */
async function compileAll(
  plans: readonly CachedPlan[],
  { kernels }: Session,
  onProgress: WarmupOptions["onProgress"],
): Promise<void> {
  const missing = new Map<string, Kernel>();
  for (const { plan } of plans) {
    for (const step of plan.steps) {
      const kernel = kernels.kernelOf(step, plan);
      if (kernel !== undefined && kernels.get(kernel) === undefined) missing.set(kernel.key, kernel);
    }
  }
  const compiled = Promise.all(plans.map((plan) => plan.compile(kernels)));
  const parts: Promise<unknown>[] = [
    ...[...missing.values()].map((kernel) => kernels.compile(kernel)),
    ...plans.flatMap(({ plan }) => kernels.prepare(plan) ?? []),
  ];
  let done = 0;
  for (const part of parts) {
    part.then(
      () => onProgress?.({ done: ++done, total: parts.length }),
      // Whoever compiles the plan is told, with more to say.
      () => undefined,
    );
  }
  await compiled;
}
