/**
 * @file A plan in the form in which it runs. A replay looks up bind groups, writes what changed of the arguments, and
 * encodes one command buffer; it makes nothing that lasts.
 */
import { BackendError, type Plan, type Submission } from "@adjoint/core";
import type { Faults } from "../device/faults.ts";
import type { Block, BufferPool } from "../memory/buffer-pool.ts";
import { ownBuffer } from "../memory/webgpu-buffer.ts";
import type { StepTimer } from "../timing/step-timer.ts";
import { ArgsBlock } from "./args-block.ts";
import type { Dots } from "./dots.ts";
import type { Parts } from "./parts.ts";
import { type DispatchStep, type EncodedStep, encodeSteps } from "./steps.ts";

/** What encoded plans need of the backend. */
export interface RunContext {
  readonly device: GPUDevice;
  readonly faults: Faults;
  readonly pool: BufferPool;
  readonly dots: Dots;
  readonly parts: Parts;
  /** Largest buffer of the device, in bytes. */
  readonly maxBufferBytes: number;
}

/** Steps that an error names if the device does not say which it means. */
const LABELS_TOLD = 4;

export class EncodedPlan {
  /** Holds the arguments of all steps. */
  readonly argsBuffer: GPUBuffer;
  /** Bind groups made so far. */
  bindGroupCount = 0;
  readonly #context: RunContext;
  readonly #plan: Plan;
  readonly #executables: Submission["executables"];
  readonly #args = new ArgsBlock();
  readonly #steps: readonly EncodedStep[];
  /** By slot, of the run that is being encoded. */
  readonly #blocks: Block[] = [];
  /** By step, of the run that is being encoded. */
  readonly #groups: (GPUBindGroup | undefined)[] = [];
  /** Of the pool, when the bind groups were last checked. */
  #destroyedCount = 0;

  /** @throws {BackendError} if a step cannot run on this device. */
  constructor(context: RunContext, submission: Submission) {
    this.#context = context;
    this.#plan = submission.plan;
    this.#executables = submission.executables;
    requireStorable(submission.plan, context.maxBufferBytes);
    this.#steps = encodeSteps(submission, this.#args, context.dots, context.parts);
    this.argsBuffer = this.#args.allocate(context.device);
  }

  /** True if it was made for these compiled kernels. */
  fits(executables: Submission["executables"]): boolean {
    return executables === this.#executables || executables.every((e, i) => e === this.#executables[i]);
  }

  /** Submits a run. With a timer, the device times each step. */
  run(submission: Submission, timer?: StepTimer): void {
    const { buffers, scalars } = submission;
    const { device, faults } = this.#context;
    this.#bindSlots(buffers);
    const number = faults.submissions + 1;
    this.#markWritten(buffers, number);
    faults.submissions = number;
    const isNew = this.#findGroups();
    const submit = (): void => {
      if (isNew) this.#makeGroups();
      this.#args.write(device.queue, scalars);
      device.queue.submit([timer === undefined ? this.#encode() : this.#encodeTimed(timer)]);
    };
    // What was accepted once with these buffers is accepted again.
    if (isNew) this.#guarded(submit, number, submission);
    else submit();
  }

  #guarded(submit: () => void, number: number, submission: Submission): void {
    const { faults } = this.#context;
    const blocks = [...this.#blocks];
    // What lacks memory is refused for being invalid; the lack is the cause.
    const causeOf = (error: BackendError): BackendError => blocks.find(({ failure }) => failure)?.failure ?? error;
    const fail = (error: BackendError): void => faults.add(number, causeOf(error), submission);
    faults.guard("submit", submit, fail, this.#describe());
  }

  /** The steps, as far as one reads on. */
  #describe(): string {
    const labels = this.#steps.flatMap((step) => (step.kind === "dispatch" ? [step.label] : []));
    const more = labels.length > LABELS_TOLD ? [`${labels.length - LABELS_TOLD} more`] : [];
    return [...labels.slice(0, LABELS_TOLD), ...more].join(", ");
  }

  /** @throws {BackendError} if a buffer is not of this backend, or what it holds was never computed. */
  #bindSlots(buffers: Submission["buffers"]): void {
    const plan = this.#plan;
    const blocks = this.#blocks;
    const { faults } = this.#context;
    for (let i = 0; i < plan.slots.length; i++) {
      const slot = plan.slots[i];
      const buffer = ownBuffer("submit", buffers[i]);
      if (slot !== undefined && buffer.sizeBytes < slot.sizeBytes) {
        const got = `${buffer.sizeBytes} bytes for the ${slot.sizeBytes} of slot ${i}`;
        throw new BackendError({ op: "submit", rule: "a buffer must be as large as its slot", got });
      }
      const error = slot?.role === "input" ? (buffer.block.failure ?? faults.errorOf(buffer.writtenBy)) : undefined;
      if (error !== undefined) throw faults.told(error);
      blocks[i] = buffer.block;
    }
  }

  #markWritten(buffers: Submission["buffers"], number: number): void {
    const { slots } = this.#plan;
    for (let i = 0; i < slots.length; i++) {
      if (slots[i]?.role !== "input") ownBuffer("submit", buffers[i]).writtenBy = number;
    }
  }

  /** Looks up the bind groups of this run; true if some have to be made. */
  #findGroups(): boolean {
    const steps = this.#steps;
    const groups = this.#groups;
    const blocks = this.#blocks;
    this.#sweep();
    let isNew = false;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i];
      if (step?.kind !== "dispatch") continue;
      groups[i] = step.bindGroups.find(blocks, step.slots);
      if (groups[i] === undefined) isNew = true;
    }
    return isNew;
  }

  /** Forgets bind groups of buffers that were destroyed since the last run. */
  #sweep(): void {
    const { destroyedCount } = this.#context.pool;
    if (this.#destroyedCount === destroyedCount) return;
    this.#destroyedCount = destroyedCount;
    for (const step of this.#steps) if (step.kind === "dispatch") step.bindGroups.sweep();
  }

  #makeGroups(): void {
    const steps = this.#steps;
    const groups = this.#groups;
    const blocks = this.#blocks;
    steps.forEach((step, i) => {
      if (step.kind !== "dispatch" || groups[i] !== undefined) return;
      const group = this.#makeGroup(step);
      groups[i] = group;
      step.bindGroups.add(blocks, step.slots, group);
    });
  }

  #makeGroup({ label, shader, slots, sizes, offsets, argsOffset, argsBytes }: DispatchStep): GPUBindGroup {
    const entries: GPUBindGroupEntry[] = slots.map((slot, binding) => {
      const buffer = (this.#blocks[slot] as Block).gpu;
      return { binding, resource: { buffer, offset: offsets?.[binding] ?? 0, size: sizes[binding] ?? 0 } };
    });
    const args = { buffer: this.argsBuffer, offset: argsOffset, size: argsBytes };
    entries.push({ binding: slots.length, resource: args });
    this.bindGroupCount++;
    return this.#context.device.createBindGroup({ label, layout: shader.layout, entries });
  }

  #encodeTimed(timer: StepTimer): GPUCommandBuffer {
    return timer.encode({ steps: this.#steps, groups: this.#groups, blocks: this.#blocks });
  }

  /** All steps as one command buffer, in one pass between copies. */
  #encode(): GPUCommandBuffer {
    const encoder = this.#context.device.createCommandEncoder();
    const steps = this.#steps;
    const groups = this.#groups;
    const blocks = this.#blocks;
    let pass: GPUComputePassEncoder | undefined;
    let pipeline: GPUComputePipeline | undefined;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i];
      if (step === undefined) continue;
      if (step.kind === "copy") {
        pass?.end();
        pass = undefined;
        const from = (blocks[step.from] as Block).gpu;
        encoder.copyBufferToBuffer(from, 0, (blocks[step.to] as Block).gpu, 0, step.sizeBytes);
        continue;
      }
      if (pass === undefined) {
        pass = encoder.beginComputePass();
        pipeline = undefined;
      }
      if (pipeline !== step.shader.pipeline) {
        pipeline = step.shader.pipeline;
        pass.setPipeline(pipeline);
      }
      pass.setBindGroup(0, groups[i] ?? null);
      const [x, y, z] = step.groups;
      pass.dispatchWorkgroups(x, y, z);
    }
    pass?.end();
    return encoder.finish();
  }
}

function requireStorable({ slots }: Plan, maxBufferBytes: number): void {
  slots.forEach(({ dtype, sizeBytes }, i) => {
    if (sizeBytes > maxBufferBytes) throw tooLarge("submit", sizeBytes, maxBufferBytes);
    if (dtype !== "f64") return;
    const hint = 'cast to f32, or take backend "cpu"';
    throw new BackendError({ op: "submit", rule: "webgpu has no f64", got: `f64 in slot ${i}`, hint });
  });
}

/** A tensor that the device has no buffer for. */
export function tooLarge(op: string, sizeBytes: number, limitBytes: number): BackendError {
  return new BackendError({
    op,
    rule: "a tensor must fit into one buffer of the device",
    got: `${sizeBytes} bytes, the limit is ${limitBytes}`,
    hint: 'split it, or take backend "cpu"',
  });
}
