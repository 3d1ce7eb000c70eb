/** @file `rnntLoss` at sizes that matter, and for any problem. */

import { type Tensor, tensor } from "@adjoint/core";
import { backendInfo, configure, explain, scope, valueAndGrad } from "adjoint";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { rnntLoss } from "../src/index.ts";
import { labelsBelow, normal } from "./support/draw.ts";
import { device, evaluate } from "./support/engines.ts";
import { toLabels } from "./support/numbers.ts";
import { type Lattice, referenceRnnt } from "./support/reference-rnnt.ts";

useBackend();

const isCpu = testedBackend() === "cpu";

function latticeOf(data: Float32Array, frames: number, positions: number, classes: number): Lattice {
  return Array.from({ length: frames }, (_, t) =>
    Array.from({ length: positions }, (_, u) => {
      const start = (t * positions + u) * classes;
      return Array.from(data.subarray(start, start + classes));
    }),
  );
}

const worst = (actual: ArrayLike<number>, right: readonly number[]): number =>
  right.reduce((most, x, i) => Math.max(most, Math.abs((actual[i] ?? Number.NaN) - x)), 0);

describe("rnntLoss at scale", () => {
  // First, since backends are only replaced while no tensors live.
  it("has the same bits in every run, and on the CPU for any number of threads", async () => {
    const data = normal(11, 4 * 30 * 9 * 5, 3);
    const labels = labelsBelow(12, 32, 5);
    const options = { inputLengths: [30, 21, 5, 17], labelLengths: [8, 0, 8, 3] };
    const once = async () => {
      const [value, gradient] = scope(() => {
        const y = tensor(labels, { shape: [4, 8] });
        return valueAndGrad((x: Tensor) => rnntLoss(x, y, options))(tensor(data, { shape: [4, 30, 9, 5] }));
      });
      const result = [await value.item(), await gradient.data()];
      for (const x of [value, gradient]) x.dispose();
      return result;
    };
    const first = await once();
    expect(await once()).toEqual(first);
    for (const threads of isCpu ? [1, 2] : []) {
      await configure({ backend: "cpu", threads });
      expect(backendInfo().threads).toBe(threads);
      expect(await once()).toEqual(first);
    }
  });

  const sizes: readonly (readonly [number, number, number, number])[] = isCpu
    ? [
        [200, 40, 5, 1],
        [1000, 60, 4, 4],
        [2000, 20, 3, 4],
      ]
    : [[120, 20, 5, 4]];
  it.each(sizes)(
    "has a gradient that stays near double precision: T=%i U=%i C=%i, logits N(0, %i²)",
    async (frames, count, classes, deviation) => {
      const data = normal(7, frames * (count + 1) * classes, deviation);
      const labels = labelsBelow(8, count, classes);
      const right = referenceRnnt(latticeOf(data, frames, count + 1, classes), Array.from(labels));
      const x = tensor(data, { shape: [1, frames, count + 1, classes] });
      const { value, gradient } = await evaluate(device, x, (y) => rnntLoss(y, tensor(labels, { shape: [1, count] })));
      // The bound does not grow with T.
      expect(worst(gradient, right.gradient.flat(2))).toBeLessThan(3e-6);
      expect(Math.abs((value[0] ?? 0) / right.loss - 1)).toBeLessThan(3e-7);
    },
  );

  it("works in buffers where a target exceeds shared memory", async () => {
    const [frames, count] = [isCpu ? 60 : 3, 1100];
    const labels = tensor(labelsBelow(9, count, 3), { shape: [1, count] });
    const x = tensor(new Float32Array(frames * (count + 1) * 3), { shape: [1, frames, count + 1, 3] });
    const { value, gradient } = await evaluate(device, x, (y) => rnntLoss(y, labels));
    // Of uniform logits: binomial(T − 1 + U, U) paths of T + U emissions, all alike.
    let ways = 0;
    for (let i = 1; i < frames; i++) ways += Math.log((count + i) / i);
    expect(Math.abs((value[0] ?? 0) / ((frames + count) * Math.log(3) - ways) - 1)).toBeLessThan(1e-6);
    for (let t = 0; t < frames; t++) {
      const sum = gradient.slice(t * (count + 1) * 3, (t * (count + 1) + 1) * 3).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum)).toBeLessThan(1e-6);
    }
  });

  it("takes at most five kernels forward and backward, the mean included", () => {
    const labels = tensor(labelsBelow(1, 4, 5), { shape: [2, 2] });
    const x = tensor(normal(1, 2 * 6 * 3 * 5), { shape: [2, 6, 3, 5] });
    const dispatches = scope(
      () => explain(...valueAndGrad((y: Tensor) => rnntLoss(y, labels, { inputLengths: [6, 4] }))(x)).dispatches,
    );
    expect(dispatches).toBeLessThanOrEqual(5);
  });

  it("agrees with double precision for any lengths, labels and blank", async () => {
    const problem = fc.record({
      seed: fc.nat(),
      frames: fc.integer({ min: 1, max: 9 }),
      count: fc.nat(6),
      classes: fc.integer({ min: 2, max: 5 }),
      deviation: fc.constantFrom(0.1, 1, 5, 40),
      inputLength: fc.nat(9),
      labelLength: fc.nat(6),
      blank: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(problem, async (p) => {
        const blank = p.blank % p.classes;
        const data = normal(p.seed, p.frames * (p.count + 1) * p.classes, p.deviation);
        const labels = labelsBelow(p.seed + 1, p.count, p.classes).map((x) => (x + blank) % p.classes);
        const [inputLength, labelLength] = [Math.min(p.inputLength, p.frames), Math.min(p.labelLength, p.count)];
        const options = { inputLengths: [inputLength], labelLengths: [labelLength], blank };
        const x = tensor(data, { shape: [1, p.frames, p.count + 1, p.classes] });
        const { value, gradient } = await evaluate(device, x, (y) =>
          rnntLoss(y, tensor(labels, { shape: [1, p.count] }), options),
        );
        const lattice = latticeOf(data, inputLength, p.count + 1, p.classes);
        const right = referenceRnnt(lattice, Array.from(labels.subarray(0, labelLength)), blank);
        if (right.loss === Number.POSITIVE_INFINITY) expect(value).toEqual([right.loss]);
        else expect(Math.abs((value[0] ?? 0) - right.loss)).toBeLessThan(1e-6 * (1 + p.deviation + right.loss));
        const slopes = right.gradient.flat(2);
        expect(worst(gradient, slopes)).toBeLessThan(2e-6 * Math.max(1, p.deviation / 4));
        expect(gradient.slice(slopes.length).every((g) => g === 0)).toBe(true);
      }),
      { numRuns: isCpu ? 60 : 25 },
    );
  });

  it("is NaN for lengths that only the device knows to be out of range", async () => {
    const computed = (values: readonly number[]): Tensor<"i32"> => toLabels([...values]).add(0) as Tensor<"i32">;
    const x = tensor(normal(1, 2 * 2 * 2 * 3), { shape: [2, 2, 2, 3] });
    const labels = toLabels([[1], [2]]);
    const { value } = await evaluate(device, x, (y) =>
      rnntLoss(y, labels, { inputLengths: computed([3, 2]), reduction: "none" }),
    );
    expect([Number.isNaN(value[0]), Number.isFinite(value[1])]).toEqual([true, true]);
  });
});
