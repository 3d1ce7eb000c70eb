/** @file `sort` as a kernel program: sorted keys and positions, then the values from their positions. */
import type { DType } from "../dtype.ts";
import { type Node, resultTypes } from "../ir/node.ts";
import { inputBuffer, type KernelProgram, outputBuffer } from "../ir/program.ts";
import { buildKernel } from "../kernel/build.ts";
import { add, min, mul, sub } from "../kernel/expr.ts";
import type { Kernel } from "../kernel/types.ts";
import { sizeOf } from "../shape.ts";
import { CHUNK, chunksOf, ProgramBuilder } from "./program-builder.ts";
import { type KeySource, sortRows } from "./sort-kernels.ts";
import { keyOrder } from "./sort-keys.ts";

/** The kernels of a `sort` node. */
export function sortProgram(node: Node): KernelProgram {
  const program = new ProgramBuilder();
  const isDescending = node.spec.kind === "sort" && node.spec.isDescending;
  const length = node.shape.at(-1) ?? 1;
  const count = length === 0 ? 0 : sizeOf(node.shape) / length;
  if (count > 0) {
    const positions = outputBuffer(1);
    sortRows(program, { count, length }, keyOrder(node.dtype, isDescending), elements(node.dtype), positions);
    const buffers = [inputBuffer(0), positions, outputBuffer(0)];
    program.call(takeKernel(node.dtype), buffers, [length], [count, chunksOf(length)], 0);
  }
  return program.build("sort", resultTypes(node));
}

function elements(dtype: DType): KeySource {
  const declare: KeySource["declare"] = (k) => {
    const x = k.input("x", dtype);
    return (row, i, length) => k.load(x, add(mul(row, length), i));
  };
  return { name: dtype, declare, buffer: inputBuffer(0), params: [] };
}

/** The elements of each row at the positions given. */
function takeKernel(dtype: DType): Kernel {
  return buildKernel("sort-take", (k) => {
    const row = k.gridIndex("row");
    const chunk = k.gridIndex("chunk");
    const length = k.param("length", "i32");
    const x = k.input("x", dtype);
    const positions = k.input("positions", "i32");
    const values = k.output("values", dtype);
    const rowStart = k.let("rowStart", mul(row, length));
    const start = k.let("start", mul(chunk, CHUNK));
    k.hintLanes(CHUNK);
    k.lanes(k.let("count", min(sub(length, start), CHUNK)), (lane) => {
      const at = k.let("at", add(add(rowStart, start), lane));
      k.store(values, at, k.load(x, add(rowStart, k.load(positions, at))));
    });
  });
}
