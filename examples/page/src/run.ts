/** @file One run of the training, in the worker: it starts the backend, trains, reports, and stops the backend. */
import { characterErrorRate, createTraining, STEPS_PER_EPOCH, type Training } from "@adjoint/example-sequence/training";
import { fetchDigits } from "@adjoint/examples-shared/portable";
import { AdjointError, configure, shutdown } from "adjoint";
import { Gate } from "./gate.ts";
import type { Failure, Report, RunSettings } from "./protocol.ts";

/** Strings that are read in a test along the way, and after the last step. */
const TEST_STRINGS = { underway: 64, last: 256 };

/** Those of them that are sent to be drawn. */
const SHOWN_STRINGS = 8;

/** Most steps between two tests; a short run is tested ten times. */
const STEPS_BETWEEN_TESTS = 20;

export interface Run {
  pause(): void;
  resume(): void;
  /** Ends the run before its next step. Resolves when its backend has stopped. */
  stop(): Promise<void>;
}

/** Starts a run when `before` has resolved. Failures are reported; nothing rejects. */
export function startRun(
  run: number,
  settings: RunSettings,
  before: Promise<void> | undefined,
  post: (report: Report) => void,
): Run {
  const gate = new Gate();
  const ended = (async () => {
    await before;
    try {
      const isComplete = await trainAndReport(run, settings, gate, post);
      await shutdown();
      post({ run, kind: "ended", isComplete });
    } catch (error) {
      post({ run, kind: "failed", failure: describe(error) });
      // The failure is told. What is left of its backend may be unable to stop.
      await shutdown().catch(() => undefined);
    }
  })();
  return {
    pause() {
      gate.pause();
      post({ run, kind: "paused" });
    },
    resume() {
      gate.resume();
      post({ run, kind: "resumed" });
    },
    stop() {
      gate.stop();
      return ended;
    },
  };
}

/** Resolves to false if the run was stopped. */
async function trainAndReport(
  run: number,
  { backend, seed, epochs }: RunSettings,
  gate: Gate,
  post: (report: Report) => void,
): Promise<boolean> {
  const [digits, info] = await Promise.all([
    fetchDigits(besideThis("digits.csv.gzip")),
    configure({ backend, seed, workerUrl: besideThis("threads.js") }),
  ]);
  const steps = Math.round(epochs * STEPS_PER_EPOCH);
  post({ run, kind: "started", info, steps });

  const training = createTraining({ digits, seed, steps });
  const test = async (count: number): Promise<void> => post({ run, kind: "test", ...(await testOn(training, count)) });
  await test(TEST_STRINGS.underway);
  const interval = Math.min(STEPS_BETWEEN_TESTS, Math.ceil(steps / 10));
  for (let step = 1; step <= steps; step++) {
    if (!(await gate.pass())) return false;
    const startMs = performance.now();
    const loss = await training.step();
    post({ run, kind: "step", step, loss, stepMs: performance.now() - startMs });
    if (step === steps) await test(TEST_STRINGS.last);
    else if (step % interval === 0) await test(TEST_STRINGS.underway);
  }
  return true;
}

async function testOn(training: Training, count: number) {
  const readings = await training.test(count);
  return { characterErrorRate: characterErrorRate(readings), readings: readings.slice(0, SHOWN_STRINGS) };
}

function besideThis(file: string): string {
  return new URL(file, globalThis.location.href).href;
}

function describe(error: unknown): Failure {
  if (error instanceof AdjointError) {
    const { name, op, rule, got, hint } = error;
    return { name, text: `${op}: ${rule}${got === undefined ? "" : `; got ${got}`}`, hint };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, text: message, hint: undefined };
}
