/** @file What holds for every loss, whatever its formula. */
import { gradcheck } from "@adjoint/autograd";
import { mul, type Tensor } from "@adjoint/core";
import { expectClose, randomSource, type Tolerance } from "@adjoint/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { families } from "../../catalogue/index.ts";
import { toTensor } from "../support/numbers.ts";
import { type DrawnInput, drawInputs, type LossSample, type PropertyOptions, tensorsOf } from "./sample.ts";
import { samples } from "./samples.ts";

useBackend();

const CLOSE: Tolerance = { rel: 1e-11, abs: 1e-12, reason: "other orders of summation, in double precision" };
const named = samples.map((row) => ({ ...row, title: row.note === undefined ? row.of : `${row.of}, ${row.note}` }));

/** Runs a property for some seeds, the same ones each time. */
async function forSeeds(property: (seed: number) => Promise<void>, numRuns = 4): Promise<void> {
  await fc.assert(fc.asyncProperty(fc.integer(), property), { seed: 5, numRuns });
}

async function valuesOf(row: LossSample, drawn: readonly DrawnInput[], options: PropertyOptions): Promise<number[]> {
  return Array.from(await row.run(tensorsOf(row, drawn), options).data());
}

const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe("the table of samples", () => {
  const losses = families.filter(({ kind }) => kind === "loss").flatMap(({ entries }) => entries);

  it.each(losses.map(({ name }) => name))("has %s", (name) => {
    expect(samples.some((row) => row.of === name)).toBe(true);
  });

  it("has nothing that is no loss of the catalogue", () => {
    const names = losses.map(({ name }) => name);
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

describe("gradients agree with finite differences", () => {
  it.each(named)("$title", async (row) => {
    await forSeeds(async (seed) => {
      const drawn = drawInputs(row, seed);
      const all = tensorsOf(row, drawn);
      const varied = all.filter((_, i) => row.inputs[i]?.isChecked);
      const { checked } = await gradcheck(
        (...given: Tensor[]) => {
          const next = given.values();
          const inputs = all.map((x, i) => (row.inputs[i]?.isChecked ? (next.next().value ?? x) : x));
          return row.run(inputs, {});
        },
        varied,
        row.tolerance,
      );
      expect(checked).toBe(varied.reduce((total, x) => total + x.size, 0));
      expect(checked).toBeGreaterThan(0);
    }, 2);
  });

  it.each(single)("$title, of single losses with different cotangents", async (row) => {
    const drawn = drawInputs(row, 7);
    const all = tensorsOf(row, drawn);
    const first = row.inputs.findIndex(({ isChecked }) => isChecked);
    const x = all[first] as Tensor;
    await gradcheck(
      (given: Tensor) => {
        const losses = row.run(
          all.map((other, i) => (i === first ? given : other)),
          { reduction: "none" },
        );
        const factors = toTensor(
          Array.from({ length: losses.size }, (_, i) => i - 0.5),
          "f64",
          [...losses.shape],
        );
        return mul(losses, factors);
      },
      [x],
      row.tolerance,
    );
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
