/** @file Runs plans on a backend with data of the test's, and the same by the interpreter. */
import {
  type Backend,
  type DeviceBuffer,
  type Executable,
  ir,
  type Node,
  type Plan,
  type Slot,
  type TypedArray,
} from "@adjoint/core";
import { leafNode, randomSource, runPlan } from "@adjoint/core/testing";

type Executables = readonly (Executable | undefined)[];

/** Compiles all that a plan needs. */
export async function compilePlan(backend: Backend, plan: Plan): Promise<Executables> {
  const prepared = backend.prepare?.(plan);
  const executables = await Promise.all(
    plan.steps.map((step) => (step.kind === "kernel" ? backend.compile(step.kernel) : undefined)),
  );
  await prepared;
  return executables;
}

/** A plan with memory for all its slots. */
export class PlanOnDevice {
  readonly buffers: readonly DeviceBuffer[];
  private readonly backend: Backend;
  private readonly plan: Plan;
  private readonly executables: Executables;

  private constructor(backend: Backend, plan: Plan, executables: Executables) {
    this.backend = backend;
    this.plan = plan;
    this.executables = executables;
    this.buffers = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
  }

  static async prepare(backend: Backend, plan: Plan): Promise<PlanOnDevice> {
    return new PlanOnDevice(backend, plan, await compilePlan(backend, plan));
  }

  upload(inputs: readonly TypedArray[]): void {
    this.plan.inputs.forEach((slot, i) => {
      const data = inputs[i];
      if (data !== undefined) this.backend.upload(this.buffer(slot), data);
    });
  }

  submit(scalars: readonly number[] = [], buffers: readonly DeviceBuffer[] = this.buffers): void {
    const { plan, executables } = this;
    this.backend.submit({ plan, executables, buffers, scalars });
  }

  /** The bytes of all outputs. */
  read(): Promise<ArrayBuffer[]> {
    const sizeOf = (slot: number): number => this.plan.slots[slot]?.sizeBytes ?? 0;
    return Promise.all(this.plan.outputs.map((slot) => this.backend.download(this.buffer(slot), sizeOf(slot))));
  }

  release(): void {
    for (const buffer of this.buffers) this.backend.release(buffer);
  }

  private buffer(slot: number): DeviceBuffer {
    const buffer = this.buffers[slot];
    if (buffer === undefined) throw new Error(`slot ${slot}`);
    return buffer;
  }
}

/** Elements for an input: floats in [0.1, 1.1), which have roots and logarithms, or integers below 40. */
export function numbersFor({ dtype, sizeBytes }: Slot, seed: number): number[] {
  const next = randomSource(seed);
  const length = sizeBytes / (dtype === "f16" ? 2 : 4);
  return Array.from({ length }, () => {
    if (dtype === "f16") return Math.floor(next() * 16);
    if (dtype === "bool") return next() < 0.5 ? 0 : 1;
    return dtype === "f32" ? Math.fround(0.1 + next()) : Math.floor(next() * 40);
  });
}

/** Numbers in the form of device memory. */
export function encoded(values: readonly number[], dtype: Slot["dtype"]): TypedArray {
  if (dtype === "f32") return Float32Array.from(values);
  return dtype === "f16" ? Uint16Array.from(values, halfOf) : Int32Array.from(values);
}

/** The numbers in device memory. */
export function decoded(bytes: ArrayBuffer, dtype: Slot["dtype"]): number[] {
  if (dtype === "f32") return [...new Float32Array(bytes)];
  if (dtype === "f16") return Array.from(new Uint16Array(bytes), numberOfHalf);
  return [...(dtype === "u32" ? new Uint32Array(bytes) : new Int32Array(bytes))];
}

/** Of small whole numbers. */
function halfOf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | ((value / 2 ** exponent - 1) * 1024);
}

/** Of normal numbers and zero. */
function numberOfHalf(bits: number): number {
  const size = bits & 0x7fff;
  return size === 0 ? 0 : (bits >> 15 === 0 ? 1 : -1) * 2 ** ((size >> 10) - 15) * (1 + (size & 1023) / 1024);
}

/** What the outputs should be, in double precision. */
export function interpreted(
  plan: Plan,
  inputs: readonly (readonly number[])[],
  values: readonly number[],
): Float64Array[] {
  const leaves = plan.inputs.map(() => leafNode([1]));
  const scalars = values.map((value) => ir.scalar(value, "f32"));
  const dataOf = (leaf: Node): readonly number[] => inputs[leaves.indexOf(leaf)] ?? [];
  const key = { units: new Uint16Array(0), hash: 0 };
  return runPlan(plan, { key, argument: undefined, order: [], outputs: [], scalars, leaves }, dataOf);
}
