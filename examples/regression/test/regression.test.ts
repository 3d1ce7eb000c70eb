import { configure, shutdown } from "adjoint";
import { afterEach, expect, test } from "vitest";
import { leastSquares } from "../src/least-squares.ts";
import { fitDiabetes, fitLine, largestError } from "../src/main.ts";

afterEach(() => shutdown());

test("least squares finds an exact plane", () => {
  const inputs = [
    [0, 0],
    [1, 0],
    [0, 1],
    [2, 3],
  ];
  const coefficients = leastSquares(
    inputs,
    inputs.map(([x = 0, y = 0]) => 3 * x - 2 * y + 5),
  );
  [3, -2, 5].forEach((value, i) => {
    expect(coefficients[i]).toBeCloseTo(value, 12);
  });
});

test("gradient descent ends at the least-squares line", async () => {
  const line = await fitLine(0);
  expect(largestError(line)).toBeLessThan(1e-3);
  expect(Math.abs((line.fitted[0] ?? 0) - 2)).toBeLessThan(0.05);
  expect(Math.abs((line.fitted[1] ?? 0) - 1)).toBeLessThan(0.05);
});

test("gradient descent ends at the least-squares fit of ten variables", { timeout: 120_000 }, async () => {
  const diabetes = await fitDiabetes();
  expect(diabetes.fitted).toHaveLength(11);
  expect(largestError(diabetes)).toBeLessThan(1e-3);
  // Efron et al. (2004) find a residual of 0.4823 of the variance; the loss is half of it.
  expect(diabetes.losses.at(-1)).toBeCloseTo(0.4823 / 2, 4);
});

test("a few steps lower the loss, with the same bits for any number of threads", async () => {
  const run = async (threads: number) => {
    await configure({ backend: "cpu", threads });
    const { fitted, losses } = await fitDiabetes({ steps: 20, rate: 0.4 });
    await shutdown();
    return { fitted, losses };
  };
  const one = await run(1);
  expect(one.losses.at(-1)).toBeLessThan(one.losses[0] ?? 0);
  expect(await run(2)).toEqual(one);
});
