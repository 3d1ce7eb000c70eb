/** @file Gradients of every loss against finite differences, in double precision, at random points. */
import { gradcheck } from "@adjoint/autograd";
import { mul, type Tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { toTensor } from "../support/numbers.ts";
import { forSeeds } from "./for-seeds.ts";
import { drawInputs, tensorsOf } from "./sample.ts";
import { named } from "./samples.ts";

useBackend();

const single = named.filter((row) => row.hasSingleLosses !== false);

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
    }, 1);
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
