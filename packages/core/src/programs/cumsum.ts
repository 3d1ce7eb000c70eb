/**
 * @file `cumsum` as a kernel program. A row of one chunk is scanned at once. A longer one is reduced to the sums of its
 * chunks, these are scanned in the same way, and each chunk is scanned again from where the one before it ended.
 */
import { type DType, type ValueType, valueTypeOf } from "../dtype.ts";
import { type Node, resultTypes } from "../ir/node.ts";
import { inputBuffer, type KernelProgram, outputBuffer, type ProgramBuffer } from "../ir/program.ts";
import { buildKernel, type KernelBuilder } from "../kernel/build.ts";
import { add, lt, max, min, mul, sub, where } from "../kernel/expr.ts";
import type { Expr, Kernel } from "../kernel/types.ts";
import { sizeOf } from "../shape.ts";
import { type ProgramDevice, WIDE_DEVICE } from "./device.ts";
import { CHUNK, chunksOf, ProgramBuilder } from "./program-builder.ts";
import { ROWS_PER_PROGRAM, SERIAL_CHUNK, SHORT_ROW, serialScanKernel, shortRowsKernel } from "./serial-cumsum.ts";

/** The kernels of a `cumsum` node. */
export function cumsumProgram(node: Node, device: ProgramDevice = WIDE_DEVICE): KernelProgram {
  const program = new ProgramBuilder();
  const length = node.shape.at(-1) ?? 1;
  const rows = length === 0 ? 0 : sizeOf(node.shape) / length;
  const from: Operand = { buffer: inputBuffer(0), dtype: node.dtype };
  const to: Operand = { buffer: outputBuffer(0), dtype: node.dtype };
  const type = valueTypeOf(node.dtype);
  if (device.hasSerialLanes && length <= SHORT_ROW && rows > 1) {
    const kernel = shortRowsKernel(type, from.dtype, to.dtype);
    const grid = [chunksOf(rows, ROWS_PER_PROGRAM)];
    program.call(kernel, [from.buffer, to.buffer], [rows, length], grid, rows * length);
  } else if (rows > 0) new Scan(program, rows, type, device.hasSerialLanes).append(from, to, length);
  return program.build("cumsum", resultTypes(node));
}

interface Operand {
  readonly buffer: ProgramBuffer;
  readonly dtype: DType;
}

class Scan {
  readonly #program: ProgramBuilder;
  readonly #rows: number;
  readonly #type: ValueType;
  readonly #isSerial: boolean;

  constructor(program: ProgramBuilder, rows: number, type: ValueType, isSerial: boolean) {
    this.#isSerial = isSerial;
    this.#program = program;
    this.#rows = rows;
    this.#type = type;
  }

  /** Appends the calls that scan rows of `length` elements. */
  append(from: Operand, to: Operand, length: number): void {
    const [program, rows, type] = [this.#program, this.#rows, this.#type];
    const [size, scanKernel] = this.#isSerial ? [SERIAL_CHUNK, serialScanKernel] : [CHUNK, wideScanKernel];
    const chunks = chunksOf(length, size);
    const grid = [rows, chunks];
    const flops = 8 * rows * length;
    if (chunks === 1) {
      program.call(scanKernel(type, from.dtype, to.dtype, false), [from.buffer, to.buffer], [length], grid, flops);
      return;
    }
    const sums: Operand = { buffer: program.newScratch(type, rows * chunks), dtype: type };
    const ends: Operand = { buffer: program.newScratch(type, rows * chunks), dtype: type };
    program.call(
      chunkSumKernel(from.dtype, type, size),
      [from.buffer, sums.buffer],
      [length, chunks],
      grid,
      rows * length,
    );
    this.append(sums, ends, chunks);
    const kernel = scanKernel(type, from.dtype, to.dtype, true);
    program.call(kernel, [from.buffer, to.buffer, ends.buffer], [length, chunks], grid, flops);
  }
}

/** The chunk that a program works on. */
function declareChunk(k: KernelBuilder, size: number): { row: Expr; chunk: Expr; base: Expr; count: Expr } {
  const row = k.gridIndex("row");
  const chunk = k.gridIndex("chunk");
  const length = k.param("length", "i32");
  const start = k.let("start", mul(chunk, size));
  k.hintLanes(size);
  const base = k.let("base", add(mul(row, length), start));
  return { row, chunk, base, count: k.let("count", min(sub(length, start), size)) };
}

/** The sum of each chunk. */
function chunkSumKernel(dtype: DType, type: ValueType, size: number): Kernel {
  return buildKernel("cumsum-reduce", (k) => {
    const { row, chunk, base, count } = declareChunk(k, size);
    const chunks = k.param("chunks", "i32");
    const x = k.input("x", dtype);
    const sums = k.output("sums", type);
    const total = k.reduce("total", "sum", count, (lane) => k.load(x, add(base, lane)));
    k.store(sums, add(mul(row, chunks), chunk), total);
  });
}

/**
 * Running sums inside each chunk, by doubling distances (Hillis and Steele, 1986), plus the sum up to the chunk before.
 */
function wideScanKernel(type: ValueType, from: DType, to: DType, hasOffsets: boolean): Kernel {
  return buildKernel(hasOffsets ? "cumsum-apply" : "cumsum-scan", (k) => {
    const { row, chunk, base, count } = declareChunk(k, CHUNK);
    const x = k.input("x", from);
    const out = k.output("out", to);
    let source = k.shared("ping", type, CHUNK);
    let target = k.shared("pong", type, CHUNK);
    k.lanes(count, (lane) => k.store(source, lane, k.load(x, add(base, lane))));
    for (let distance = 1; distance < CHUNK; distance *= 2) {
      // Guarded: before the start of the chunk there is nothing to add.
      k.lanes(count, (lane) =>
        k.store(target, lane, add(k.load(source, lane), k.load(source, sub(lane, distance), true))),
      );
      [source, target] = [target, source];
    }
    const offset = hasOffsets ? loadOffset(k, type, row, chunk) : undefined;
    k.lanes(count, (lane) => {
      const local = k.load(source, lane);
      k.store(out, add(base, lane), offset === undefined ? local : add(offset, local));
    });
  });
}

/** The sum of all chunks before this one. */
function loadOffset(k: KernelBuilder, type: ValueType, row: Expr, chunk: Expr): Expr {
  const ends = k.input("ends", type);
  const chunks = k.param("chunks", "i32");
  const before = k.load(ends, max(add(mul(row, chunks), sub(chunk, 1)), 0));
  return k.let("offset", where(lt(0, chunk), before, 0));
}
