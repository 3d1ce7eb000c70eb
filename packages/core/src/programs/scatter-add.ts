/**
 * @file `scatterAdd` as a kernel program, without atomics, so that the order of additions never varies. Few updates are
 * looked through by every target. Many are first sorted by target, stably; then each target adds its own segment.
 */
import { type Node, resultTypes } from "../ir/node.ts";
import { inputBuffer, type KernelProgram, outputBuffer, type ProgramBuffer } from "../ir/program.ts";
import { add, and, bitcast, le, lt, mod, mul, where } from "../kernel/expr.ts";
import { extentOf, sizeOf } from "../shape.ts";
import { type ProgramDevice, WIDE_DEVICE } from "./device.ts";
import { CHUNK, chunksOf, ProgramBuilder } from "./program-builder.ts";
import { passesFor, radixSortRows, type SortSink } from "./radix-sort.ts";
import { copyKernel, elementSegmentsKernel, fewUpdatesKernel, rowSegmentsKernel } from "./scatter-kernels.ts";
import { serialScatterKernel } from "./serial-scatter.ts";
import { BLOCK, type KeySource, type SortedRows, searchSteps, sortRows } from "./sort-kernels.ts";
import { plainKeys } from "./sort-keys.ts";
import { variesAlong } from "./variation.ts";

/** Up to so many updates along the axis, each target looks at all of them. */
const FEW = 8;

/** The extents of a scatter: base [outer, targets, inner], updates [outer, updates, inner]. */
interface Extents {
  readonly outer: number;
  readonly targets: number;
  readonly updates: number;
  readonly inner: number;
}

const BASE = inputBuffer(0);
const INDICES = inputBuffer(1);
const UPDATES = inputBuffer(2);
const OUT = outputBuffer(0);

/** The kernels of a `scatterAdd` node. */
export function scatterAddProgram(node: Node, device: ProgramDevice = WIDE_DEVICE): KernelProgram {
  const program = new ProgramBuilder();
  const [, indices] = node.inputs;
  if (node.spec.kind !== "scatterAdd" || indices === undefined)
    throw new TypeError("scatterAddProgram needs a scatterAdd node");
  const { axis } = node.spec;
  const extents: Extents = {
    outer: sizeOf(node.shape.slice(0, axis)),
    targets: extentOf(node.shape, axis),
    updates: extentOf(indices.shape, axis),
    inner: sizeOf(node.shape.slice(axis + 1)),
  };
  const axes = [...node.shape.keys()];
  const isSameForOuter = !axes.some((other) => other < axis && variesAlong(indices, other));
  const isSameForInner = !axes.some((other) => other > axis && variesAlong(indices, other));
  // What is empty has no buffer that a kernel could be given.
  if (sizeOf(node.shape) === 0) return program.build("scatterAdd", resultTypes(node));
  if (extents.updates === 0) appendCopy(program, node);
  else if (extents.updates <= FEW) appendFew(program, node, extents);
  else if (extents.inner > 1 && isSameForInner) appendRows(program, node, extents, isSameForOuter, device);
  else if (device.hasSerialLanes) appendSerially(program, node, extents, device);
  else appendElements(program, node, extents, isSameForOuter);
  return program.build("scatterAdd", resultTypes(node));
}

function appendCopy(program: ProgramBuilder, node: Node): void {
  const size = sizeOf(node.shape);
  program.call(copyKernel(node.dtype), [BASE, OUT], [size], [chunksOf(size)], 0);
}

function appendFew(program: ProgramBuilder, node: Node, { outer, targets, updates, inner }: Extents): void {
  const size = targets * inner;
  const kernel = fewUpdatesKernel(node.dtype, inner === 1);
  const params = [size, updates, inner];
  program.call(kernel, [BASE, INDICES, UPDATES, OUT], params, [outer, chunksOf(size)], 2 * outer * size * updates);
}

/** Whole rows of `inner` elements go to the same target. */
function appendRows(
  program: ProgramBuilder,
  node: Node,
  { outer, targets, updates, inner }: Extents,
  isShared: boolean,
  device: ProgramDevice,
): void {
  const source = keySource("rows", [inner, targets], (k) => {
    const indices = k.input("indices", "i32");
    const stride = k.param("stride", "i32");
    const bound = k.param("targets", "i32");
    return (row, i, length) => {
      const index = k.let("index", k.load(indices, mul(add(mul(row, length), i), stride)));
      return bitcast(where(and(le(0, index), lt(index, bound)), index, bound), "u32");
    };
  });
  const rows = { count: isShared ? 1 : outer, length: updates };
  const isSerial = device.hasSerialLanes && updates > BLOCK;
  const sort = isSerial ? sortSerially : sortInLanes;
  const { keys, positions } = sort(program, rows, source, targets);
  const params = [targets, updates, inner, isShared ? 0 : updates, searchSteps(updates)];
  const buffers = [BASE, keys, positions, UPDATES, OUT];
  program.call(rowSegmentsKernel(node.dtype), buffers, params, [outer, targets], outer * updates * inner);
}

/** Sorted keys up to `bound`, and where they were. */
type SortKeys = (
  program: ProgramBuilder,
  rows: { readonly count: number; readonly length: number },
  source: KeySource,
  bound: number,
) => SortedRows;

const sortInLanes: SortKeys = (program, rows, source) =>
  sortRows(program, rows, plainKeys(), source, program.newScratch("i32", rows.count * rows.length));

const sortSerially: SortKeys = (program, rows, source, bound) => {
  const size = rows.count * rows.length;
  const sorted: SortedRows = { keys: program.newScratch("u32", size), positions: program.newScratch("i32", size) };
  const declare: SortSink["declare"] = (k) => {
    const [keys, positions] = [k.output("keys", "u32"), k.output("positions", "i32")];
    return (at, key, position) => {
      k.store(keys, at, key);
      k.store(positions, at, position);
    };
  };
  const sink: SortSink = { name: "keys", declare, buffers: [sorted.keys, sorted.positions] };
  radixSortRows(program, rows, plainKeys(), source, sink, passesFor(bound + 1));
  return sorted;
};

/**
 * Updates one after the other; targets of rows in as many parts as threads can take, since each part looks at all updates. Single
 * elements are not shared: whether one belongs to a part is hard to foresee, and costs more than adding it.
 */
function appendSerially(
  program: ProgramBuilder,
  node: Node,
  { outer, targets, updates, inner }: Extents,
  { threads }: ProgramDevice,
): void {
  const isWorthSharing = inner > 1 && updates * inner >= 16384;
  const parts = isWorthSharing ? Math.min(targets, Math.max(1, Math.floor(threads / outer))) : 1;
  const width = Math.ceil(targets / parts);
  const kernel = serialScatterKernel(node.dtype, inner === 1);
  const params = [targets, updates, inner, width];
  const flops = 16 * outer * updates * inner;
  program.call(kernel, [BASE, INDICES, UPDATES, OUT], params, [outer, chunksOf(targets, width)], flops);
}

/** Each element of the updates has a target of its own. */
function appendElements(
  program: ProgramBuilder,
  node: Node,
  { outer, targets, updates, inner }: Extents,
  isShared: boolean,
): void {
  const length = updates * inner;
  const size = targets * inner;
  const positions = program.newScratch("i32", (isShared ? 1 : outer) * length);
  const source = keySource("elements", [targets, inner], (k) => {
    const indices = k.input("indices", "i32");
    const bound = k.param("targets", "i32");
    const width = k.param("inner", "i32");
    return (row, i, count) => {
      const index = k.let("index", k.load(indices, add(mul(row, count), i)));
      const isInside = and(le(0, index), lt(index, bound));
      return where(isInside, bitcast(add(mul(index, width), mod(i, width)), "u32"), 0xffffffff);
    };
  });
  const { keys } = sortRows(program, { count: isShared ? 1 : outer, length }, plainKeys(), source, positions);
  const params = [size, length, isShared ? 0 : length, searchSteps(length)];
  const buffers: ProgramBuffer[] = [BASE, keys, positions, UPDATES, OUT];
  program.call(elementSegmentsKernel(node.dtype), buffers, params, [outer, chunksOf(size, CHUNK)], outer * length);
}

function keySource(name: string, params: readonly number[], declare: KeySource["declare"]): KeySource {
  return { name: `scatter-${name}`, declare, buffer: INDICES, params };
}
