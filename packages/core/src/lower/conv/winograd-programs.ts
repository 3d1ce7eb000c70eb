/**
 * @file The transforms of Winograd's convolution as kernels. Lanes run over channels, which lie side by side in the transformed
 * matrices [36, tiles, channels]: a program has some channels of a row of tiles.
 */
import { inputBuffer, type KernelProgram, outputBuffer } from "../../ir/program.ts";
import { buildKernel, type KernelBuilder } from "../../kernel/build.ts";
import { add, constant, idiv, min, mul, sub } from "../../kernel/expr.ts";
import type { Expr, Kernel } from "../../kernel/types.ts";
import { ProgramBuilder } from "../../programs/program-builder.ts";
import { sizeOf } from "../../shape.ts";
import { applySeparable, type Matrix } from "./separable.ts";
import { REACH, TILE } from "./winograd-matrices.ts";

const SQUARE = REACH * REACH;

/** Images as tiles: [batch, channels, height, width] by rows × columns of tiles. */
export interface Tiling {
  readonly batch: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Rows of the transformed matrices: a tile each, and one of zeros where there would be an even number. A transform writes to
 * 36 of them at once, which compete for the same cache lines when powers of two lie between them.
 */
export const tilesOf = ({ batch, rows, columns }: Tiling): number => (batch * rows * columns) | 1;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Channels of a program: those of a cache line. */
const CHANNELS = 16;

/** Declares a program's row of tiles and its channels; the body gets a tile of them, in lanes. */
function eachTile(
  b: KernelBuilder,
  { channels, rows, columns }: Tiling,
  body: (place: { image: Expr; row: Expr; column: Expr; tile: Expr; channel: Expr }) => void,
): void {
  const line = b.gridIndex("line");
  const first = b.let("first", mul(b.gridIndex("block"), CHANNELS));
  const count = b.let("count", min(sub(channels, first), CHANNELS));
  b.hintLanes(CHANNELS);
  b.loop("column", columns, (column) => {
    b.lanes(count, (lane) => {
      const image = idiv(line, rows);
      const row = sub(line, mul(image, rows));
      const tile = add(mul(line, columns), column);
      body({ image, row, column, tile, channel: add(first, lane) });
    });
  });
}

/** From planes [batch, channels, height, width] to matrices [36, tiles, channels]: matrix · tile · matrixᵀ. */
function toMatrices(matrix: Matrix, tiling: Tiling, height: number, width: number): Kernel {
  const { channels } = tiling;
  const side = matrix[0]?.length ?? 0;
  return buildKernel("winograd-in", (b) => {
    const x = b.input("x", "f32");
    const out = b.output("out", "f32");
    eachTile(b, tiling, ({ image, row, column, tile, channel }) => {
      const corner = add(mul(row, TILE * width), mul(column, TILE));
      const start = add(add(mul(image, channels * height * width), corner), mul(channel, height * width));
      const values = range(side).map((i) => range(side).map((j) => b.let("x", b.load(x, add(start, i * width + j)))));
      const to = add(mul(tile, channels), channel);
      applySeparable(b, matrix, values)
        .flat()
        .forEach((value, i) => {
          b.store(out, add(to, i * tilesOf(tiling) * channels), value);
        });
    });
  });
}

/** From matrices [36, tiles, channels] to planes of whole tiles: matrix · tile · matrixᵀ. */
function toPlanes(matrix: Matrix, tiling: Tiling): Kernel {
  const { channels, rows, columns } = tiling;
  const [height, width] = [rows * TILE, columns * TILE];
  return buildKernel("winograd-out", (b) => {
    const x = b.input("x", "f32");
    const out = b.output("out", "f32");
    eachTile(b, tiling, ({ image, row, column, tile, channel }) => {
      const from = add(mul(tile, channels), channel);
      const load = (i: number): Expr => b.let("x", b.load(x, add(from, i * tilesOf(tiling) * channels)));
      const values = range(REACH).map((i) => range(REACH).map((j) => load(i * REACH + j)));
      const corner = add(mul(row, TILE * width), mul(column, TILE));
      const start = add(add(mul(image, channels * height * width), corner), mul(channel, height * width));
      applySeparable(b, matrix, values).forEach((line, i) => {
        line.forEach((value, j) => {
          b.store(out, add(start, i * width + j), value);
        });
      });
    });
  });
}

/** Between weights [outputs, channels, 3, 3] and matrices [36, channels, outputs]: a program has the outputs of a channel. */
function ofWeights(matrix: Matrix, channels: number, outputs: number): Kernel {
  const isBack = matrix.length === 3;
  return buildKernel(isBack ? "winograd-weights-back" : "winograd-weights", (b) => {
    const x = b.input("x", "f32");
    const out = b.output("out", "f32");
    const channel = b.gridIndex("channel");
    b.lanes(outputs, (lane) => {
      const plain = (i: number): Expr => add(add(mul(lane, channels * 9), mul(channel, 9)), i);
      const square = (i: number): Expr => add(add(mul(channel, outputs), lane), i * channels * outputs);
      const side = isBack ? REACH : 3;
      const [from, to] = isBack ? [square, plain] : [plain, square];
      const values = range(side).map((i) => range(side).map((j) => b.let("x", b.load(x, from(i * side + j)))));
      applySeparable(b, matrix, values)
        .flat()
        .forEach((value, i) => {
          b.store(out, to(i), value);
        });
    });
  });
}

/** Zeros in the row behind the tiles. */
function zeroRow({ batch, channels, rows, columns }: Tiling): Kernel {
  const tiles = batch * rows * columns;
  return buildKernel("winograd-zero", (b) => {
    const out = b.output("out", "f32");
    const start = mul(add(mul(b.gridIndex("matrix"), tiles + 1), tiles), channels);
    b.lanes(channels, (lane) => {
      b.store(out, add(start, lane), constant(0, "f32"));
    });
  });
}

function program(name: string, kernel: Kernel, shape: readonly number[], grid: readonly number[]): KernelProgram {
  const builder = new ProgramBuilder();
  builder.call(kernel, [inputBuffer(0), outputBuffer(0)], [], grid, 4 * sizeOf(shape));
  return builder.build(name, [{ shape, dtype: "f32" }]);
}

const gridOf = ({ batch, rows, channels }: Tiling): number[] => [batch * rows, Math.ceil(channels / CHANNELS)];

export function inputProgram(matrix: Matrix, tiling: Tiling, height: number, width: number): KernelProgram {
  const shape = [SQUARE, tilesOf(tiling), tiling.channels];
  const builder = new ProgramBuilder();
  const kernel = toMatrices(matrix, tiling, height, width);
  builder.call(kernel, [inputBuffer(0), outputBuffer(0)], [], gridOf(tiling), 8 * sizeOf(shape));
  const { batch, rows, columns } = tiling;
  if (tilesOf(tiling) > batch * rows * columns) builder.call(zeroRow(tiling), [outputBuffer(0)], [], [SQUARE], 0);
  return builder.build("winograd-in", [{ shape, dtype: "f32" }]);
}

export function outputProgram(matrix: Matrix, tiling: Tiling): KernelProgram {
  const shape = [tiling.batch, tiling.channels, tiling.rows * TILE, tiling.columns * TILE];
  return program("winograd-out", toPlanes(matrix, tiling), shape, gridOf(tiling));
}

export function weightProgram(matrix: Matrix, channels: number, outputs: number): KernelProgram {
  const shape = matrix.length === 3 ? [outputs, channels, 3, 3] : [SQUARE, channels, outputs];
  return program("winograd-weights", ofWeights(matrix, channels, outputs), shape, [channels]);
}
