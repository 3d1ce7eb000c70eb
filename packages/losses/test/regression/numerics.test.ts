/** @file Where losses of regression are more accurate than the formulas that libraries use; each beside such a formula. */
import { abs, add, div, exp, log1p, mul, sqrt, square, sub, sum, type Tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { cosineDistance, gaussianNll, huber, logCosh, poissonNll } from "../../src/index.ts";
import stable from "../fixtures/stable-forms.json" with { type: "json" };
import { engines } from "../support/backend.ts";
import { device, evaluate } from "../support/engines.ts";
import { toTensor } from "../support/numbers.ts";

useBackend();

const NONE = { reduction: "none" } as const;
const { rows } = stable.cases.find((c) => c.loss === "log_cosh") ?? { rows: [] };
const column = (i: number): number[] => rows.map((row) => row[i] as number);

const read = async (x: Tensor): Promise<number[]> => (await device.read(x))[0] ?? [];

describe.each(engines)("logCosh on $name", (engine) => {
  it("agrees with 50 digits for errors from 1e-8 to 1e4", async () => {
    const zeros = toTensor(
      rows.map(() => 0),
      engine.dtype,
    );
    const result = await evaluate(engine, toTensor(column(0), engine.dtype), (x) => logCosh(x, zeros, NONE));
    const tolerance: Tolerance =
      engine.dtype === "f64"
        ? { rel: 1e-14, abs: 1e-300, reason: "some roundings of double precision" }
        : { rel: 5e-7, abs: 1e-37, reason: "errors rounded to f32, and some roundings" };
    expectClose(result.value, column(1), tolerance);
    expectClose(result.gradient, column(2), tolerance);
  });

  it("keeps its digits on both sides of |e| = 1, where its forms meet", async () => {
    const errors = Array.from({ length: 41 }, (_, i) => 0.8 + i / 100);
    const zeros = toTensor(
      errors.map(() => 0),
      engine.dtype,
    );
    const [values = []] = await engine.read(logCosh(toTensor(errors, engine.dtype), zeros, NONE));
    const expected = errors.map((e) => Math.log(Math.cosh(e)));
    expectClose(values, expected, { rel: 6e-7, reason: "errors rounded to f32, and some roundings" });
  });
});

describe("in f32, where the usual formula fails", () => {
  const one = toTensor([0]);

  it("logCosh of 1e-4 is e²/2, not noise", async () => {
    const e = toTensor([1e-4]);
    const usual = sub(add(abs(e), log1p(exp(mul(abs(e), -2)))), Math.LN2);
    const [bad = 0] = await read(usual);
    expect(Math.abs(bad - 5e-9)).toBeGreaterThan(4e-9);
    expectClose(await read(logCosh(e, one)), [5e-9], { rel: 5e-7, reason: "some roundings of f32" });
  });

  it("the cosine of vectors whose squares f32 cannot hold", async () => {
    for (const scale of [1e-30, 1e30]) {
      const [a, b] = [toTensor([[3 * scale, 4 * scale]]), toTensor([[4 * scale, 3 * scale]])];
      const usual = div(sum(mul(a, b), -1), mul(sqrt(sum(square(a), -1)), sqrt(sum(square(b), -1))));
      expect(await read(usual)).toEqual([Number.NaN]);
      const distance = await read(cosineDistance(a, b, { eps: 0 }));
      expectClose(distance, [0.04], { abs: 2e-7, reason: "1 − cos in f32" });
    }
  });

  it("gaussianNll of an error whose square f32 cannot hold", async () => {
    const [e, v] = [toTensor([1e20]), toTensor([1e30])];
    expect(await read(div(square(e), v))).toEqual([Number.POSITIVE_INFINITY]);
    const loss = await read(gaussianNll(e, one, v));
    expectClose(loss, [5e9], { rel: 1e-6, reason: "some roundings of f32" });
  });

  it("huber of an error whose square f32 cannot hold, in value and gradient", async () => {
    const result = await evaluate(device, toTensor([1e30]), (x) => huber(x, one));
    expectClose(result.value, [1e30], { rel: 1e-6, reason: "some roundings of f32" });
    expect(result.gradient).toEqual([1]);
  });

  it("poissonNll at a log-rate of −∞ for a count of 0, where 0 · ∞ is NaN", async () => {
    const x = toTensor(["-inf"]);
    expect(await read(sub(exp(x), mul(one, x)))).toEqual([Number.NaN]);
    expect(await read(poissonNll(x, one))).toEqual([0]);
  });
});
