/**
 * @file Linear regression, first on a line with noise, then on the diabetes study, by the five steps of gradient descent.
 * The exact solution is computed beside it, in double precision.
 */
import { createRandom, describeBackend, type Flags, loadDiabetes, standardized } from "@adjoint/examples-shared";
import { configure } from "adjoint";
import { type Descent, descend } from "./descend.ts";
import { leastSquares } from "./least-squares.ts";

/** Fitted coefficients by name, and the exact ones. */
export interface Comparison {
  readonly names: readonly string[];
  readonly fitted: readonly number[];
  readonly exact: readonly number[];
  readonly losses: readonly number[];
}

/** 200 points of y = 2x + 1, with noise of deviation 0.1. */
export async function fitLine(seed: number, descent: Descent = { steps: 200, rate: 0.5 }): Promise<Comparison> {
  const random = createRandom(seed);
  const inputs = Array.from({ length: 200 }, () => [2 * random.next() - 1]);
  const targets = inputs.map(([x = 0]) => 2 * x + 1 + 0.1 * random.normal());
  return compare(["slope", "offset"], inputs, targets, descent);
}

/** Progression of diabetes from ten measurements, all of them standardised. Some are nearly dependent: many steps. */
export async function fitDiabetes(descent: Descent = { steps: 4000, rate: 0.4 }): Promise<Comparison> {
  const { names, inputs, targets } = standardized(loadDiabetes());
  return compare([...names, "offset"], inputs, targets, descent);
}

async function compare(
  names: readonly string[],
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  descent: Descent,
): Promise<Comparison> {
  const { coefficients, losses } = await descend(inputs, targets, descent);
  return { names, fitted: coefficients, exact: leastSquares(inputs, targets), losses };
}

/** The largest distance of a coefficient from the exact one. */
export function largestError({ fitted, exact }: Comparison): number {
  return Math.max(...exact.map((value, i) => Math.abs(value - (fitted[i] ?? Number.NaN))));
}

function print(title: string, comparison: Comparison): void {
  const { names, fitted, exact, losses } = comparison;
  const first = losses[0]?.toFixed(4);
  const last = losses.at(-1)?.toFixed(4);
  console.log(`\n${title}\n${losses.length} steps, loss ${first} → ${last}\n`);
  console.log(`${"".padEnd(16)}gradient descent   least squares`);
  names.forEach((name, i) => {
    const [ours, theirs] = [fitted[i], exact[i]].map((value) => (value ?? Number.NaN).toFixed(5));
    console.log(`${name.padEnd(16)}${ours?.padStart(16)}${theirs?.padStart(16)}`);
  });
  console.log(`largest difference: ${largestError(comparison).toExponential(1)}`);
}

/** Runs the example and prints what it finds. An epoch is one step, as each sees all data. */
export async function main({ backend, epochs, seed }: Flags): Promise<void> {
  const info = await configure({ backend, seed });
  console.log(`Linear regression by gradient descent, on ${describeBackend(info)}.`);
  print("y = 2x + 1 + noise", await fitLine(seed, { steps: epochs ?? 200, rate: 0.5 }));
  print("Diabetes study, ten variables", await fitDiabetes({ steps: epochs ?? 4000, rate: 0.4 }));
}
