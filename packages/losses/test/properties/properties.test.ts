/** @file What holds for every loss, whatever its formula: reductions, weights, the order of samples. */
import type { Tensor } from "@adjoint/core";
import { expectClose, randomSource, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { families } from "../../catalogue/index.ts";
import { toTensor } from "../support/numbers.ts";
import { forSeeds } from "./for-seeds.ts";
import { type DrawnInput, drawInputs, type LossSample, type PropertyOptions, tensorsOf } from "./sample.ts";
import { named, samples } from "./samples.ts";

useBackend();

const CLOSE: Tolerance = { rel: 1e-11, abs: 1e-12, reason: "other orders of summation, in double precision" };

async function valuesOf(row: LossSample, drawn: readonly DrawnInput[], options: PropertyOptions): Promise<number[]> {
  return Array.from(await row.run(tensorsOf(row, drawn), options).data());
}

const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** What belongs to losses without being one. */
const NO_LOSSES = { smoothLabels: "gives labels" };

describe("the table of samples", () => {
  const losses = families
    .filter(({ kind }) => kind === "loss")
    .flatMap(({ entries }) => entries)
    .filter(({ name }) => !(name in NO_LOSSES));

  it.each(losses.map(({ name }) => name))("has %s", (name) => {
    expect(samples.some((row) => row.of === name)).toBe(true);
  });

  it("has nothing that is no loss of the catalogue", () => {
    const names = losses.flatMap(({ name, alsoExported = [] }) => [name, ...alsoExported]);
    expect(samples.map((row) => row.of).filter((name) => !names.includes(name))).toEqual([]);
  });
});

const single = named.filter((row) => row.hasSingleLosses !== false);

describe("reductions are those of the single losses", () => {
  it.each(single)("$title", async (row) => {
    await forSeeds(async (seed) => {
      const drawn = drawInputs(row, seed);
      const losses = await valuesOf(row, drawn, { reduction: "none" });
      expect(losses.every(Number.isFinite)).toBe(true);
      expectClose(await valuesOf(row, drawn, { reduction: "sum" }), [sumOf(losses)], CLOSE);
      const mean = await valuesOf(row, drawn, {});
      expect(await valuesOf(row, drawn, { reduction: "mean" })).toEqual(mean);
      if ((row.mean ?? "losses") === "losses") expectClose(mean, [sumOf(losses) / losses.length], CLOSE);
    });
  });
});

describe("weights are factors of the single losses", () => {
  const weighted = single.filter((row) => (row.weight ?? "factor") === "factor");
  it.each(weighted)("$title", async (row) => {
    await forSeeds(async (seed) => {
      const drawn = drawInputs(row, seed);
      const plain = row.run(tensorsOf(row, drawn), { reduction: "none" });
      const random = randomSource(seed + 1);
      const factors = Array.from({ length: plain.size }, () => Math.floor(4 * random()) / 2);
      const weight = toTensor(factors, "f64", [...plain.shape]);
      const products = Array.from(await plain.data()).map((loss, i) => loss * (factors[i] ?? Number.NaN));
      expectClose(await valuesOf(row, drawn, { reduction: "none", weight }), products, CLOSE);
      expectClose(await valuesOf(row, drawn, { reduction: "sum", weight }), [sumOf(products)], CLOSE);
      if ((row.mean ?? "losses") !== "losses") return;
      expectClose(await valuesOf(row, drawn, { weight }), [sumOf(products) / products.length], CLOSE);
    });
  });
});

describe("weights of classes are linear", () => {
  const weighted = single.filter((row) => typeof row.weight === "number");
  it.each(weighted)("$title", async (row) => {
    const ofClass = (f: (c: number) => number) =>
      toTensor(
        Array.from({ length: Number(row.weight) }, (_, c) => f(c)),
        "f64",
      );
    await forSeeds(async (seed) => {
      const drawn = drawInputs(row, seed);
      const at = (weight: Tensor | undefined) => valuesOf(row, drawn, { reduction: "none", weight });
      const [plain, ones, some, twice] = await Promise.all([
        at(undefined),
        at(ofClass(() => 1)),
        at(ofClass((c) => c)),
        at(ofClass((c) => 2 * c)),
      ]);
      expectClose(ones, plain, CLOSE);
      expectClose(
        twice,
        some.map((loss) => 2 * loss),
        CLOSE,
      );
    });
  });
});

describe("the order of the samples does not matter", () => {
  const permutable = named.filter((row) => row.isPermutable !== false);
  it.each(permutable)("$title", async (row) => {
    await forSeeds(async (seed) => {
      const drawn = drawInputs(row, seed);
      const count = drawn.find((_, i) => row.inputs[i]?.hasSamples)?.shape[0] ?? 0;
      const order = shuffled(count, seed);
      const moved = drawn.map((input, i) => (row.inputs[i]?.hasSamples ? permuted(input, order) : input));
      expectClose(await valuesOf(row, moved, {}), await valuesOf(row, drawn, {}), CLOSE);
      if (row.hasSingleLosses === false) return;
      const losses = await valuesOf(row, drawn, { reduction: "none" });
      if (losses.length % count !== 0) return;
      const expected = permuted({ data: losses, shape: [count, losses.length / count] }, order).data;
      expectClose(await valuesOf(row, moved, { reduction: "none" }), expected, CLOSE);
    });
  });
});

function shuffled(count: number, seed: number): number[] {
  const random = randomSource(seed);
  return Array.from({ length: count }, (_, i) => ({ i, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i);
}

function permuted({ data, shape }: DrawnInput, order: readonly number[]): DrawnInput {
  const stride = data.length / (shape[0] ?? 1);
  return { data: order.flatMap((i) => data.slice(i * stride, (i + 1) * stride)), shape };
}
