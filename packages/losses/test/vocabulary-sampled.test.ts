/** @file Sampled softmax and noise-contrastive estimation against their definitions. */
import { DTypeError, grad, rand, ShapeError, type Tensor } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { logUniformClasses, logUniformCount } from "../src/vocabulary/candidates.ts";
import { linearCrossEntropy } from "../src/vocabulary/linear-cross-entropy.ts";
import { nce } from "../src/vocabulary/nce.ts";
import { sampledSoftmax } from "../src/vocabulary/sampled-softmax.ts";
import { bias, C, expectNear, H, labels, N, wave } from "./support/linear-cases.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const [x, w] = [wave([N, H]), wave([C, H], 1)];
const samples = [1, 4, 4, 0];
const sampled = toLabels(samples);
const all = toLabels([0, 1, 2, 3, 4, 5]);
const logExpectedCount = logUniformCount(samples.length, C);

/** Rows of logits, those of labels first, in double precision. */
async function plainLogits(targets: number[][], isCorrected: boolean, removesHits: boolean): Promise<number[][]> {
  const [a, b, c] = [await x.data(), await w.data(), await bias.data()];
  const at = (n: number, k: number): number => {
    const p = Math.log((k + 2) / (k + 1)) / Math.log(C + 1);
    const product = Array.from({ length: H }, (_, h) => (a[n * H + h] ?? 0) * (b[k * H + h] ?? 0));
    return product.reduce((s, v) => s + v, c[k] ?? 0) - (isCorrected ? Math.log(samples.length * p) : 0);
  };
  return targets.map((own, n) => [
    ...own.map((k) => at(n, k)),
    ...samples.map((k) => (removesHits && own.includes(k) ? Number.NEGATIVE_INFINITY : at(n, k))),
  ]);
}

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const single = [3, 0, 5, 2, 2, 1, 4].map((k) => [k]);
const pairs = [3, 0, 5, 2, 2, 1, 4].map((k, n) => [k, (k + 1 + n) % C]);

describe.each([
  ["one label", single],
  ["two labels", pairs],
])("with %s", (_, targets) => {
  const y = targets === single ? labels : toLabels(targets);
  const count = targets[0]?.length ?? 1;
  it.each([true, false])("sampledSoftmax is its definition (hits removed: %s)", async (removeAccidentalHits) => {
    const rows = await plainLogits(targets, true, removeAccidentalHits);
    const losses = rows.map((row) => {
      const total = Math.log(row.reduce((s, z) => s + Math.exp(z), 0));
      return total - row.slice(0, count).reduce((s, z) => s + z, 0) / count;
    });
    const o = { bias, logExpectedCount, removeAccidentalHits };
    await expectNear(sampledSoftmax(x, w, y, sampled, { ...o, reduction: "none" }), toTensor(losses), 3e-6);
    await expectNear(sampledSoftmax(x, w, y, sampled, o), toTensor(losses).mean(), 3e-6);
  });

  it.each([true, false])("nce is its definition (hits removed: %s)", async (removeAccidentalHits) => {
    const rows = await plainLogits(targets, true, removeAccidentalHits);
    const losses = rows.map((row) => row.reduce((s, z, i) => s + softplus(z) - (i < count ? z / count : 0), 0));
    const o = { bias, logExpectedCount, removeAccidentalHits };
    await expectNear(nce(x, w, y, sampled, { ...o, reduction: "none" }), toTensor(losses), 3e-6);
    await expectNear(nce(x, w, y, sampled, { ...o, reduction: "sum" }), toTensor(losses).sum(), 3e-6);
  });
});

describe("defaults", () => {
  it("sampledSoftmax removes hits, nce does not, and neither corrects", async () => {
    const none = { reduction: "none" } as const;
    const hits = { ...none, removeAccidentalHits: true };
    await expectNear(sampledSoftmax(x, w, labels, sampled, none), sampledSoftmax(x, w, labels, sampled, hits));
    await expectNear(
      nce(x, w, labels, sampled, none),
      nce(x, w, labels, sampled, { ...hits, removeAccidentalHits: false }),
    );
  });

  it("sampledSoftmax of all classes is the full cross-entropy, with its gradient", async () => {
    await expectNear(sampledSoftmax(x, w, labels, all, { bias }), linearCrossEntropy(x, w, labels, { bias }));
    const actual = grad((v: Tensor) => sampledSoftmax(x, v, labels, all))(w);
    await expectNear(actual, grad((v: Tensor) => linearCrossEntropy(x, v, labels))(w));
  });

  it.each([
    ["sampledSoftmax", sampledSoftmax],
    ["nce", nce],
  ])("%s has gradients for labels and samples alone, finite where hits are removed", async (_, loss) => {
    const y = toLabels([1, 1, 3, 3, 1, 1, 1]);
    const slopes = await grad((v: Tensor) => loss(x, v, y, sampled, { removeAccidentalHits: true }))(w).data();
    const touched = Array.from({ length: C }, (_, c) => slopes.slice(c * H, c * H + H).some((s) => s !== 0));
    expect(touched).toEqual([true, true, false, true, true, false]);
    expect(slopes.every(Number.isFinite)).toBe(true);
  });

  it("gives NaN to a label that only the device knows to be none", async () => {
    const y = toLabels([1, 8]).add(toLabels([0, 1])) as Tensor<"i32">;
    for (const loss of [sampledSoftmax, nce]) {
      const losses = await loss(wave([2, H]), w, y, sampled, { reduction: "none" }).data();
      expect(Array.from(losses, Number.isNaN)).toEqual([false, true]);
    }
  });
});

describe("log-uniform classes", () => {
  it("are drawn as often as expected", async () => {
    const drawn = await logUniformClasses(rand([20_000]), 5).data();
    const expected = await logUniformCount(
      20_000,
      5,
    )(toLabels([0, 1, 2, 3, 4]))
      .exp()
      .data();
    expect(expected.reduce((a, b) => a + b, 0)).toBeCloseTo(20_000, 0);
    // Within five standard deviations.
    expected.forEach((count, c) => {
      expect(Math.abs(drawn.filter((k) => k === c).length - count)).toBeLessThan(5 * Math.sqrt(count));
    });
  });

  it("stay classes at the ends", async () => {
    expect(Array.from(await logUniformClasses(toTensor([0, 0.99999994]), 1000).data())).toEqual([0, 999]);
  });
});

describe("refuses", () => {
  it.each([
    ["a label beyond the classes", ShapeError, /\[0, 6\); got 6/, () => nce(wave([1, H]), w, toLabels([6]), sampled)],
    ["a sample beyond the classes", ShapeError, /got 7/, () => sampledSoftmax(x, w, labels, toLabels([7]))],
    ["samples of rank 2", ShapeError, /sampled \[S\]/, () => nce(x, w, labels, toLabels([[1]]))],
    ["labels for other rows", ShapeError, /labels \[N\] or/, () => nce(x, w, toLabels([1]), sampled)],
    ["rows without labels", ShapeError, /labels \[N\] or/, () => nce(x, w, toLabels([], [N, 0]), sampled)],
    ["float samples", DTypeError, /sampled must be i32/, () => nce(x, w, labels, wave([2]))],
  ])("%s", (_, type, message, call) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
