/**
 * @file Random programs: a list of seeds, one for each step, each of which makes a tensor of those before. Any list makes a
 * program, so that steps can be left out to find the least one that fails.
 */
import type { Node } from "@adjoint/core";
import { AdjointError, type DType, type Tensor, tensor } from "adjoint";
import { Draw } from "./draw.ts";
import { STEPS, type StepContext } from "./steps.ts";

export interface Program {
  readonly seed: number;
  /** One for each step. */
  readonly steps: readonly number[];
}

/** A program's tensors, unrealised, and what it takes to know their values. */
export interface Built {
  readonly tensors: readonly Tensor<DType>[];
  /** Values of the leaves. */
  readonly values: ReadonlyMap<Node, readonly number[]>;
  /** One line for each tensor. */
  readonly lines: readonly string[];
  readonly dispose: () => void;
}

const EXTENTS = [0, 1, 1, 2, 3, 4, 5, 7, 8, 17, 33] as const;
const MOST_ELEMENTS = 600;
const MOST_ELEMENTS_OF_LARGE = 20_000;
const MOST_STEPS = 10;

export function randomProgram(seed: number): Program {
  const draw = new Draw(seed);
  return { seed, steps: Array.from({ length: 1 + draw.below(MOST_STEPS) }, () => draw.below(2 ** 31)) };
}

/** Builds the graph of a program. Steps whose operands the library refuses are passed over. */
export function build({ seed, steps }: Program): Built {
  const draw = new Draw(seed ^ 0x55555555);
  const limit = draw.once(100) ? MOST_ELEMENTS_OF_LARGE : MOST_ELEMENTS;
  const tensors: Tensor<DType>[] = [];
  const leaves: Tensor<DType>[] = [];
  const lines: string[] = [];
  const values = new Map<Node, readonly number[]>();
  const add = (x: Tensor<DType>, text: string): Tensor<DType> => {
    tensors.push(x);
    lines.push(`t${tensors.length - 1}: ${x.dtype}[${x.shape.join()}] = ${text}`);
    return x;
  };
  const leaf = (shape: readonly number[], dtype: DType, numbers: readonly number[]): Tensor<DType> => {
    const x = tensor(Float64Array.from(numbers), { shape, dtype });
    values.set(x.node, numbers);
    leaves.push(x);
    return add(x, "data");
  };
  const count = 1 + draw.below(3);
  for (let i = 0; i < count; i++) leaf(...randomLeaf(draw, limit));
  for (const step of steps) {
    const context: StepContext = { draw: new Draw(step), tensors, leaf, limit };
    const { name, run } = context.draw.of(STEPS);
    try {
      const x = run(context);
      if (x !== undefined && x.size <= limit) add(x, name);
    } catch (error) {
      if (!(error instanceof AdjointError)) throw error;
    }
  }
  return {
    tensors,
    values,
    lines,
    dispose: () => {
      for (const x of new Set([...tensors, ...leaves])) x.dispose();
    },
  };
}

function randomLeaf(draw: Draw, limit: number): [shape: number[], dtype: DType, numbers: number[]] {
  const shape: number[] = [];
  const rank = draw.below(5);
  const isLarge = limit > MOST_ELEMENTS;
  for (let axis = 0; axis < rank; axis++) {
    const extent = isLarge && axis < 2 ? 60 + draw.below(60) : draw.of(EXTENTS);
    if (shape.reduce((a, b) => a * b, extent) <= limit) shape.push(extent);
  }
  const dtype = draw.of<DType>(["f32", "f32", "f32", "f32", "i32", "u32", "bool"]);
  const size = shape.reduce((a, b) => a * b, 1);
  return [shape, dtype, numbersOf(draw, dtype, size)];
}

/** Numbers that a dtype holds exactly. */
export function numbersOf(draw: Draw, dtype: DType, count: number): number[] {
  const one: Partial<Record<DType, () => number>> = {
    i32: () => draw.below(19) - 9,
    u32: () => draw.below(10),
    bool: () => draw.below(2),
  };
  return Array.from({ length: count }, one[dtype] ?? (() => draw.number()));
}
