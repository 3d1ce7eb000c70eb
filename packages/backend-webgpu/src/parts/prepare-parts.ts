/**
 * @file Steps over buffers that are larger than a binding may be, as dispatches over parts of them. Kernels are divided by
 * their programs, of which those beside each other mostly touch elements beside each other; what is read from all over a
 * buffer is bound in several windows. Products bind all windows of their operands.
 */
import { BackendError, type DotStep, DTYPES, type KernelStep, type Plan, type Step } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import { dotModule } from "../dot/dot-module.ts";
import { paddedBytes } from "../memory/size-class.ts";
import type { CompiledShader, Pipelines } from "../run/pipelines.ts";
import { MAX_GROUPS_PER_AXIS, renderWgsl, type WgslModule } from "../wgsl/render.ts";
import { type Division, divide, type Part, type PartLimits, windowBytes } from "./divide.ts";
import type { Interval } from "./interval.ts";
import { type Touched, touchedBy } from "./touched.ts";
import { type WindowedShader, windowedShader } from "./windowed-wgsl.ts";

/** What the arguments of a part begin with: those of a kernel, or words. */
export type PartArgs =
  | { readonly kind: "kernel"; readonly step: KernelStep; readonly module: WgslModule }
  | { readonly kind: "dot"; readonly words: Uint32Array<ArrayBuffer> };

/** One dispatch. */
export interface PreparedPart {
  readonly shader: CompiledShader;
  readonly groups: readonly [x: number, y: number, z: number];
  /** By binding: the slot, and the stretch of its buffer in bytes. */
  readonly slots: readonly number[];
  readonly offsets: readonly number[];
  readonly sizes: readonly number[];
  readonly args: PartArgs;
  readonly argsBytes: number;
  /** What is added to the arguments, and where. */
  readonly words: Uint32Array<ArrayBuffer>;
  readonly wordsAt: number;
}

export interface PartsContext {
  readonly pipelines: Pipelines;
  readonly traits: DeviceTraits;
  readonly limits: Pick<PartLimits, "maxBindingBytes" | "maxBindings">;
}

/** The dispatches of a step. @throws {BackendError} if it takes more bindings than a kernel has. */
export async function prepareParts(step: Step, plan: Plan, context: PartsContext): Promise<readonly PreparedPart[]> {
  if (step.kind === "kernel") return kernelParts(step, plan, context);
  if (step.kind === "copy") return [];
  const { epilogue } = step;
  const product = await dotParts(step, plan, context);
  if (epilogue === undefined) return product;
  // The kernel by itself: it divides otherwise than the product.
  return [...product, ...(await kernelParts({ kind: "kernel", ...epilogue }, plan, context))];
}

async function kernelParts(step: KernelStep, plan: Plan, context: PartsContext): Promise<PreparedPart[]> {
  const { kernel, grid, slots } = step;
  const module = renderWgsl(kernel, context.traits);
  const programs = grid.reduce((product, extent) => product * extent, 1);
  if (programs === 0) return [];
  const perGroup = module.programsPerGroup;
  const elementBytes = kernel.buffers.map(({ dtype }) => DTYPES[dtype].sizeBytes);
  const lengths = slots.map((slot, i) => (plan.slots[slot]?.sizeBytes ?? 0) / (elementBytes[i] ?? 4));
  const touched = (first: number, last: number): Touched => {
    const lastProgram = Math.min(programs, (last + 1) * perGroup) - 1;
    return touchedBy(step, lengths, first * perGroup, lastProgram).map((range, i) => inBytes(range, elementBytes[i]));
  };
  const source = {
    name: kernel.name,
    key: kernel.key,
    code: module.code,
    signature: kernel.buffers.map(({ access }) => access !== "read"),
    slots,
    groups: Math.ceil(programs / perGroup),
    isFolded: true,
  };
  return partsOf(source, plan, context, touched, { kind: "kernel", step, module });
}

function inBytes(range: Interval | undefined, elementBytes = 4): Interval | undefined {
  return range && { low: range.low * elementBytes, high: (range.high + 1) * elementBytes - 1 };
}

async function dotParts({ spec, slots }: DotStep, plan: Plan, context: PartsContext): Promise<PreparedPart[]> {
  const { key, code, groups, args } = dotModule(spec, context.traits);
  if (groups.includes(0)) return [];
  const signature = [false, false, true];
  const source = { name: key, key, code, signature, slots, groups: 1, isFolded: false };
  const whole = slots.map((slot) => ({ low: 0, high: (plan.slots[slot]?.sizeBytes ?? 0) - 1 }));
  const parts = await partsOf(source, plan, context, () => whole, { kind: "dot", words: args });
  return parts.map((part) => ({ ...part, groups }));
}

/** A shader for whole buffers, and the dispatch of it. */
interface Source {
  readonly name: string;
  readonly key: string;
  readonly code: string;
  readonly signature: readonly boolean[];
  readonly slots: readonly number[];
  readonly groups: number;
  /** Its workgroups fold at the limit of the default, so that their index can be shifted. */
  readonly isFolded: boolean;
}

async function partsOf(
  source: Source,
  plan: Plan,
  context: PartsContext,
  touched: (first: number, last: number) => Touched,
  args: PartArgs,
): Promise<PreparedPart[]> {
  const limits: PartLimits = { ...context.limits, maxGroups: MAX_GROUPS_PER_AXIS };
  const sizes = source.slots.map((slot) => paddedBytes(plan.slots[slot]?.sizeBytes ?? 0));
  const division = divide(source.groups, sizes, limits, touched);
  if (division === undefined) throw tooManyWindows(source.name, sizes, limits);
  const { windows, parts } = division;
  const large = sizes.flatMap((size, binding) => (size > limits.maxBindingBytes ? [binding] : []));
  const shader = windowedShader(
    source.code,
    large.map((binding) => ({ binding, windows: windows[binding] ?? 1 })),
    { windowBytes: windowBytes(limits), foldAt: source.isFolded ? MAX_GROUPS_PER_AXIS : undefined },
  );
  const compiled = await context.pipelines.compile({
    name: source.name,
    key: `${source.key} in windows ${windows.join(",")} of ${large.join(",")}, ${windowBytes(limits)} bytes`,
    code: shader.code,
    signature: source.signature.flatMap((isWritten, i) => Array.from({ length: windows[i] ?? 1 }, () => isWritten)),
  });
  return parts.map((part) => {
    const words = wordsOf(part, { large, sizes, shader, isFolded: source.isFolded });
    const { argsBytes, wordsAt } = shader;
    return {
      ...bindingsOf(part, source.slots, sizes, division, limits),
      shader: compiled,
      args,
      argsBytes,
      words,
      wordsAt,
    };
  });
}

function wordsOf(
  { firstGroup, offsets }: Part,
  of: {
    readonly large: readonly number[];
    readonly sizes: readonly number[];
    readonly shader: WindowedShader;
    readonly isFolded: boolean;
  },
): Uint32Array<ArrayBuffer> {
  const stretches = of.large.flatMap((binding, i) => {
    const bytes = of.shader.elementBytes[i] ?? 4;
    return [(offsets[binding] ?? 0) / bytes, (of.sizes[binding] ?? 0) / bytes];
  });
  return Uint32Array.from([...(of.isFolded ? [firstGroup] : []), ...stretches]);
}

function bindingsOf(
  { groupCount, offsets }: Part,
  slots: readonly number[],
  sizes: readonly number[],
  { windows }: Division,
  limits: PartLimits,
): Pick<PreparedPart, "groups" | "slots" | "offsets" | "sizes"> {
  const full = windowBytes(limits);
  const bindings = slots.flatMap((slot, i) =>
    Array.from({ length: windows[i] ?? 1 }, (_, window) => {
      const size = sizes[i] ?? 0;
      if (size <= limits.maxBindingBytes) return { slot, offset: 0, size };
      const offset = (offsets[i] ?? 0) + window * full;
      return { slot, offset, size: Math.min(full, size - offset) };
    }),
  );
  return {
    groups: [Math.min(groupCount, limits.maxGroups), Math.ceil(groupCount / limits.maxGroups), 1],
    slots: bindings.map(({ slot }) => slot),
    offsets: bindings.map(({ offset }) => offset),
    sizes: bindings.map(({ size }) => size),
  };
}

function tooManyWindows(name: string, sizes: readonly number[], limits: PartLimits): BackendError {
  return new BackendError({
    op: "compile",
    rule: `the buffers of a kernel must fit into ${limits.maxBindings} bindings of ${limits.maxBindingBytes} bytes`,
    got: `buffers of ${sizes.join(", ")} bytes for ${name}, which reads from all over them`,
    hint: 'take a smaller batch, or backend "cpu"',
  });
}
