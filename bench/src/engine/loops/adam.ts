/** @file Adam, as Kingma and Ba (2015) give it. */

/** By name. */
export type Arrays = Readonly<Record<string, Float32Array>>;

const [RATE, DECAY1, DECAY2, EPSILON] = [1e-3, 0.9, 0.999, 1e-8];

/** Gives a step: it changes `parameters` by their `gradients`, and sets those to 0. */
export function adam(parameters: Arrays, gradients: Arrays): () => void {
  const states = Object.entries(parameters).map(([name, parameter]) => ({
    parameter,
    gradient: gradients[name] as Float32Array,
    mean: new Float32Array(parameter.length),
    square: new Float32Array(parameter.length),
  }));
  let steps = 0;
  return () => {
    steps++;
    const rate = RATE / (1 - DECAY1 ** steps);
    const correction = 1 / (1 - DECAY2 ** steps);
    for (const { parameter, gradient, mean, square } of states) {
      update(parameter, gradient, mean, square, rate, correction);
      gradient.fill(0);
    }
  };
}

function update(
  parameter: Float32Array,
  gradient: Float32Array,
  mean: Float32Array,
  square: Float32Array,
  rate: number,
  correction: number,
): void {
  for (let i = 0; i < parameter.length; i++) {
    const slope = gradient[i] as number;
    const first = DECAY1 * (mean[i] as number) + (1 - DECAY1) * slope;
    const second = DECAY2 * (square[i] as number) + (1 - DECAY2) * slope * slope;
    mean[i] = first;
    square[i] = second;
    (parameter[i] as number) -= (rate * first) / (Math.sqrt(second * correction) + EPSILON);
  }
}
