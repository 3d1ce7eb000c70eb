/** @file Linear cross-entropy by chunks against the loss of logits: values, gradients, memory. */
import { DTypeError, explain, grad, noGrad, ShapeError, scope, type Tensor, tensor, UsageError } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { crossEntropy } from "../src/cross-entropy.ts";
import { chunkRows } from "../src/vocabulary/check-linear.ts";
import { type LinearCrossEntropyOptions, linearCrossEntropy } from "../src/vocabulary/linear-cross-entropy.ts";
import {
  bias,
  C,
  classWeight,
  differentiate,
  expectNear,
  H,
  labels,
  N,
  options,
  type Unfused,
  unfused,
  wave,
} from "./support/linear-cases.ts";
import { flat, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

describe("equals the loss of logits, value and gradients", () => {
  it.each(options.flatMap(([name, o]) => [3].map((chunk) => [name, chunk, o] as const)))(
    "with %s, %i rows at a time",
    async (_, chunk, o) => {
      const loss: Unfused = (x, w, b) => linearCrossEntropy(x, w, labels, { ...o, bias: b, chunk });
      const args: [Tensor, Tensor, Tensor] = [wave([N, H]), wave([C, H], 1), bias];
      const [value, gradients] = differentiate(loss, ...args);
      const [expected, expectedGradients] = differentiate(unfused(o), ...args);
      await expectNear(value, expected);
      for (const i of [0, 1, 2] as const) await expectNear(gradients[i], expectedGradients[i]);
      await expectNear(
        noGrad(() => loss(...args)),
        expected,
      );
    },
  );

  it("without reduction, with cotangents of rows", async () => {
    const rows = wave([N], 2);
    const o = { classWeight, ignoreIndex: 2, labelSmoothing: 0.1, reduction: "none" } as const;
    const weigh =
      (f: Unfused): Unfused =>
      (x, w, b) =>
        f(x, w, b).mul(rows).sum();
    const args: [Tensor, Tensor, Tensor] = [wave([N, H]), wave([C, H], 1), bias];
    const fused: Unfused = (x, w, b) => linearCrossEntropy(x, w, labels, { ...o, bias: b, chunk: 2 });
    await expectNear(fused(...args), unfused(o)(...args));
    const [, actual] = differentiate(weigh(fused), ...args);
    const [, expected] = differentiate(weigh(unfused(o)), ...args);
    for (const i of [0, 1, 2] as const) await expectNear(actual[i], expected[i]);
  });

  it("scaled, without a bias, for one argument alone, and with more axes", async () => {
    const [x, w] = [wave([N, H]), wave([C, H], 1)];
    const loss = (a: Tensor): Tensor => linearCrossEntropy(a, w, labels, { chunk: 3 }).mul(3);
    await expectNear(grad(loss)(x), grad((a: Tensor) => crossEntropy(a.matmul(w.transpose()), labels).mul(3))(x));
    const cube = wave([2, 2, H]);
    const y = toLabels([
      [1, 2],
      [3, 5],
    ]);
    const each = linearCrossEntropy(cube, w, y, { reduction: "none", chunk: 3 });
    await expectNear(each, crossEntropy(cube.matmul(w.transpose()), y, { reduction: "none" }));
    const slopes = grad((a: Tensor) => linearCrossEntropy(a, w, y))(cube);
    await expectNear(slopes, grad((a: Tensor) => crossEntropy(a.matmul(w.transpose()), y))(cube));
  });

  it("gives the example's value", async () => {
    const loss = linearCrossEntropy(
      tensor([[1, 2]]),
      toTensor([
        [2, 0],
        [0, 0],
      ]),
      toLabels([0]),
    );
    expect(await loss.item()).toBeCloseTo(Math.log1p(Math.exp(-2)), 6);
  });
});

describe("degenerate rows", () => {
  const w = wave([C, H], 1);
  it("gives 0 where all rows are ignored, whatever they hold", async () => {
    const x = toTensor(Array.from({ length: 3 }, () => Array.from({ length: H }, () => "nan")));
    const f = (a: Tensor, b: Tensor): Tensor =>
      linearCrossEntropy(a, b, toLabels([-100, -100, -100]), { ignoreIndex: -100, chunk: 2 });
    const [value, [dx, dw]] = differentiate(f, x, w);
    expect(await value.item()).toBe(0);
    expect(flat([...(await dx.data()), ...(await dw.data())])).toEqual(new Array<number>(3 * H + C * H).fill(0));
  });

  it("gives NaN to a label that only the device knows to be none, and the mean of no rows as crossEntropy does", async () => {
    const y = toLabels([1, 8]).add(toLabels([0, 1])) as Tensor<"i32">;
    const losses = await linearCrossEntropy(wave([2, H]), w, y, { reduction: "none" }).data();
    expect(Array.from(losses, Number.isNaN)).toEqual([false, true]);
    const none = linearCrossEntropy(wave([0, H]), w, toLabels([], [0]), { ignoreIndex: 1 });
    expect(await none.item()).toBe(0);
    expect((await linearCrossEntropy(wave([0, H]), w, toLabels([], [0]), { reduction: "none" }).data()).length).toBe(0);
  });
});

describe("memory", () => {
  // With fewer rows than half the width, beginning all chunks first would free more memory at each step.
  const [n, h, c, chunk] = [256, 64, 1024, 16];
  const y = tensor(Int32Array.from({ length: n }, (_, i) => (37 * i) % c));
  const args = (classes: number): [Tensor, Tensor] => [wave([n, h]), wave([classes, h], 1, 0.1)];
  const scratch = (classes: number, o?: LinearCrossEntropyOptions): number =>
    scope(() => {
      const target = tensor(Int32Array.from({ length: n }, (_, i) => (37 * i) % classes));
      const loss =
        o === undefined
          ? (x: Tensor, w: Tensor): Tensor => crossEntropy(x.matmul(w.transpose()), target)
          : (x: Tensor, w: Tensor): Tensor => linearCrossEntropy(x, w, target, o);
      const [value, gradients] = differentiate(loss, ...args(classes));
      return explain(value, ...gradients).scratchBytes;
    });

  it("takes two chunks of logits, the weight twice, and x a few times", () => {
    const most = 4 * (2 * chunk * c + 2 * c * h + 4 * n * h);
    expect(scratch(c, { chunk })).toBeLessThanOrEqual(most);
    expect(scratch(c, { chunk: 2 * chunk })).toBeLessThanOrEqual(most + 4 * 2 * chunk * c);
    expect(scratch(c)).toBeGreaterThanOrEqual(4 * n * c);
    expect(scratch(c, { chunk })).toBeLessThan(scratch(c) / 2);
    // Few rows: what is left is the size of weight and x, whatever the logits would be.
    expect(scratch(c, { chunk: 8 })).toBeLessThanOrEqual(4 * (16 * c + 2 * c * h + 4 * n * h));
  });

  it("keeps to it for the value alone, and with all options", () => {
    const o = { chunk, ignoreIndex: 0, labelSmoothing: 0.1, bias: wave([c]), classWeight: wave([c], 1, 0.5) };
    const bytes = scope(() => explain(linearCrossEntropy(...args(c), y, o)).scratchBytes);
    expect(bytes).toBeLessThanOrEqual(4 * (2 * chunk * c + 4 * n * h));
    expect(scratch(c, o)).toBeLessThanOrEqual(4 * (2 * chunk * c + 3 * c * h + 4 * n * h));
  });

  it("holds as many logits as x has numbers, by default, within limits", () => {
    expect(chunkRows(8192, 4096, 128_000)).toBe(256);
    expect(chunkRows(4096, 768, 50_000)).toBe(64);
    expect(chunkRows(4099, 768, 50_000)).toBe(65);
    expect(chunkRows(64, 16, 10)).toBe(64);
    expect(chunkRows(10, 8, 1e9)).toBe(1);
    for (const [count, width, classes] of [
      [1000, 512, 32_000],
      [61, 300, 200_000],
    ] as const) {
      const rows = chunkRows(count, width, classes);
      expect(rows * classes).toBeLessThanOrEqual(Math.max(count * width, 2 ** 20));
    }
  });

  it("makes one product of logits for each chunk, with the gradients of it", () => {
    const dots = scope(() => {
      const [value, gradients] = differentiate(
        (x: Tensor, w: Tensor) => linearCrossEntropy(x, w, y, { chunk: 64 }),
        ...args(c),
      );
      return explain(value, ...gradients).kernels.filter(({ kind }) => kind === "dot").length;
    });
    expect(dots).toBe(3 * (n / 64));
  });
});

describe("refuses", () => {
  const [x, w] = [wave([N, H]), wave([C, H])];
  it.each([
    ["a weight of the wrong width", ShapeError, /weight \[C, H\]/, () => linearCrossEntropy(x, wave([H, C]), labels)],
    ["no classes", ShapeError, /C ≥ 1/, () => linearCrossEntropy(x, wave([0, H]), labels)],
    ["labels of another shape", ShapeError, /labels would be \[7\]/, () => linearCrossEntropy(x, w, toLabels([1]))],
    [
      "a bias of the wrong length",
      ShapeError,
      /bias must have one/,
      () => linearCrossEntropy(x, w, labels, { bias: wave([5]) }),
    ],
    [
      "a label beyond the classes",
      ShapeError,
      /\[0, 6\); got 6/,
      () => linearCrossEntropy(wave([1, H]), w, toLabels([6])),
    ],
    [
      "weights of the wrong length",
      ShapeError,
      /got weight/,
      () => linearCrossEntropy(x, w, labels, { classWeight: bias.sum() }),
    ],
    [
      "NaN weights",
      UsageError,
      /weight/,
      () => linearCrossEntropy(x, w, labels, { classWeight: toTensor([1, 1, 1, 1, 1, "nan"]) }),
    ],
    [
      "float labels",
      DTypeError,
      /labels must be i32/,
      () => linearCrossEntropy(x, w, wave([N]) as unknown as Tensor<"i32">),
    ],
    [
      "mixed dtypes",
      DTypeError,
      /one dtype; got f32, f64/,
      () => linearCrossEntropy(x, wave([C, H], 0, 1, "f64"), labels),
    ],
    ["a chunk of 0", UsageError, /chunk must be/, () => linearCrossEntropy(x, w, labels, { chunk: 0 })],
    ["too much smoothing", UsageError, /labelSmoothing/, () => linearCrossEntropy(x, w, labels, { labelSmoothing: 2 })],
  ])("%s", (_, type, message, call) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
