/** @file `rnntLoss` against published figures, enumeration of all paths, double precision, and its composite. */

import { vjp } from "@adjoint/autograd";
import { type Tensor, tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { rnntComposite, rnntLoss } from "../src/index.ts";
import published from "./fixtures/rnnt-loss.json" with { type: "json" };
import { normal } from "./support/draw.ts";
import { device, evaluate } from "./support/engines.ts";
import { flat, toLabels, toTensor } from "./support/numbers.ts";
import { enumerateRnnt, type Lattice, referenceRnnt } from "./support/reference-rnnt.ts";

useBackend();

const isCpu = testedBackend() === "cpu";

const largestError = (actual: ArrayLike<number>, expected: readonly number[]): number => {
  expect(actual.length).toBe(expected.length);
  return expected.reduce(
    (worst, x, i) => Math.max(worst, actual[i] === x ? 0 : Math.abs((actual[i] ?? Number.NaN) - x)),
    0,
  );
};

/** Sequence n of logits [N, T, U + 1, C], cut to its lengths. */
function latticeOf(
  data: ArrayLike<number>,
  shape: readonly number[],
  n: number,
  frames: number,
  count: number,
): Lattice {
  const [, allFrames = 0, positions = 0, classes = 0] = shape;
  const at = (t: number, u: number, c: number): number =>
    data[((n * allFrames + t) * positions + u) * classes + c] ?? Number.NaN;
  return Array.from({ length: frames }, (_, t) =>
    Array.from({ length: count + 1 }, (_, u) => Array.from({ length: classes }, (_, c) => at(t, u, c))),
  );
}

/** Losses and gradients of a batch, padded with 0. */
function expected(
  data: ArrayLike<number>,
  shape: readonly number[],
  labels: readonly (readonly number[])[],
  frames: readonly number[],
  blank = 0,
  lambda = 0,
) {
  const [, allFrames = 0, positions = 0, classes = 0] = shape;
  const results = labels.map((target, n) =>
    referenceRnnt(latticeOf(data, shape, n, frames[n] ?? 0, target.length), target, blank, lambda),
  );
  const gradient = results.flatMap((result) =>
    Array.from({ length: allFrames * positions * classes }, (_, i) => {
      const [t, u, c] = [Math.floor(i / (positions * classes)), Math.floor(i / classes) % positions, i % classes];
      return result.gradient[t]?.[u]?.[c] ?? 0;
    }),
  );
  return { loss: results.map(({ loss }) => loss), gradient };
}

/** What the interpreter would add is covered by double precision on the CPU. */
const forms = isCpu
  ? ([
      ["kernels", rnntLoss, "f32", 2e-6],
      ["primitives in f64", rnntLoss, "f64", 1e-9],
    ] as const)
  : ([["kernels", rnntLoss, "f32", 2e-6]] as const);

describe.each(forms)("rnntLoss by %s", (_, loss, dtype, bound) => {
  it.each(published.cases.map((c) => [c.name, c] as const))("agrees with published figures: %s", async (_name, c) => {
    const labels = toLabels(c.labels);
    const { value, gradient } = await evaluate(device, toTensor(c.logits, dtype), (x) =>
      loss(x, labels, { reduction: "none" }),
    );
    // The first loss is printed with seven digits, gradients of f32.
    expect(largestError(value, c.published_loss)).toBeLessThan(Math.max(bound, 1e-6) * 4);
    expect(largestError(gradient, flat(c.published_grad_logits))).toBeLessThan(Math.max(bound, 2e-7));
  });

  it("takes the blank anywhere: with it last, as torchaudio has it", async () => {
    const c = published.cases[0];
    const turn = (row: readonly number[]): number[] => [...row.slice(1), row[0] ?? 0];
    const logits = (c?.logits ?? []).map((item) => item.map((frame) => frame.map(turn)));
    const slopes = (c?.published_grad_logits ?? []).map((item) => item.map((frame) => frame.map(turn)));
    const { gradient } = await evaluate(device, toTensor(logits, dtype), (x) =>
      loss(x, toLabels([[0, 1]]), { blank: 4 }),
    );
    expect(largestError(gradient, flat(slopes))).toBeLessThan(Math.max(bound, 2e-7));
  });

  it("agrees with the sum over all paths", async () => {
    const data = normal(1, 4 * 4 * 4 * 3, 2);
    const targets = [[], [1], [2, 2], [1, 2, 0]];
    const x = () => toTensor(Array.from(data), dtype, [4, 4, 4, 3]);
    const labels = toLabels(targets.map((labels) => [...labels, ...new Array<number>(3 - labels.length).fill(-1)]));
    for (const frames of [4, 1]) {
      const options = {
        labelLengths: targets.map((t) => t.length),
        inputLengths: new Array<number>(4).fill(frames),
        reduction: "none",
      } as const;
      const [values = []] = await device.read(loss(x(), labels, options));
      const right = targets.map((target, n) =>
        enumerateRnnt(latticeOf(data, [4, 4, 4, 3], n, frames, target.length), target),
      );
      expect(largestError(values, right)).toBeLessThan(bound * 10);
    }
  });

  it("never reads padding, gives it a gradient of exactly 0, and carries cotangents", async () => {
    const shape = [4, 5, 4, 3];
    const data = normal(2, 240, 2);
    const targets = [[1, 2, 1], [2], [], [1, 1]];
    const frames = [5, 3, 4, 0];
    const factors = [1, -2, 3, 5];
    const isPadding = (i: number): boolean => {
      const [n, t, u] = [Math.floor(i / 60), Math.floor(i / 12) % 5, Math.floor(i / 3) % 4];
      return t >= (frames[n] ?? 0) || u > (targets[n]?.length ?? 0);
    };
    const poisoned = Array.from(data, (x, i) => (isPadding(i) ? Number.NaN : x));
    const labels = toLabels(targets.map((t) => [...t, ...new Array<number>(3 - t.length).fill(9)]));
    const options = { inputLengths: frames, labelLengths: targets.map((t) => t.length), reduction: "none" } as const;
    const [value, pullback] = vjp((x: Tensor) => loss(x, labels, options), toTensor(poisoned, dtype, shape));
    const [values = [], gradient = []] = await device.read(value, pullback(toTensor(factors, dtype))[0]);
    const right = expected(data, shape, targets, frames);
    expect(right.loss[3]).toBe(Number.POSITIVE_INFINITY);
    expect(largestError(values, right.loss)).toBeLessThan(bound * 10);
    expect(
      largestError(
        gradient,
        right.gradient.map((x, i) => x * (factors[Math.floor(i / 60)] ?? 0)),
      ),
    ).toBeLessThan(bound * 4);
    gradient.forEach((x, i) => {
      if (isPadding(i)) expect(Math.abs(x)).toBe(0);
    });
  });

  it("reduces: the mean is that over sequences", async () => {
    const data = normal(3, 2 * 3 * 2 * 3);
    const right = expected(data, [2, 3, 2, 3], [[1], [2]], [3, 3]);
    const labels = toLabels([[1], [2]]);
    const x = () => toTensor(Array.from(data), dtype, [2, 3, 2, 3]);
    const sum = (right.loss[0] ?? 0) + (right.loss[1] ?? 0);
    const total = await evaluate(device, x(), (y) => loss(y, labels, { reduction: "sum" }));
    expect(largestError(total.value, [sum])).toBeLessThan(bound * 10);
    expect(largestError(total.gradient, right.gradient)).toBeLessThan(bound);
    const mean = await evaluate(device, x(), (y) => loss(y, labels));
    expect(largestError(mean.value, [sum / 2])).toBeLessThan(bound * 10);
    expect(
      largestError(
        mean.gradient,
        right.gradient.map((g) => g / 2),
      ),
    ).toBeLessThan(bound);
  });

  it("weighs labels by fastEmitLambda, and cuts each gradient off at clamp", async () => {
    const data = normal(4, 2 * 4 * 3 * 3, 2);
    const shape = [2, 4, 3, 3];
    const targets = [
      [1, 2],
      [2, 2],
    ];
    const x = () => toTensor(Array.from(data), dtype, shape);
    const right = expected(data, shape, targets, [4, 4], 0, 0.3);
    const options = { fastEmitLambda: 0.3, reduction: "sum" } as const;
    const emitted = await evaluate(device, x(), (y) => loss(y, toLabels(targets), options));
    expect(largestError(emitted.value, [right.loss.reduce((a, b) => a + b, 0)])).toBeLessThan(bound * 20);
    expect(largestError(emitted.gradient, right.gradient)).toBeLessThan(bound * 2);
    const cut = await evaluate(device, x(), (y) => loss(y, toLabels(targets), { ...options, clamp: 0.05 }).mul(3));
    const bounded = right.gradient.map((g) => 3 * Math.max(-0.05, Math.min(0.05, g)));
    expect(largestError(cut.gradient, bounded)).toBeLessThan(bound * 4);
    expect(right.gradient.some((g) => Math.abs(g) > 0.1)).toBe(true);
  });

  if (isCpu && dtype === "f32") {
    it("agrees with its composite in f32", async () => {
      const data = normal(6, 2 * 4 * 3 * 3, 2);
      const [a, b] = await Promise.all(
        [loss, rnntComposite].map((f) =>
          evaluate(device, tensor(data, { shape: [2, 4, 3, 3] }), (x) =>
            f(
              x,
              toLabels([
                [1, 2],
                [2, 2],
              ]),
              { inputLengths: [4, 2] },
            ),
          ),
        ),
      );
      expect(largestError(a?.value ?? [], b?.value ?? [])).toBeLessThan(1e-5);
      expect(largestError(a?.gradient ?? [], b?.gradient ?? [])).toBeLessThan(1e-5);
    });
  }

  it("takes empty targets, no frames, a batch of nothing, and logits of −∞", async () => {
    const none = tensor(new Int32Array(0), { dtype: "i32", shape: [1, 0] });
    const empty = await evaluate(device, toTensor([[[[0, 0]], [[0, 0]]]], dtype), (x) => loss(x, none));
    expect(largestError(empty.value, [2 * Math.LN2])).toBeLessThan(bound);
    expect(largestError(empty.gradient, [-0.5, 0.5, -0.5, 0.5])).toBeLessThan(bound);
    const frameless = toTensor([], dtype, [2, 0, 2, 3]);
    const [values] = await device.read(
      loss(frameless, toLabels([[1], [1]]), { labelLengths: [0, 1], reduction: "none" }),
    );
    expect(values).toEqual([0, Number.POSITIVE_INFINITY]);
    const nothing = tensor(new Int32Array(0), { dtype: "i32", shape: [0, 1] });
    const [sum, mean] = await device.read(
      loss(toTensor([], dtype, [0, 2, 2, 3]), nothing, { reduction: "sum" }),
      loss(toTensor([], dtype, [0, 2, 2, 3]), nothing),
    );
    expect([sum, mean]).toEqual([[0], [Number.NaN]]);
    const never = Number.NEGATIVE_INFINITY;
    const around = await evaluate(
      device,
      toTensor(
        [
          [
            [
              [0, never],
              [0, 0],
            ],
            [
              [0, 0],
              [0, 0],
            ],
          ],
        ],
        dtype,
      ),
      (x) => loss(x, toLabels([[1]])),
    );
    expect(largestError(around.value, [2 * Math.LN2])).toBeLessThan(bound);
    expect(largestError(around.gradient, [0, 0, 0, 0, 0.5, -0.5, -0.5, 0.5])).toBeLessThan(bound);
    const blocked = await evaluate(
      device,
      toTensor(
        [
          [
            [
              [0, never],
              [0, 0],
            ],
          ],
        ],
        dtype,
      ),
      (x) => loss(x, toLabels([[1]])),
    );
    expect(blocked).toEqual({ value: [Number.POSITIVE_INFINITY], gradient: [0, 0, 0, 0] });
  });
});
