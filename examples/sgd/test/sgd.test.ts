import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { type Line, leastSquares } from "../src/line.ts";
import { compare } from "../src/main.ts";

useBackend();

const distance = (a: Line, b: Line): number => Math.max(Math.abs(a.slope - b.slope), Math.abs(a.offset - b.offset));

test("least squares finds an exact line", () => {
  const line = leastSquares({ inputs: [0, 1, 3], targets: [1, 3, 7] });
  expect(distance(line, { slope: 2, offset: 1 })).toBeLessThan(1e-12);
});

test("both ways end near the line of least squares, and that near y = 2x + 1", async () => {
  const { stochastic, rounds, exact } = await compare(0, 200);
  expect(distance(exact, { slope: 2, offset: 1 })).toBeLessThan(0.05);
  expect(distance(stochastic, exact)).toBeLessThan(0.05);
  expect(distance(rounds.at(-1)?.to ?? { slope: 0, offset: 0 }, exact)).toBeLessThan(1e-3);
  expect(rounds.at(-1)?.loss).toBeLessThan(0.01);
});

test("the five steps are those of the formulas", async () => {
  const { points, rounds } = await compare(1, 1);
  const [first] = rounds;
  const mean = (f: (x: number, y: number) => number): number =>
    points.inputs.reduce((sum, x, i) => sum + f(x, points.targets[i] ?? Number.NaN), 0) / points.inputs.length;
  expect(first?.from).toEqual({ slope: 0, offset: 0 });
  expect(first?.loss).toBeCloseTo(mean((_, y) => y * y) / 2, 4);
  expect(first?.gradient.slope).toBeCloseTo(
    mean((x, y) => -y * x),
    4,
  );
  expect(first?.gradient.offset).toBeCloseTo(
    mean((_, y) => -y),
    4,
  );
  expect(first?.to.slope).toBeCloseTo(
    mean((x, y) => 0.5 * y * x),
    4,
  );
});

test("a seed decides all of it", async () => {
  expect(await compare(3, 2)).toEqual(await compare(3, 2));
});
