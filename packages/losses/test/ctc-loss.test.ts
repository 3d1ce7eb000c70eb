/** @file `ctcLoss` against published figures, enumeration of all paths, and its composite. */
import { vjp } from "@adjoint/autograd";
import { cast, ir, Tensor, tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { type CtcLossOptions, ctcComposite, ctcLoss } from "../src/index.ts";
import edge from "./fixtures/ctc-edge.json" with { type: "json" };
import published from "./fixtures/ctc-loss.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { type CtcCase, ctcCases } from "./support/ctc-cases.ts";
import { device, type Engine, evaluate } from "./support/engines.ts";
import { type Numbers, toLabels, toTensor } from "./support/numbers.ts";
import { enumerateCtc, referenceCtc } from "./support/reference-ctc.ts";

useBackend();

const KERNELS: Tolerance = {
  rel: 1e-6,
  abs: 1e-6,
  reason: "the kernels work in f32 everywhere, on logits rounded to f32",
};
const PRIMITIVES: Tolerance = {
  rel: 1e-10,
  abs: 1e-9,
  reason: "double precision; published gradients have ten digits",
};

const ROUNDED_LOGARITHMS: Tolerance = { rel: 1e-5, abs: 1e-5, reason: "logarithms of path weights, near −20, in f32" };

type Loss = typeof ctcLoss;

interface Form {
  readonly name: string;
  readonly loss: Loss;
  readonly dtype: "f32" | "f64";
  readonly tolerance: Tolerance;
}

/**
 * Both ways to compute the loss, as an engine can run them. The second is an oracle, of so long kernels that a software
 * adapter of WebGPU would compile them for minutes; one of its gradients is computed there all the same, below.
 */
const formsOn = ({ name, dtype }: Engine): readonly Form[] => [
  { name: "kernels", loss: ctcLoss, dtype: "f32", tolerance: KERNELS },
  ...(name === "webgpu"
    ? []
    : [
        { name: "primitives", loss: ctcComposite, dtype, tolerance: dtype === "f64" ? PRIMITIVES : ROUNDED_LOGARITHMS },
      ]),
];

/** Labels of equal length, padded with what is no class. */
function padded(targets: readonly (readonly number[])[]): Tensor<"i32"> {
  const count = Math.max(...targets.map((labels) => labels.length));
  const data = targets.flatMap((labels) => [...labels, ...new Array<number>(count - labels.length).fill(-1)]);
  return tensor(Int32Array.from(data), { shape: [targets.length, count] });
}

function optionsOf(c: CtcCase): CtcLossOptions {
  const labelLengths = c.targets.map((labels) => labels.length);
  return { inputLengths: c.inputLengths, labelLengths, blank: c.blank, timeMajor: true };
}

const atLeast = (abs: number, { rel = 0, abs: given = 0, reason }: Tolerance): Tolerance => ({
  rel: Math.max(1e-6, rel),
  abs: Math.max(abs, given),
  reason: `the published gradients come from f32; ${reason}`,
});

/** Published gradients of burn are f32 with ten digits printed. */
const isPrinted = (c: CtcCase): boolean => c.name.startsWith("burn");

describe.each(engines)("ctcLoss on $name", (engine) => {
  describe.each(formsOn(engine))("from $name", ({ loss, dtype, tolerance }) => {
    it.each(ctcCases)("agrees with published figures: $name", async (c) => {
      const x = tensor(Float64Array.from(c.logits), { dtype, shape: c.shape }) as Tensor;
      const labels = padded(c.targets);
      const result = await evaluate(engine, x, (logits) =>
        loss(logits, labels, { ...optionsOf(c), reduction: "none" }),
      );
      expectClose(result.value, c.loss, tolerance);
      const bound = isPrinted(c) ? atLeast(1e-6, tolerance) : tolerance;
      if (c.gradient !== undefined) expectClose(result.gradient, c.gradient, bound);
      if (c.mean !== undefined) {
        const [mean = []] = await engine.read(loss(x, labels, optionsOf(c)));
        expectClose(mean, [c.mean], tolerance);
      }
    });

    it("scales its gradient as the mean does", async () => {
      const inputs = ctcCases.find(({ name }) => name === "burn_uniform_input_lengths") as CtcCase;
      const figures = published.cases.find(({ name }) => name === "burn_uniform_mean_and_sum");
      const x = tensor(Float64Array.from(inputs.logits), { dtype, shape: inputs.shape }) as Tensor;
      const result = await evaluate(engine, x, (logits) => loss(logits, padded(inputs.targets), optionsOf(inputs)));
      const printed = atLeast(1e-7, tolerance);
      expectClose(result.value, [Number(figures?.published_mean)], printed);
      expectClose(result.gradient, figures?.published_mean_grad_logits_flat ?? [], printed);
    });

    it("takes a label that equals the blank as a state of its own, as PyTorch and Keras do", async () => {
      const figures = published.cases.find(({ name }) => name === "keras_losses_CTC");
      const logits = Array.from({ length: 24 }, (_, i) => (i - 12) / 100);
      const x = tensor(Float64Array.from(logits), { dtype, shape: [2, 4, 3] }) as Tensor;
      const labels = toLabels([
        [1, 2, 1],
        [1, 2, 0],
      ]);
      const result = await evaluate(engine, x, (given) => loss(given, labels, { reduction: "none" }));
      expectClose(result.value, figures?.rows_torch_1_13 ?? [], tolerance);
      // Each frame's gradient is a probability less an occupancy, so it sums to 0.
      const frames = Array.from({ length: 8 }, (_, i) => result.gradient.slice(3 * i, 3 * i + 3));
      for (const frame of frames) expect(Math.abs(frame.reduce((a, b) => a + b, 0))).toBeLessThan(1e-5);
    });

    it("gives 0 for infeasible rows with zeroInfinity", async () => {
      const c = ctcCases.find(({ name }) => name === "mixed_feasible_infeasible") as CtcCase;
      const x = tensor(Float64Array.from(c.logits), { dtype, shape: c.shape }) as Tensor;
      const options = { ...optionsOf(c), zeroInfinity: true };
      const none = await evaluate(engine, x, (logits) =>
        loss(logits, padded(c.targets), { ...options, reduction: "none" }),
      );
      expectClose(none.value, [c.loss[0] ?? 0, 0], tolerance);
      expectClose(none.gradient, c.gradient ?? [], tolerance);
      const [mean = []] = await engine.read(loss(x, padded(c.targets), options));
      expectClose(mean, [(c.loss[0] ?? 0) / 2 / 2], tolerance);
    });

    it("agrees with the sum over all paths", async () => {
      const logits = Array.from({ length: 5 }, (_, t) =>
        Array.from({ length: 3 }, (_, c) => Math.sin(5 * t + 2.3 * c)),
      );
      const targets = [[], [1], [2, 1], [2, 2], [1, 2, 1], [1, 1, 1], [1, 1, 2, 2], [2, 1, 2, 1, 2]];
      for (const blank of [0, 1, 2]) {
        const named = targets.map((labels) => labels.map((label) => (label + blank) % 3));
        const x = toTensor(
          named.map(() => logits),
          dtype,
        );
        const options = { labelLengths: named.map((labels) => labels.length), blank, reduction: "none" } as const;
        const [values = []] = await engine.read(loss(x, padded(named), options));
        expectClose(
          values,
          named.map((labels) => enumerateCtc(logits, labels, blank)),
          tolerance,
        );
      }
    });

    it("takes batch-major logits and lengths from tensors alike", async () => {
      const c = ctcCases.find(({ name }) => name === "burn_mixed_input_lengths") as CtcCase;
      const x = tensor(Float64Array.from(c.logits), { dtype, shape: c.shape }) as Tensor;
      const lengths = {
        inputLengths: tensor(Int32Array.from(c.inputLengths)),
        labelLengths: tensor(Int32Array.from(c.targets.map((labels) => labels.length))),
      };
      const batchMajor = new Tensor(ir.permute(x.node, [1, 0, 2]));
      const result = await evaluate(engine, x, (logits) =>
        loss(new Tensor(ir.permute(logits.node, [1, 0, 2])), padded(c.targets), { ...lengths, reduction: "none" }),
      );
      const [values = []] = await engine.read(loss(batchMajor, padded(c.targets), { ...lengths, reduction: "none" }));
      expectClose(values, c.loss, tolerance);
      expectClose(result.gradient, c.gradient ?? [], atLeast(1e-6, tolerance));
    });

    it("carries a cotangent for each sequence to its gradient", async () => {
      const c = ctcCases.find(({ name }) => name === "burn_repeated_labels") as CtcCase;
      const x = tensor(Float64Array.from(c.logits), { dtype, shape: c.shape }) as Tensor;
      const [, pullback] = vjp(
        (logits: Tensor) => loss(logits, padded(c.targets), { ...optionsOf(c), reduction: "none" }),
        x,
      );
      const [gradient] = pullback(toTensor([1, 0, -2, 0.5], dtype));
      const [values = []] = await engine.read(gradient);
      const factors = [1, 0, -2, 0.5];
      const [, items, classes] = c.shape;
      const right = (c.gradient ?? []).map((value, i) => value * (factors[Math.floor(i / classes) % items] ?? 0));
      expectClose(values, right, atLeast(2e-6, tolerance));
    });

    it("works without labels and without frames", async () => {
      const empty = await evaluate(
        engine,
        toTensor(
          [
            [
              [0, 0],
              [0, 0],
              [0, 0],
            ],
          ],
          dtype,
        ),
        (x) => loss(x, tensor(new Int32Array(0), { shape: [1, 0] })),
      );
      expectClose(empty.value, [3 * Math.LN2], tolerance);
      expectClose(empty.gradient, [-0.5, 0.5, -0.5, 0.5, -0.5, 0.5], tolerance);
      const frameless = tensor(new Float64Array(0), { dtype, shape: [2, 0, 3] }) as Tensor;
      const [values = []] = await engine.read(
        loss(frameless, toLabels([[1], [1]]), { labelLengths: [0, 1], reduction: "none" }),
      );
      expect(values).toEqual([0, Number.POSITIVE_INFINITY]);
    });

    it("takes batches of nothing", async () => {
      const none = tensor(new Float64Array(0), { dtype, shape: [0, 4, 3] }) as Tensor;
      const labels = tensor(new Int32Array(0), { shape: [0, 2] });
      const result = await evaluate(engine, none, (x) => loss(x, labels, { reduction: "sum" }));
      expect(result).toEqual({ value: [0], gradient: [] });
      const [mean] = await engine.read(loss(none, labels));
      expect(mean).toEqual([Number.NaN]);
    });
  });

  it("is NaN for sequences whose labels or lengths, known to the device only, are out of range", async () => {
    const onDevice = (values: Numbers, shape: number[]): Tensor<"i32"> => {
      const flat = toLabels(values).node;
      return new Tensor<"i32">(ir.reshape(ir.reshape(flat, [1, ...flat.shape]), shape));
    };
    const x = toTensor([[[1, 2, 3]], [[1, 2, 3]], [[3, 2, 1]]]);
    const labels = onDevice([3, 1, 2], [3, 1]);
    const options = { inputLengths: onDevice([1, 2, 1], [3]), reduction: "none" } as const;
    const result = await evaluate(engine, x, (logits) => ctcLoss(logits, labels, options));
    expect(result.value.slice(0, 2)).toEqual([Number.NaN, Number.NaN]);
    const right = referenceCtc([[3, 2, 1]], [2]);
    expectClose(result.value.slice(2), [right.loss], KERNELS);
    // A label that is no class is not added to what lies beside the sequence.
    expectClose(result.gradient.slice(6), right.gradient.flat(), KERNELS);
  });

  it("differentiates twice, through its composite", async () => {
    const labels = toLabels([
      [1, 2],
      [2, 2],
    ]);
    const logits = Array.from({ length: 2 * 4 * 3 }, (_, i) => Math.sin(1.7 * i));
    const direction = toTensor(
      logits.map((_, i) => Math.cos(i)),
      "f32",
      [2, 4, 3],
    );
    const second =
      (loss: Loss) =>
      (x: Tensor): Tensor => {
        const [, pullback] = vjp((y: Tensor) => loss(y, labels), x);
        return pullback(toTensor(1))[0];
      };
    const x = toTensor(logits, "f32", [2, 4, 3]);
    const products = [ctcLoss, ctcComposite].map((loss) => vjp(second(loss), x)[1](direction)[0]);
    const [kernels = [], primitives = []] = await engine.read(...products);
    expectClose(kernels, primitives, { rel: 1e-5, abs: 1e-6, reason: "f32 on both sides" });
    expect(Math.max(...kernels.map(Math.abs))).toBeGreaterThan(0.05);
  });
});

describe("ctcLoss", () => {
  it("computes f16 logits in f32, by the kernels", async () => {
    const x = cast(
      toTensor([
        [
          [0, 1, 2],
          [2, 0, 1],
        ],
      ]),
      "f16",
    ) as unknown as Tensor;
    const loss = ctcLoss(x, toLabels([[2, 1]]));
    expect(loss.dtype).toBe("f32");
    expect(loss.node.spec.kind).toBe("custom");
    const [value = []] = await device.read(loss);
    expectClose(
      value,
      [
        referenceCtc(
          [
            [0, 1, 2],
            [2, 0, 1],
          ],
          [2, 1],
        ).loss / 2,
      ],
      KERNELS,
    );
  });

  it("differentiates with respect to log-probabilities that are not normalised as softmax does", () => {
    // PyTorch gives exp(lp) − occupancy there, which is no gradient. Here the input are logits, so all is one rule.
    const figures = edge.cases.find(({ name }) => name === "gradient_quirk_unnormalised_log_probs") as unknown as {
      log_probs_TNC: number[][][];
      true_grad_minus_occupancy: number[][];
    };
    const rows = figures.log_probs_TNC.map(([row = []]) => row);
    const { gradient } = referenceCtc(rows, [1]);
    rows.forEach((row, t) => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
      const occupancies = row.map((x, c) => (gradient[t]?.[c] ?? 0) - Math.exp(x) / total);
      expectClose(occupancies, figures.true_grad_minus_occupancy[t] ?? [], { abs: 1e-12, reason: "double precision" });
    });
  });
});
