/**
 * @file One run of a compiled plan: binds buffers to slots, submits, and returns scratch memory.
 */
import type { DeviceBuffer } from "../backend/contract.ts";
import type { Plan } from "../lower/plan.ts";
import { type Job, unpin } from "./job.ts";
import type { CachedPlan } from "./plan-cache.ts";
import type { Session } from "./session.ts";

/** Submits a job. Throws, having submitted nothing, if an input failed or memory is short. */
export function launch(job: Job, cached: CachedPlan, session: Session): void {
  const { plan, executables = [] } = cached;
  const buffers = bindSlots(job, plan, session);
  try {
    session.submit({ plan, executables, buffers, scalars: job.scalars }, job);
  } finally {
    releaseScratch(plan, buffers, session);
  }
  unpin(job);
}

/** Waits for the memory that a job is going to take, where the backend wants to be asked. */
export function reserve({ inputs }: Job, { ownSizes }: CachedPlan, { backend }: Session): Promise<void> | undefined {
  if (backend.reserve === undefined) return undefined;
  const waiting = inputs.filter(({ allocation }) => allocation.buffer === undefined);
  // A replay finds its inputs on the device.
  return backend.reserve(waiting.length === 0 ? ownSizes : [...waiting.map(({ sizeBytes }) => sizeBytes), ...ownSizes]);
}

/** A buffer for every slot. Scratch memory is to be released by `releaseScratch`. */
export function bindSlots(job: Job, plan: Plan, session: Session): DeviceBuffer[] {
  const { backend } = session;
  const buffers = new Array<DeviceBuffer>(plan.slots.length);
  job.inputs.forEach((storage, i) => {
    buffers[slotAt(plan.inputs, i)] = storage.allocation.bind(job.op, backend);
  });
  job.outputs.forEach((storage, i) => {
    buffers[slotAt(plan.outputs, i)] = storage.allocation.provide(backend);
  });
  const taken: DeviceBuffer[] = [];
  try {
    plan.slots.forEach((slot, i) => {
      if (slot.role !== "scratch") return;
      const buffer = backend.allocate(slot.sizeBytes);
      taken.push(buffer);
      buffers[i] = buffer;
    });
  } catch (error) {
    for (const buffer of taken) backend.release(buffer);
    throw error;
  }
  return buffers;
}

export function releaseScratch(plan: Plan, buffers: readonly DeviceBuffer[], session: Session): void {
  plan.slots.forEach((slot, i) => {
    const buffer = buffers[i];
    if (slot.role === "scratch" && buffer !== undefined) session.backend.release(buffer);
  });
}

function slotAt(slots: readonly number[], i: number): number {
  const slot = slots[i];
  if (slot === undefined) throw new RangeError(`the plan has ${slots.length} slots, slot ${i} was asked for`);
  return slot;
}
