/** @file A row of the property tests: a loss, and how inputs for it are drawn. */
import type { Tensor } from "@adjoint/core";
import { randomSource } from "@adjoint/core/testing";
import type { Reduction } from "../../src/index.ts";
import { toLabels, toTensor } from "../support/numbers.ts";

export interface DrawnInput {
  readonly data: readonly number[];
  readonly shape: readonly number[];
}

export interface Input<K extends "floats" | "labels" = "floats" | "labels"> {
  readonly kind: K;
  /** Whether the gradient with respect to it is checked. */
  readonly isChecked: boolean;
  /** Whether its first axis are the samples. */
  readonly hasSamples: boolean;
  draw(random: () => number): DrawnInput;
  /** As `draw`, but at the ends of what the input may hold. */
  drawExtreme(random: () => number): DrawnInput;
}

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const range = (length: number, f: (i: number) => number) => Array.from({ length }, (_, i) => f(i));

type Draw = (random: () => number) => number[];

function floats(shape: readonly number[], draw: Draw, drawExtreme: Draw = draw): Input<"floats"> {
  return {
    kind: "floats",
    isChecked: true,
    hasSamples: true,
    draw: (random) => ({ data: draw(random), shape }),
    drawExtreme: (random) => ({ data: drawExtreme(random), shape }),
  };
}

/** Far out in what an interval stands for: any numbers, probabilities, positive numbers, or logarithms of probabilities. */
function endsOf(low: number, high: number): readonly number[] {
  if (low >= 0 && high <= 1) return [0, 0.5, 1];
  if (low >= 0) return [1e-30, 1e-3, 1e3, 1e30];
  if (high <= 0) return [-1e30, -1e3, -0.5, 0];
  return [-1e30, -1e3, -1, 0, 1e3, 1e30];
}

const pick = (values: readonly number[], random: () => number): number =>
  values[Math.floor(random() * values.length)] ?? Number.NaN;

/** Numbers in (low, high). The gradient with respect to them is checked. */
export function uniform(shape: readonly number[], low = -2, high = 2): Input<"floats"> {
  const ends = endsOf(low, high);
  return floats(
    shape,
    (random) => range(size(shape), () => low + (high - low) * random()),
    (random) => range(size(shape), () => pick(ends, random)),
  );
}

/** Rows, along the last axis, of positive numbers that sum to 1. */
export function simplex(shape: readonly number[]): Input<"floats"> {
  const classes = shape.at(-1) ?? 1;
  const rows = (row: () => number[]) => range(size(shape) / classes, () => 0).flatMap(row);
  const inside: Draw = (random) =>
    rows(() => {
      const row = range(classes, () => 0.05 + random());
      const total = row.reduce((a, b) => a + b, 0);
      return row.map((x) => x / total);
    });
  const corners: Draw = (random) =>
    rows(() => {
      const at = Math.floor(random() * classes);
      return range(classes, (i) => (i === at ? 1 : 0));
    });
  return floats(shape, inside, corners);
}

/** One of some values for each element, such as 0 and 1, or −1 and 1. Not differentiated. */
export function oneOf(shape: readonly number[], values: readonly number[]): Input<"floats"> {
  return constant(floats(shape, (random) => range(size(shape), () => pick(values, random))));
}

/** The numbers given, the same for every draw. */
export function exactly(data: readonly number[], shape: readonly number[] = [data.length]): Input<"floats"> {
  return floats(shape, () => [...data]);
}

/** Class labels in [low, classes). */
export function labels(shape: readonly number[], classes: number, low = 0): Input<"labels"> {
  const draw = (random: () => number) => ({
    data: range(size(shape), () => low + Math.floor(random() * (classes - low))),
    shape,
  });
  return { kind: "labels", isChecked: false, hasSamples: true, draw, drawExtreme: draw };
}

/** The labels given, the same for every draw. */
export function exactLabels(data: readonly number[], shape: readonly number[] = [data.length]): Input<"labels"> {
  const draw = () => ({ data, shape });
  return { kind: "labels", isChecked: false, hasSamples: true, draw, drawExtreme: draw };
}

/** The input without its gradient being checked: what a loss takes for a constant, or where it has a kink everywhere. */
export function constant<K extends Input>(input: K): K {
  return { ...input, isChecked: false };
}

/** The input as one that all samples share, such as weights of a layer. Its products with others are to stay finite. */
export function shared<K extends Input>(input: K): K {
  return { ...input, hasSamples: false, drawExtreme: input.draw };
}

export interface PropertyOptions {
  readonly reduction?: Reduction | undefined;
  readonly weight?: Tensor | undefined;
}

type TensorOf<I> = I extends Input<"labels"> ? Tensor<"i32"> : Tensor;
type TensorsOf<I extends readonly Input[]> = { [K in keyof I]: TensorOf<I[K]> };

interface SampleFacts {
  /** The exported function. */
  readonly of: string;
  /** What sets this row apart from others of the same loss. */
  readonly note?: string;
  /**
   * "losses": the mean without weights divides by the number of losses that "none" gives. Anything else says what it
   * divides by, and is not checked here. Default "losses".
   */
  readonly mean?: string;
  /**
   * "factor": `weight` multiplies the single losses, and the mean divides as without. A number: `weight` has one
   * factor for each of so many classes. "none": there is no `weight`, or it means something else. Default "factor".
   */
  readonly weight?: "factor" | "none" | number;
  /** False where the samples cannot be put in another order by the first axis. Default true. */
  readonly isPermutable?: boolean;
  /** False where there is no "none", such as for losses of whole batches. Default true. */
  readonly hasSingleLosses?: boolean;
  /**
   * Most kernels for value and gradient, where it is not what the catalogue says: where elements of an axis that is not the
   * last meet all others of it.
   */
  readonly kernels?: number;
  /** Allowed distances for gradcheck, where its defaults are too strict, with the reason in a comment. */
  readonly tolerance?: { readonly eps?: number; readonly atol?: number; readonly rtol?: number };
}

export interface LossSample extends SampleFacts {
  readonly inputs: readonly Input[];
  run(inputs: readonly Tensor[], options: PropertyOptions): Tensor;
}

/** A row, whose `loss` is called with one tensor for each of `inputs` and with options to be passed on. */
export function sample<const I extends readonly Input[]>(
  row: SampleFacts & {
    readonly inputs: I;
    readonly loss: (...given: [...TensorsOf<I>, PropertyOptions]) => Tensor;
  },
): LossSample {
  const { loss, ...facts } = row;
  const call = loss as unknown as (...given: readonly (Tensor | PropertyOptions)[]) => Tensor;
  return { ...facts, run: (inputs, options) => call(...inputs, options) };
}

export function drawInputs({ inputs }: LossSample, seed: number): DrawnInput[] {
  const random = randomSource(seed);
  return inputs.map((input) => input.draw(random));
}

/** The drawn numbers as tensors: floats, by default in double precision, and labels as i32. */
export function tensorsOf(
  { inputs }: LossSample,
  drawn: readonly DrawnInput[],
  dtype: "f32" | "f64" = "f64",
): Tensor[] {
  return drawn.map(({ data, shape }, i) =>
    inputs[i]?.kind === "labels"
      ? (toLabels(data, [...shape]) as unknown as Tensor)
      : toTensor(data, dtype, [...shape]),
  );
}
