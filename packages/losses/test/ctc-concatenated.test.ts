/** @file Targets written one behind the other. */
import { ir, Tensor, tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { ctcLoss, ctcLossFromLogProbs } from "../src/index.ts";
import { normal } from "./support/draw.ts";
import { device, evaluate } from "./support/engines.ts";
import { toLabels } from "./support/numbers.ts";

useBackend();

describe("concatenated labels", () => {
  const data = normal(9, 4 * 7 * 5);
  const x = (): Tensor => tensor(data, { shape: [4, 7, 5] });
  const lengths = [2, 0, 3, 1];
  const padded = toLabels([
    [1, 2, 9],
    [9, 9, 9],
    [3, 3, 4],
    [4, 9, 9],
  ]);
  const flat = toLabels([1, 2, 3, 3, 4, 4]);
  /** As it is where the host does not know the elements. */
  const computed = (values: Tensor<"i32">): Tensor<"i32"> =>
    new Tensor<"i32">(ir.map("add", values.node, ir.full(0, values.shape, "i32")));

  it.each([
    ["ctcLoss", ctcLoss],
    ["ctcLossFromLogProbs", ctcLossFromLogProbs],
  ] as const)("give what %s gives for padded ones", async (_, loss) => {
    const right = await evaluate(device, x(), (y) => loss(y, padded, { labelLengths: lengths }));
    const known = toLabels(lengths);
    for (const [labels, labelLengths] of [
      [flat, lengths],
      [flat, known],
      [computed(flat), lengths],
      [computed(flat), computed(known)],
    ] as const) {
      expect(await evaluate(device, x(), (y) => loss(y, labels, { labelLengths }))).toEqual(right);
    }
  });

  it("may hold no labels at all", async () => {
    const none = tensor(new Int32Array(0), { dtype: "i32", shape: [0] });
    const right = await evaluate(device, x(), (y) => ctcLoss(y, padded, { labelLengths: [0, 0, 0, 0] }));
    expect(await evaluate(device, x(), (y) => ctcLoss(y, none, { labelLengths: [0, 0, 0, 0] }))).toEqual(right);
  });

  it("of a sum that only the device knows to be wrong have the loss NaN", async () => {
    const labelLengths = computed(toLabels([2, 0, 3, 2]));
    const { value } = await evaluate(device, x(), (y) => ctcLoss(y, flat, { labelLengths, reduction: "none" }));
    expect(value).toEqual(new Array<number>(4).fill(Number.NaN));
  });
});
