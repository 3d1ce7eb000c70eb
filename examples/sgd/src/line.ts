import { createRandom } from "@adjoint/examples-shared";

/** Points in a plane: one number each in `inputs` and `targets`. */
export interface Points {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/** A slope, and the height at 0. */
export interface Line {
  readonly slope: number;
  readonly offset: number;
}

/** 100 points of y = 2x + 1, x in [0, 2), with noise of deviation 0.1. */
export function noisyLine(seed: number): Points {
  const random = createRandom(seed);
  const inputs = Array.from({ length: 100 }, () => 2 * random.next());
  return { inputs, targets: inputs.map((x) => 2 * x + 1 + 0.1 * random.normal()) };
}

/** The line of least squares, exactly: its slope is the covariance over the variance of the inputs. */
export function leastSquares({ inputs, targets }: Points): Line {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(inputs), mean(targets)];
  const covariance = mean(inputs.map((input, i) => (input - x) * ((targets[i] ?? Number.NaN) - y)));
  const slope = covariance / mean(inputs.map((input) => (input - x) ** 2));
  return { slope, offset: y - slope * x };
}
