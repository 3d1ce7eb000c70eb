/** @file Each loss takes as few kernels as the catalogue says, value and gradient together. */
import { explain, scope, type Tensor, valueAndGrad } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { families } from "../../catalogue/index.ts";
import { drawInputs, type LossSample, tensorsOf } from "../properties/sample.ts";
import { named } from "../properties/samples.ts";

useBackend();

const losses = families.filter(({ kind }) => kind === "loss").flatMap(({ entries }) => entries);

/** What belongs to losses without being one, and what is checked as an oracle only. */
const NO_LOSSES = ["smoothLabels"];
const isOracle = (row: LossSample): boolean => row.note === "composite";

const claimOf = (name: string): number => {
  const { kernels = Number.NaN } = losses.find((entry) => entry.name === name || aliases(entry).includes(name)) ?? {};
  return typeof kernels === "number" ? kernels : kernels[0];
};
const aliases = ({ alsoExported = [] }: (typeof losses)[number]): readonly string[] => alsoExported;

function kernelsOf(row: LossSample, reduction: "mean" | "sum"): number {
  const first = row.inputs.findIndex(({ isChecked }) => isChecked);
  return scope(() => {
    const inputs = tensorsOf(row, drawInputs(row, 3), "f32");
    const loss = (x: Tensor): Tensor => row.run(inputs.with(first, x), { reduction });
    return explain(...valueAndGrad(loss)(inputs[first] as Tensor)).dispatches;
  });
}

const rows = named.filter((row) => !isOracle(row));

describe("value and gradient take few kernels", () => {
  it.each(rows)("$title", (row) => {
    for (const reduction of ["mean", "sum"] as const) {
      const kernels = kernelsOf(row, reduction);
      expect(kernels).toBeGreaterThan(0);
      expect(kernels).toBeLessThanOrEqual(row.kernels ?? claimOf(row.of));
    }
  });

  it.each(losses.filter(({ name }) => !NO_LOSSES.includes(name)))(
    "$name says how many, and why more than 2",
    (entry) => {
      const { name, kernels } = entry;
      if (typeof kernels === "number") expect([1, 2]).toContain(kernels);
      else expect(kernels?.[1]).toMatch(/\w+ \w+/);
      const most = Math.max(
        ...rows.filter((row) => row.of === name && row.kernels === undefined).map((row) => kernelsOf(row, "mean")),
      );
      if (claimOf(name) <= 2) expect(most).toBe(claimOf(name));
    },
  );
});
