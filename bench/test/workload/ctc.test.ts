import { describe, expect, it } from "vitest";
import { lattice, type Sequence } from "../../src/workload/expected/ctc-lattice.ts";
import { ctcLoss } from "../../src/workload/expected/ctc-loss.ts";
import { expectedOutputs } from "../../src/workload/expected.ts";
import { draw } from "../../src/workload/numbers.ts";
import type { Ctc } from "../../src/workload/types.ts";
import { base, drawn, slopeBy } from "./slopes.ts";

function sequence(frames: number, classes: number, labels: readonly number[]): Sequence {
  const { data } = draw({ kind: "uniform", shape: [frames, classes], seed: 11, scale: 3 });
  return { logits: Float64Array.from(data), labels: Int32Array.from(labels), frames, classes };
}

/** By its definition: over all paths. */
function lossOfPaths({ logits, labels, frames, classes }: Sequence): number {
  let probability = 0;
  for (let code = 0; code < classes ** frames; code++) {
    const path = Array.from({ length: frames }, (_, t) => Math.floor(code / classes ** t) % classes);
    const spelled = path.filter((each, t) => each !== 0 && each !== path[t - 1]);
    if (spelled.join() !== labels.join()) continue;
    let product = 1;
    for (const [t, each] of path.entries()) {
      const row = Array.from(logits.subarray(t * classes, (t + 1) * classes));
      product *= Math.exp(row[each] ?? 0) / row.reduce((sum, logit) => sum + Math.exp(logit), 0);
    }
    probability += product;
  }
  return -Math.log(probability);
}

const cases: readonly [what: string, Sequence][] = [
  ["different labels", sequence(5, 3, [1, 2])],
  ["a label twice", sequence(5, 3, [2, 2])],
  ["no labels", sequence(3, 3, [])],
  ["as many labels as frames", sequence(3, 4, [1, 3, 1])],
];

describe("an expected CTC loss", () => {
  it.each(cases)("is that of all paths, with %s", (_, each) => {
    expect(ctcLoss(each)).toBeCloseTo(lossOfPaths(each), 12);
    expect(lattice(each).loss).toBeCloseTo(lossOfPaths(each), 12);
  });

  it("is infinite where labels do not fit", () => {
    const tight = sequence(2, 3, [2, 2]);
    expect(lossOfPaths(tight)).toBe(Number.POSITIVE_INFINITY);
    expect(ctcLoss(tight)).toBe(Number.POSITIVE_INFINITY);
    expect(lattice(tight).loss).toBe(Number.POSITIVE_INFINITY);
  });

  it("is the same by either recursion over many frames", () => {
    const long = sequence(
      400,
      6,
      Array.from({ length: 80 }, (_, i) => 1 + (i % 5)),
    );
    expect(ctcLoss(long)).toBeCloseTo(lattice(long).loss, 8);
  });

  it.each(cases)("has the gradient of the sum over all paths, with %s", (_, each) => {
    const { gradientAt } = lattice(each);
    const at = (index: number, step: number) =>
      lossOfPaths({ ...each, logits: each.logits.map((logit, i) => logit + (i === index ? step : 0)) });
    for (let index = 0; index < each.logits.length; index++) {
      const slope = (at(index, 1e-4) - at(index, -1e-4)) / 2e-4;
      expect(gradientAt(Math.floor(index / each.classes), index % each.classes)).toBeCloseTo(slope, 6);
    }
  });
});

describe("an expected batch", () => {
  it("has the gradient of the sum of its losses", () => {
    const of: Ctc = { ...base, kind: "ctc", batch: 3, frames: 6, labels: 2, classes: 4 };
    const inputs = drawn(of);
    const { losses, loss, gradient } = expectedOutputs(of, inputs);
    expect(losses?.values).toHaveLength(3);
    expect(loss?.values[0]).toBeCloseTo(
      (losses?.values ?? []).reduce((a, b) => a + b, 0),
      10,
    );
    for (const [i, index] of (gradient?.indices ?? []).entries()) {
      const slope = slopeBy(of, inputs, "logits", index, (each) => each["loss"]?.values[0] ?? Number.NaN);
      expect(slope).toBeCloseTo(gradient?.values[i] ?? Number.NaN, 4);
    }
  });
});
