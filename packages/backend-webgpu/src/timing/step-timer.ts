/**
 * @file A run of a plan in which the device times each step: one pass a step, with a timestamp at either end. That is some µs
 * a step more than a run in one pass.
 */
import type { StepTime, TimedRun } from "@adjoint/core";
import type { Faults } from "../device/faults.ts";
import type { Block } from "../memory/buffer-pool.ts";
import type { EncodedStep } from "../run/steps.ts";
import { elapsedMs, type Interval, resolutionMs } from "./ticks.ts";
import { Timestamps } from "./timestamps.ts";

/** What is encoded: the steps, with the bind groups and buffers of this run. */
export interface TimedSteps {
  readonly steps: readonly EncodedStep[];
  readonly groups: readonly (GPUBindGroup | undefined)[];
  readonly blocks: readonly Block[];
}

export class StepTimer {
  /** When the command buffer was complete. */
  #encodedAtMs = 0;
  /** By interval: the step of the plan. */
  #stepOf: readonly number[] = [];
  #timestamps: Timestamps | undefined;
  readonly #device: GPUDevice;
  readonly #faults: Faults;
  readonly #beganAtMs = performance.now();

  constructor(device: GPUDevice, faults: Faults) {
    this.#device = device;
    this.#faults = faults;
  }

  encode({ steps, groups, blocks }: TimedSteps): GPUCommandBuffer {
    const timestamps = new Timestamps(this.#device, this.#faults, steps.length);
    const encoder = this.#device.createCommandEncoder();
    steps.forEach((step, i) => {
      if (step.kind === "copy") {
        encoder.beginComputePass({ timestampWrites: timestamps.before(i) }).end();
        encoder.copyBufferToBuffer(gpuOf(blocks, step.from), 0, gpuOf(blocks, step.to), 0, step.sizeBytes);
        encoder.beginComputePass({ timestampWrites: timestamps.behind(i) }).end();
        return;
      }
      const pass = encoder.beginComputePass({ label: step.label, timestampWrites: timestamps.around(i) });
      pass.setPipeline(step.shader.pipeline);
      pass.setBindGroup(0, groups[i] ?? null);
      const [x, y, z] = step.groups;
      pass.dispatchWorkgroups(x, y, z);
      pass.end();
    });
    timestamps.resolve(encoder);
    this.#timestamps = timestamps;
    this.#stepOf = steps.map(({ step }) => step);
    const commands = encoder.finish();
    this.#encodedAtMs = performance.now();
    return commands;
  }

  /** The times of the steps of the plan, once the device is done. Steps with nothing to do take no time. */
  async finish(stepCount: number): Promise<TimedRun> {
    const submittedAtMs = performance.now();
    const intervals = (await this.#timestamps?.read()) ?? [];
    const ranMs = performance.now() - this.#encodedAtMs;
    const ticks = intervals.flatMap(({ begin, end }) => [begin, end]);
    return {
      steps: this.#timesOf(stepCount, intervals, ranMs),
      resolutionMs: resolutionMs(ticks),
      beganAtMs: this.#beganAtMs,
      encodedAtMs: this.#encodedAtMs,
      submittedAtMs,
    };
  }

  /** A step may be several dispatches: it begins with the first, and takes what they take together. */
  #timesOf(stepCount: number, intervals: readonly Interval[], mostMs: number): StepTime[] {
    const times = Array.from({ length: stepCount }, () => ({ startMs: 0, elapsedMs: 0 }));
    const origin = intervals[0]?.begin ?? 0n;
    let reachedMs = 0;
    this.#stepOf.forEach((step, i) => {
      const [time, interval] = [times[step], intervals[i]];
      if (time === undefined || interval === undefined) return;
      const startMs = elapsedMs({ begin: origin, end: interval.begin }, mostMs);
      // What the clock has lost comes behind the step before.
      reachedMs = Math.max(reachedMs, startMs);
      if (time.elapsedMs === 0) time.startMs = reachedMs;
      const ms = elapsedMs(interval, mostMs);
      time.elapsedMs += ms;
      reachedMs += ms;
    });
    return times;
  }
}

function gpuOf(blocks: readonly Block[], slot: number): GPUBuffer {
  return (blocks[slot] as Block).gpu;
}
