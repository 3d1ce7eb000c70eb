import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import {
  adagrad,
  adam,
  adamw,
  clipGlobalNorm,
  clipGradNorm,
  globalNorm,
  oneCycle,
  rmsprop,
  sgd,
} from "../src/index.ts";

interface Traces {
  readonly start: number[];
  readonly gradients: number[][];
  readonly rates: number[];
  readonly cases: readonly {
    readonly method: keyof typeof METHODS;
    readonly options: object;
    readonly trace: number[][];
  }[];
  readonly clip: { readonly norm: number; readonly clipped: number[][] };
  readonly oneCycle: number[];
}

const METHODS = { sgd, adam, adamw, rmsprop, adagrad };
const traces: Traces = JSON.parse(readFileSync(new URL("fixtures/optimizer-traces.json", import.meta.url), "utf8"));
/** WebGPU has no double precision. */
const isDouble = testedBackend() === "cpu";
const floats = (data: number[]): Tensor => tensor(data, { dtype: isDouble ? "f64" : "f32" }) as Tensor;

/** Some ten operations a step, each rounded to 1.1e-16 or to 6e-8, on numbers below 10. */
const ROUNDING: Tolerance = isDouble
  ? { abs: 1e-13, rel: 1e-13, reason: "the order of operations differs from PyTorch's" }
  : { abs: 1e-6, rel: 1e-5, reason: "single precision, against PyTorch's double" };

useBackend();

describe("steps as PyTorch takes them", () => {
  it.each(traces.cases)("$method $options", async ({ method, options, trace }) => {
    const parameter = floats(traces.start);
    const optimizer = METHODS[method]({ parameter }, { ...options, lr: (step: number) => traces.rates[step] ?? 0 });
    for (const [step, gradient] of traces.gradients.entries()) {
      optimizer.step({ parameter: floats(gradient) });
      expectClose(await parameter.data(), trace[step] ?? [], ROUNDING);
    }
  });
});

describe("clipping as PyTorch does", () => {
  const { norm, clipped } = traces.clip;

  it("scales a tree of gradients", async () => {
    const grads = [floats([3, 0]), floats([0, 4])];
    expect(await globalNorm(grads).item()).toBe(norm);
    const result = clipGlobalNorm(grads, 1);
    for (const [index, values] of clipped.entries()) expectClose((await result[index]?.data()) ?? [], values, ROUNDING);
  });

  it("leaves gradients below the limit", async () => {
    const [result] = clipGlobalNorm([floats([3, 4])], 5.1);
    expect([...((await result?.data()) ?? [])]).toEqual([3, 4]);
  });

  it("scales what backward has accumulated, in place", async () => {
    const parameters = [1, 2].map(() => floats([0, 0]));
    parameters.forEach((parameter, index) => {
      parameter.grad = floats(index === 0 ? [3, 0] : [0, 4]);
    });
    expect(await clipGradNorm(parameters, 1).item()).toBe(norm);
    for (const [index, values] of clipped.entries()) {
      expectClose((await parameters[index]?.grad?.data()) ?? [], values, ROUNDING);
    }
  });
});

describe("oneCycle", () => {
  it("has PyTorch's rates", () => {
    const schedule = oneCycle(1, { steps: 20 });
    const rates = traces.oneCycle.map((_, step) => schedule(step));
    expectClose(rates, traces.oneCycle, { abs: 1e-12, reason: "cosines in another order of operations" });
  });
});
