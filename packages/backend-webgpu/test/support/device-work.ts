/** @file Whether a device does all the work of plans: what the runtime asks of the backend, beside what reaches the device. */
import { createWebgpuBackend } from "@adjoint/backend-webgpu";
import { type Backend, type Plan, registerBackend, type Step } from "@adjoint/core";
import { expect } from "vitest";
import { watchGpu } from "./watch-gpu.ts";

export interface DeviceWork {
  /** Forgets what was counted so far. */
  readonly begin: () => void;
  /** How many values were read. */
  readonly reads: () => number;
  /** Expects each step of the plans to have been one dispatch or copy, a plan one submission, and nothing else to be read. */
  readonly expectAll: () => void;
  readonly stop: () => void;
}

/** Watches the WebGPU backend that is started next. */
export function watchDeviceWork(): DeviceWork {
  const plans: Plan[] = [];
  let reads = 0;
  const { traffic, stop } = watchGpu();
  const start = { ...traffic };
  registerBackend("webgpu", async (settings) => {
    const backend: Backend = await createWebgpuBackend(settings);
    const { submit, download } = backend;
    backend.submit = (submission) => {
      plans.push(submission.plan);
      submit.call(backend, submission);
    };
    backend.download = (buffer, sizeBytes) => {
      reads++;
      return download.call(backend, buffer, sizeBytes);
    };
    return backend;
  });
  return {
    begin: () => {
      plans.length = 0;
      reads = 0;
      Object.assign(start, traffic);
    },
    reads: () => reads,
    expectAll: () => {
      const steps = plans.flatMap((plan) => plan.steps);
      const count = (...kinds: Step["kind"][]): number => steps.filter(({ kind }) => kinds.includes(kind)).length;
      expect(steps.length).toBeGreaterThan(0);
      expect({
        dispatches: traffic.dispatches - start.dispatches,
        copies: traffic.copies - start.copies,
        submits: traffic.submits - start.submits,
        maps: traffic.maps - start.maps,
      }).toEqual({
        dispatches: count("kernel", "dot"),
        copies: count("copy") + reads,
        submits: plans.length + reads,
        maps: reads,
      });
    },
    stop,
  };
}
