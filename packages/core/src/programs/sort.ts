/** @file `sort` as a kernel program: sorted keys and positions, then the values from their positions. Where lanes are
 * serial, a radix sort, or for the first few a selection. */
import type { DType } from "../dtype.ts";
import { type Node, resultTypes } from "../ir/node.ts";
import { inputBuffer, type KernelProgram, outputBuffer, type ProgramBuffer } from "../ir/program.ts";
import { buildKernel } from "../kernel/build.ts";
import { add, min, mul, sub } from "../kernel/expr.ts";
import type { Kernel } from "../kernel/types.ts";
import { sizeOf } from "../shape.ts";
import { type ProgramDevice, WIDE_DEVICE } from "./device.ts";
import { CHUNK, chunksOf, ProgramBuilder } from "./program-builder.ts";
import { radixSortRows, type SortSink } from "./radix-sort.ts";
import { MOST_SELECTED, selectRows } from "./select.ts";
import { type KeySource, type Rows, sortRows } from "./sort-kernels.ts";
import { keyOrder } from "./sort-keys.ts";

/** Rows up to this length are sorted by rank, which costs their square, in lanes; a radix sort has more to prepare. */
const SHORT_ROW = 64;

/** The kernels of a `sort` node. */
export function sortProgram(node: Node, device: ProgramDevice = WIDE_DEVICE): KernelProgram {
  const program = new ProgramBuilder();
  const { spec, shape, dtype } = node;
  if (spec.kind !== "sort") throw new TypeError("sortProgram needs a sort node");
  const length = node.inputs[0]?.shape.at(-1) ?? 1;
  const kept = shape.at(-1) ?? 1;
  const count = sizeOf(shape) === 0 ? 0 : sizeOf(shape) / kept;
  if (count === 0) return program.build("sort", resultTypes(node));
  const order = keyOrder(dtype, spec.isDescending);
  const rows: Rows = { count, length };
  const isSerial = device.hasSerialLanes && order.dtype === "u32" && length > SHORT_ROW;
  if (isSerial && kept <= MOST_SELECTED && kept < length) selectRows(program, rows, kept, order, dtype);
  else if (isSerial && kept === length) radixSortRows(program, rows, order, elements(dtype), valuesAndPositions(dtype));
  else {
    const isWhole = kept === length;
    const positions = isWhole ? outputBuffer(1) : program.newScratch("i32", count * length);
    if (isSerial) radixSortRows(program, rows, order, elements(dtype), positionsTo(positions));
    else sortRows(program, rows, order, elements(dtype), positions);
    const buffers = [inputBuffer(0), positions, outputBuffer(0), ...(isWhole ? [] : [outputBuffer(1)])];
    program.call(takeKernel(dtype, isWhole), buffers, [length, kept], [count, chunksOf(kept)], 0);
  }
  return program.build("sort", resultTypes(node));
}

/** Values from their positions, and the positions. */
function valuesAndPositions(dtype: DType): SortSink {
  const declare: SortSink["declare"] = (k) => {
    const [values, positions] = [k.output("values", dtype), k.output("positions", "i32")];
    const x = k.input("elements", dtype);
    return (at, _, position, rowStart) => {
      k.store(positions, at, position);
      k.store(values, at, k.load(x, add(rowStart, position)));
    };
  };
  return { name: "values", declare, buffers: [outputBuffer(0), outputBuffer(1), inputBuffer(0)] };
}

function positionsTo(positions: ProgramBuffer): SortSink {
  const declare: SortSink["declare"] = (k) => {
    const out = k.output("positions", "i32");
    return (at, _, position) => k.store(out, at, position);
  };
  return { name: "positions", declare, buffers: [positions] };
}

function elements(dtype: DType): KeySource {
  const declare: KeySource["declare"] = (k) => {
    const x = k.input("x", dtype);
    return (row, i, length) => k.load(x, add(mul(row, length), i));
  };
  return { name: dtype, declare, buffer: inputBuffer(0), params: [] };
}

/** The elements of each row at the first of the positions given, and, unless all are wanted, these. */
function takeKernel(dtype: DType, isWhole: boolean): Kernel {
  return buildKernel("sort-take", (k) => {
    const row = k.gridIndex("row");
    const chunk = k.gridIndex("chunk");
    const length = k.param("length", "i32");
    const kept = k.param("kept", "i32");
    const x = k.input("x", dtype);
    const positions = k.input("positions", "i32");
    const values = k.output("values", dtype);
    const indices = isWhole ? undefined : k.output("indices", "i32");
    const rowStart = k.let("rowStart", mul(row, length));
    const start = k.let("start", mul(chunk, CHUNK));
    k.hintLanes(CHUNK);
    k.lanes(k.let("count", min(sub(kept, start), CHUNK)), (lane) => {
      const i = k.let("i", add(start, lane));
      const position = k.let("position", k.load(positions, add(rowStart, i)));
      const to = k.let("to", add(mul(row, kept), i));
      k.store(values, to, k.load(x, add(rowStart, position)));
      if (indices !== undefined) k.store(indices, to, position);
    });
  });
}
