/**
 * @file The textbook's example: a line through 100 points of y = 2x + 1 + noise, by `SGDRegressor`, and beside it by plain
 * gradient descent, whose five steps are shown. One looks at a point at a time, the other at all of them.
 */
import { describeBackend, type Flags } from "@adjoint/examples-shared";
import { configure, estimators } from "adjoint";
import { descend, type Round } from "./gradient-descent.ts";
import { type Line, leastSquares, noisyLine, type Points } from "./line.ts";

/** What each way has found. */
export interface Comparison {
  readonly points: Points;
  readonly stochastic: Line & { readonly epochs: number };
  readonly rounds: readonly Round[];
  readonly exact: Line;
}

/** Fits the line in both ways; `epochs` bounds the passes of each over the points. */
export async function compare(seed: number, epochs = 1000): Promise<Comparison> {
  const points = noisyLine(seed);
  const model = new estimators.SGDRegressor({
    maxIter: epochs,
    tol: 1e-5,
    penalty: null,
    eta0: 0.01,
    nIterNoChange: 100,
    randomState: seed,
  });
  await model.fit(
    points.inputs.map((x) => [x]),
    points.targets,
  );
  const [slope = Number.NaN] = model.coef;
  const [offset = Number.NaN] = model.intercept;
  return {
    points,
    stochastic: { slope, offset, epochs: model.nIter },
    rounds: await descend(points, { rounds: epochs, rate: 0.5 }),
    exact: leastSquares(points),
  };
}

const format = (value: number | undefined): string => (value ?? Number.NaN).toFixed(4);

function printFirstRound({ inputs, targets }: Points, { from, loss, gradient, to }: Round): void {
  const predicted = from.slope * (inputs[0] ?? Number.NaN) + from.offset;
  console.log(`
The five steps of gradient descent, the first time:
1. initialise  w = ${format(from.slope)}, b = ${format(from.offset)}
2. predict     ŷ = wx + b; for x = ${format(inputs[0])}: ${format(predicted)}, where y = ${format(targets[0])}
3. compare     J = Σ (ŷ − y)² / 2N = ${format(loss)}
4. direction   ∂J/∂w = ${format(gradient.slope)}, ∂J/∂b = ${format(gradient.offset)}
5. update      w = ${format(to.slope)}, b = ${format(to.offset)}`);
}

function printRow(name: string, { slope, offset }: Line, passes: number | undefined): void {
  const columns = [format(slope), format(offset), passes === undefined ? "" : String(passes)];
  console.log(`${name.padEnd(18)}${columns.map((column) => column.padStart(10)).join("")}`);
}

/** Runs the example and prints what it finds. */
export async function main({ backend, epochs, seed }: Flags): Promise<void> {
  const info = await configure({ backend, seed });
  console.log(`A line through 100 points of y = 2x + 1 + noise, on ${describeBackend(info)}.`);
  const { points, stochastic, rounds, exact } = await compare(seed, epochs);
  const [first] = rounds;
  const last = rounds.at(-1);
  if (first === undefined || last === undefined) return;
  printFirstRound(points, first);
  console.log(`\n${"".padEnd(18)}${["w", "b", "passes"].map((name) => name.padStart(10)).join("")}`);
  printRow("SGDRegressor", stochastic, stochastic.epochs);
  printRow("gradient descent", last.to, rounds.length);
  printRow("least squares", exact, undefined);
}
