/**
 * @file The steps of a plan in the form in which they are encoded: pipelines, sizes of bindings and dispatches are worked
 * out once, and the arguments have their places.
 */
import {
  BackendError,
  type CopyStep,
  type DotStep,
  DTYPES,
  type KernelStep,
  type Plan,
  type Step,
  type Submission,
} from "@adjoint/core";
import { paddedBytes } from "../memory/size-class.ts";
import type { PreparedPart } from "../parts/prepare-parts.ts";
import { MAX_GROUPS_PER_AXIS, type WgslModule } from "../wgsl/render.ts";
import type { ArgsBlock } from "./args-block.ts";
import { BindGroups } from "./bind-groups.ts";
import type { Dots } from "./dots.ts";
import { WebgpuExecutable } from "./executable.ts";
import type { Parts } from "./parts.ts";
import type { CompiledShader } from "./pipelines.ts";

export interface DispatchStep {
  readonly kind: "dispatch";
  /** Of the plan. */
  readonly step: number;
  /** For messages of the device. */
  readonly label: string;
  readonly shader: CompiledShader;
  readonly groups: readonly [x: number, y: number, z: number];
  /** By binding. */
  readonly slots: readonly number[];
  /** Bytes that are bound, by binding, and where they begin: 0 if nothing is said. */
  readonly sizes: readonly number[];
  readonly offsets?: readonly number[];
  readonly argsOffset: number;
  readonly argsBytes: number;
  readonly bindGroups: BindGroups;
}

export interface BufferCopy {
  readonly kind: "copy";
  /** Of the plan. */
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly sizeBytes: number;
}

export type EncodedStep = DispatchStep | BufferCopy;
/** Before it is known which step of the plan it is of. */
type Part = Omit<DispatchStep, "step"> | Omit<BufferCopy, "step">;

/** Encodes all steps that have something to do. */
export function encodeSteps(
  { plan, executables }: Submission,
  args: ArgsBlock,
  dots: Dots,
  divided: Parts,
): EncodedStep[] {
  const partsOf = (step: Step, i: number): Part[] => {
    const label = `step ${i}`;
    if (step.kind === "copy") return encodeCopy(step);
    const isDivided = divided.isNeededBy(step, plan);
    if (step.kind === "dot") {
      return isDivided ? encodeParts(divided.get(step), plan, args, label) : encodeDot(step, plan, args, dots, label);
    }
    requireDistinct(step.slots, (binding) => step.kernel.buffers[binding]?.access !== "read", label);
    if (isDivided) return encodeParts(divided.get(step), plan, args, label);
    const executable = executables[i];
    if (!(executable instanceof WebgpuExecutable)) throw notPrepared(label);
    return encodeKernel(step, executable, plan, args, label);
  };
  return plan.steps.flatMap((step, i) => partsOf(step, i).map((part): EncodedStep => ({ ...part, step: i })));
}

function encodeCopy({ slots: [from, to], sizeBytes }: CopyStep): Part[] {
  if (from === to || sizeBytes === 0) return [];
  return [{ kind: "copy", from, to, sizeBytes: paddedBytes(sizeBytes) }];
}

function encodeKernel(
  step: KernelStep,
  { shader, module }: WebgpuExecutable,
  plan: Plan,
  args: ArgsBlock,
  label: string,
): Part[] {
  const { grid, kernel } = step;
  const programs = grid.reduce((product, extent) => product * extent, 1);
  if (programs === 0) return [];
  const { argsBytes, programsPerGroup } = module;
  const argsOffset = args.begin(argsBytes);
  writeKernelArgs(step, module, plan, args, argsOffset);
  const count = Math.ceil(programs / programsPerGroup);
  const y = Math.ceil(count / MAX_GROUPS_PER_AXIS);
  const groups = [y > 1 ? MAX_GROUPS_PER_AXIS : count, y, 1] as const;
  const { name } = kernel;
  return [dispatch(step.slots, plan, { label: `${label}: ${name}`, shader, groups, argsOffset, argsBytes })];
}

function writeKernelArgs(
  step: KernelStep,
  { countedBuffers }: WgslModule,
  plan: Plan,
  args: ArgsBlock,
  argsOffset: number,
): void {
  let at = argsOffset;
  const fix = (value: number): void => {
    args.fix(at, "u32", value);
    at += 4;
  };
  fix(step.grid.reduce((product, extent) => product * extent, 1));
  fix(0);
  for (const extent of step.grid) fix(extent);
  at = writeParams(step, args, at);
  for (const buffer of countedBuffers) fix(elementsOf(plan, step.slots[buffer]));
}

/** The dispatches of a step over buffers that are larger than a binding. */
function encodeParts(parts: readonly PreparedPart[] | undefined, plan: Plan, args: ArgsBlock, label: string): Part[] {
  if (parts === undefined) throw notPrepared(label);
  return parts.map(({ shader, groups, slots, offsets, sizes, args: first, argsBytes, words, wordsAt }, i) => {
    const argsOffset = args.begin(argsBytes);
    if (first.kind === "dot") args.fixWords(argsOffset, first.words);
    else writeKernelArgs(first.step, first.module, plan, args, argsOffset);
    args.fixWords(argsOffset + wordsAt, words);
    const whole = { kind: "dispatch", label: `${label}, part ${i}: ${shader.name}`, shader, groups } as const;
    return { ...whole, slots, sizes, offsets, argsOffset, argsBytes, bindGroups: new BindGroups() };
  });
}

function elementsOf({ slots }: Plan, index = -1): number {
  const slot = slots[index];
  return slot === undefined ? 0 : slot.sizeBytes / DTYPES[slot.dtype].sizeBytes;
}

function encodeDot(step: DotStep, plan: Plan, args: ArgsBlock, dots: Dots, label: string): Part[] {
  const prepared = dots.get(step);
  if (prepared === undefined) throw notPrepared(label);
  const { shader, groups, slots, countedBuffers } = prepared;
  requireDistinct(slots, (i) => prepared.isWritten[i] === true, label);
  if (groups.includes(0)) return [];
  const argsBytes = prepared.args.byteLength;
  const argsOffset = args.begin(argsBytes);
  args.fixWords(argsOffset, prepared.args);
  const { epilogue } = step;
  if (epilogue !== undefined) {
    const at = writeParams(epilogue, args, argsOffset + 4 * prepared.paramsWord);
    countedBuffers.forEach((buffer, i) => {
      args.fix(at + 4 * i, "u32", elementsOf(plan, epilogue.slots[buffer]));
    });
  }
  return [dispatch(slots, plan, { label: `${label}: ${shader.name}`, shader, groups, argsOffset, argsBytes })];
}

/** The numbers of a kernel, from a place on; gives the place behind them. */
function writeParams(
  { kernel, params }: Pick<KernelStep, "kernel" | "params">,
  args: ArgsBlock,
  first: number,
): number {
  params.forEach((param, i) => {
    const dtype = kernel.params[i]?.dtype ?? "u32";
    if (typeof param === "number") args.fix(first + 4 * i, dtype, param);
    else args.leave(first + 4 * i, dtype, param.scalar);
  });
  return first + 4 * params.length;
}

type DispatchParts = Pick<DispatchStep, "label" | "shader" | "groups" | "argsOffset" | "argsBytes">;

function dispatch(slots: readonly number[], plan: Plan, parts: DispatchParts): Omit<DispatchStep, "step"> {
  const sizes = slots.map((slot) => paddedBytes(plan.slots[slot]?.sizeBytes ?? 0));
  return { kind: "dispatch", ...parts, slots, sizes, bindGroups: new BindGroups() };
}

/** A dispatch may not bind one buffer for reading and, elsewhere, for writing. */
function requireDistinct(slots: readonly number[], isWritten: (binding: number) => boolean, label: string): void {
  slots.forEach((slot, i) => {
    if (!isWritten(i) || slots.indexOf(slot) === slots.lastIndexOf(slot)) return;
    throw new BackendError({
      op: "submit",
      rule: "a buffer that a step writes is given to it once",
      got: `slot ${slot} twice in ${label}`,
    });
  });
}

function notPrepared(label: string): BackendError {
  return new BackendError({ op: "submit", rule: "a step must be compiled by this backend", got: label });
}
