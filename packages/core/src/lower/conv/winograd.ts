/**
 * @file Winograd's form of convolutions 3×3 and of their gradients by the weights: 36 matrix products over tiles of 4×4 results,
 * between transforms. A quarter of the products, for results that are almost as exact; see `winograd-matrices.ts`.
 */
import * as ir from "../../ir/build.ts";
import type { ConvGeometry, Node } from "../../ir/node.ts";
import type { KernelProgram } from "../../ir/program.ts";
import { extentOf, type Shape } from "../../shape.ts";
import { surround } from "./surround.ts";
import * as matrices from "./winograd-matrices.ts";
import { inputProgram, outputProgram, type Tiling, tilesOf, weightProgram } from "./winograd-programs.ts";

/** Fewer make the products too small for what the transforms cost. */
const FEWEST_CHANNELS = 16;
const FEWEST_TILES = 16;

/** Programs by what they are made from: equal ones must be one, so that equal nodes are merged. */
const programs = new Map<string, KernelProgram>();
const MOST_PROGRAMS = 256;

function known(key: string, make: () => KernelProgram): KernelProgram {
  const found = programs.get(key) ?? make();
  if (programs.size >= MOST_PROGRAMS) programs.clear();
  programs.set(key, found);
  return found;
}

const apply = (program: KernelProgram, x: Node): Node => ir.kernel(program, [x])[0] as Node;

const tilingOf = (y: Shape, channels: number): Tiling => ({
  batch: extentOf(y, 0),
  channels,
  rows: Math.ceil(extentOf(y, 2) / matrices.TILE),
  columns: Math.ceil(extentOf(y, 3) / matrices.TILE),
});

/** True if a convolution of these shapes is worth it. */
export function isWinograd(w: Shape, y: Shape, { stride, dilation, groups }: ConvGeometry): boolean {
  const [outputs = 0, channels = 0, ...kernel] = w;
  const isPlain = [...stride, ...dilation, groups].every((n) => n === 1) && kernel.length === 2;
  const isLarge = Math.min(outputs, channels) >= FEWEST_CHANNELS && tilesOf(tilingOf(y, 1)) >= FEWEST_TILES;
  return isPlain && kernel.every((n) => n === 3) && isLarge;
}

/** The convolution. */
export function winogradOutput(x: Node, w: Node, { before }: ConvGeometry, shape: Shape): Node {
  const [outputs = 1, channels = 1] = w.shape;
  const tiling = tilingOf(shape, outputs);
  const key = `weights ${channels} ${outputs}`;
  const weights = apply(
    known(key, () => weightProgram(matrices.weights(), channels, outputs)),
    w,
  );
  const products = ir.dot(tilesOfInput(x, before, shape), weights);
  const planes = apply(
    known(`out ${Object.values(tiling)}`, () => outputProgram(matrices.resultsBack(), tiling)),
    products,
  );
  return ir.shrink(planes, [0, 0, 0, 0], shape);
}

/** Its gradient by the weights, from x and the cotangent y. */
export function winogradWeight(x: Node, y: Node, { before }: ConvGeometry, shape: Shape): Node {
  const [outputs = 1, channels = 1] = shape;
  const tiling = tilingOf(y.shape, outputs);
  const [height, width] = [tiling.rows * matrices.TILE, tiling.columns * matrices.TILE];
  const whole = surround(y, [0, 0], [height - extentOf(y.shape, 2), width - extentOf(y.shape, 3)]);
  const key = `results ${Object.values(tiling)}`;
  const cotangents = apply(
    known(key, () => inputProgram(matrices.results(), tiling, height, width)),
    whole,
  );
  const products = ir.dot(ir.transpose(tilesOfInput(x, before, y.shape)), cotangents);
  const back = `weights back ${channels} ${outputs}`;
  return apply(
    known(back, () => weightProgram(matrices.weightsBack(), channels, outputs)),
    products,
  );
}

/** The tiles of x that the results of a shape take, transformed: [36, tiles, channels]. */
function tilesOfInput(x: Node, before: readonly number[], y: Shape): Node {
  const tiling = tilingOf(y, extentOf(x.shape, 1));
  const [height, width] = [tiling.rows, tiling.columns].map((n) => n * matrices.TILE + 2) as [number, number];
  const after = [height, width].map((extent, i) => extent - extentOf(before, i) - extentOf(x.shape, i + 2));
  const key = `in ${Object.values(tiling)}`;
  return apply(
    known(key, () => inputProgram(matrices.inputs(), tiling, height, width)),
    surround(x, before, after),
  );
}
