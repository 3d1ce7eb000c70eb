/** @file What every loss does with input that is wrong, or of which there is none: a typed error with its name, or a number. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { toLabels, toTensor } from "../support/numbers.ts";
import { type DrawnInput, drawInputs, type LossSample, tensorsOf } from "./sample.ts";
import { named as all } from "./samples.ts";

useBackend();

/** Without the oracles in tests, which are no functions of users. */
const named = all.filter(({ note }) => note !== "composite");

type ErrorType = new (...args: never[]) => Error;

/** Calls the loss, and expects an error of one of these types that names it. */
function expectRefusal({ of }: LossSample, call: () => unknown, ...types: readonly ErrorType[]): string {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(
    types.some((type) => thrown instanceof type),
    `got ${thrown}`,
  ).toBe(true);
  const { message } = thrown as Error;
  expect(message).toMatch(new RegExp(`^${of}: `));
  return message;
}

const firstFloats = ({ inputs }: LossSample): number => inputs.findIndex(({ kind }) => kind === "floats");

/** The inputs with only the first `count` samples in those at the positions chosen. */
function cut(row: LossSample, count: number, isChosen: (position: number) => boolean): DrawnInput[] {
  return drawInputs(row, 1).map((drawn, i) => {
    const [all = 1, ...rest] = drawn.shape;
    if (!isChosen(i) || row.inputs[i]?.hasSamples !== true) return drawn;
    return { shape: [count, ...rest], data: drawn.data.slice(0, (drawn.data.length / all) * count) };
  });
}

describe("a target with other samples than the prediction is refused", () => {
  const withTarget = named.filter(({ inputs }) => inputs.filter(({ hasSamples }) => hasSamples).length > 1);
  it.each(withTarget)("$title", (row) => {
    const samples = drawInputs(row, 1)[0]?.shape[0] ?? 0;
    const target = row.inputs.findIndex(({ hasSamples }, position) => position > 0 && hasSamples);
    const drawn = cut(row, samples - 1, (position) => position === target);
    expectRefusal(row, () => row.run(tensorsOf(row, drawn), {}), ShapeError, UsageError);
  });
});

describe("predictions that are integers are refused", () => {
  it.each(named)("$title", (row) => {
    const at = firstFloats(row);
    const tensors = tensorsOf(row, drawInputs(row, 1));
    const { shape = [], size = 0 } = tensors[at] ?? {};
    tensors[at] = toLabels(new Array(size).fill(1), [...shape]) as unknown as Tensor;
    expectRefusal(row, () => row.run(tensors, {}), DTypeError);
  });
});

describe("an unknown reduction is refused", () => {
  it.each(named)("$title", (row) => {
    const message = expectRefusal(
      row,
      () => row.run(tensorsOf(row, drawInputs(row, 1)), { reduction: "total" as never }),
      UsageError,
    );
    expect(message).toMatch(/reduction.*total/);
  });
});

describe("NaN weights are refused", () => {
  it.each(named.filter(({ weight }) => weight !== "none"))("$title", (row) => {
    const tensors = tensorsOf(row, drawInputs(row, 1));
    const { weight: kind = "factor" } = row;
    const weight = typeof kind === "number" ? toTensor(new Array(kind).fill("nan"), "f64") : toTensor(["nan"], "f64");
    const message = expectRefusal(row, () => row.run(tensors, { weight }), UsageError);
    expect(message).toMatch(/weight.*NaN/i);
  });
});

describe("of no samples the losses are none, and their sum is 0", () => {
  it.each(named.filter((row) => row.hasSingleLosses !== false && row.isPermutable !== false))("$title", async (row) => {
    const empty = () =>
      tensorsOf(
        row,
        cut(row, 0, () => true),
      );
    expect(row.run(empty(), { reduction: "none" }).size).toBe(0);
    expect(await row.run(empty(), { reduction: "sum" }).item()).toBe(0);
    const mean = await row.run(empty(), {}).item();
    expect(mean === 0 || Number.isNaN(mean), `the mean is ${mean}`).toBe(true);
  });
});
