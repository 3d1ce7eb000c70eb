/** @file One launch of a module: how its programs are shared out, and what its arguments block holds. */
import type { DType, KernelStep, Plan, ScalarParam } from "@adjoint/core";
import { BackendError, DTYPES } from "@adjoint/core";
import type { CpuExecutable } from "./kernel-executable.ts";

/** A number at an offset of the arguments block. */
export interface FixedWord {
  readonly offset: number;
  readonly dtype: ScalarParam["dtype"];
  readonly value: number;
}

/** A place for the pointer of a slot's buffer. */
export interface PointerWord {
  readonly offset: number;
  readonly slot: number;
}

/** A place for a scalar of the plan. */
export interface ScalarWord {
  readonly offset: number;
  readonly dtype: ScalarParam["dtype"];
  readonly scalar: number;
}

export interface Launch {
  readonly module: number;
  readonly programs: number;
  readonly chunk: number;
  readonly isParallel: boolean;
  /** Estimated work, in ns of one thread. */
  readonly workNs: number;
  readonly scratchBytes: number;
  readonly argsBytes: number;
  readonly fixed: readonly FixedWord[];
  /** Words that lie in the arguments block in one piece. */
  readonly table?: { readonly offset: number; readonly words: Int32Array } | undefined;
  readonly pointers: readonly PointerWord[];
  readonly scalars: readonly ScalarWord[];
  /** Launches that this one makes: their arguments lie behind its own, which tell where. Programs and the like are unused. */
  readonly parts?: readonly { readonly offset: number; readonly launch: Launch }[] | undefined;
}

/** Work below this, in nanoseconds of one thread, is not worth sharing. */
const PARALLEL_NS = 15_000;
const NS_PER_BYTE = 0.1;
const NS_PER_FLOP = 0.15;
/** Some chunks for each thread, so that one that comes late delays little. */
const CHUNKS_PER_THREAD = 4;

/** Estimated work of a step, in ns of one thread. */
export function workOf({ flops, bytes }: Pick<KernelStep, "flops" | "bytes">): number {
  return flops * NS_PER_FLOP + bytes * NS_PER_BYTE;
}

/** The launch of a kernel step; undefined if its grid is empty. */
export function kernelLaunch(
  step: KernelStep,
  executable: CpuExecutable,
  plan: Plan,
  threads: number,
): Launch | undefined {
  const { kernel, slots, params, grid } = step;
  const { layout, module, scratchBytes } = executable;
  const programs = grid.reduce((a, b) => a * b, 1);
  if (programs === 0) return undefined;
  const fixed: FixedWord[] = [];
  const pointers: PointerWord[] = [];
  const scalars: ScalarWord[] = [];
  kernel.buffers.forEach((buffer, i) => {
    const slot = at(slots, i);
    pointers.push({ offset: at(layout.pointers, i), slot });
    fixed.push({ offset: at(layout.lengths, i), dtype: "u32", value: lengthOf(plan, slot, buffer.dtype) });
  });
  grid.forEach((extent, i) => {
    fixed.push({ offset: at(layout.extents, i), dtype: "u32", value: extent });
  });
  kernel.params.forEach(({ dtype }, i) => {
    const param = at(params, i);
    const offset = at(layout.params, i);
    if (typeof param === "number") fixed.push({ offset, dtype, value: param });
    else scalars.push({ offset, dtype, scalar: param.scalar });
  });
  const chunk = Math.ceil(programs / (threads * CHUNKS_PER_THREAD));
  const workNs = workOf(step);
  const isParallel = threads > 1 && workNs >= PARALLEL_NS;
  const argsBytes = layout.sizeBytes;
  return { module, programs, chunk, isParallel, workNs, scratchBytes, argsBytes, fixed, pointers, scalars };
}

/** Elements of a slot, as a kernel sees it. */
function lengthOf(plan: Plan, slot: number, dtype: DType): number {
  return Math.floor(at(plan.slots, slot).sizeBytes / DTYPES[dtype].sizeBytes);
}

function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined)
    throw new BackendError({ op: "submit", rule: "a plan must be complete", got: `no item ${i}` });
  return item;
}
