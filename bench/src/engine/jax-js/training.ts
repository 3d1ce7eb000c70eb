/** @file Training by Adam, each step one function under `jit`. */
import { jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { Inputs, Job } from "../contract.ts";
import { type Arrays, load, loadAll } from "./arrays.ts";

const [RATE, BETA1, BETA2, EPSILON] = [1e-3, 0.9, 0.999, 1e-8];

/** What a step leaves to the next. */
type State = {
  parameters: Arrays;
  means: Arrays;
  squares: Arrays;
  /** Steps taken. */
  count: np.Array;
};

/** The loss of `parameters` on a batch. It takes its arguments over. */
type LossOf = (parameters: Arrays, x: np.Array, labels: np.Array) => np.Array;

/** A job that takes a step in each run, and reads its loss. */
export async function trainingJob(lossOf: LossOf, parameterNames: readonly string[], inputs: Inputs): Promise<Job> {
  const [x, labels] = [await load(inputs, "x"), await load(inputs, "labels")];
  const step = jit((state: State, x: np.Array, labels: np.Array) => takeStep(lossOf, state, x, labels));
  let state = initialState(await loadAll(inputs, parameterNames));
  let read = Number.NaN;
  return {
    async run() {
      const next = step(state, x.ref, labels.ref);
      state = next.state;
      read = (await next.loss.data())[0] ?? Number.NaN;
    },
    outputs: async () => ({ loss: [read] }),
    async close() {
      tree.dispose([state, x, labels]);
      step.dispose();
    },
  };
}

function initialState(parameters: Arrays): State {
  const zeros = () => mapAll(parameters, (parameter) => np.zeros(parameter.shape));
  return { parameters, means: zeros(), squares: zeros(), count: np.zeros([]) };
}

function takeStep(lossOf: LossOf, state: State, x: np.Array, labels: np.Array): { loss: np.Array; state: State } {
  const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(state.parameters), x, labels);
  const count = state.count.add(1);
  const [rate, scale] = corrections(count.ref);
  const next: State = { parameters: {}, means: {}, squares: {}, count };
  for (const [name, parameter] of Object.entries(state.parameters)) {
    const [gradient, before, beforeSquares] = [gradients[name], state.means[name], state.squares[name]];
    if (gradient === undefined || before === undefined || beforeSquares === undefined) throw new Error(`no ${name}`);
    const mean = before.mul(BETA1).add(gradient.ref.mul(1 - BETA1));
    const square = beforeSquares.mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
    const root = np.sqrt(square.ref.mul(scale.ref)).add(EPSILON);
    next.parameters[name] = parameter.sub(mean.ref.mul(rate.ref).div(root));
    next.means[name] = mean;
    next.squares[name] = square;
  }
  tree.dispose([rate, scale]);
  return { loss, state: next };
}

/** The learning rate over 1 − β₁ᵗ, and 1 / (1 − β₂ᵗ), which make up for means that began at zero. */
function corrections(count: np.Array): [np.Array, np.Array] {
  const unbiased = (beta: number, count: np.Array) => np.subtract(1, np.power(beta, count));
  return [np.divide(RATE, unbiased(BETA1, count.ref)), np.divide(1, unbiased(BETA2, count))];
}

function mapAll(arrays: Arrays, f: (array: np.Array) => np.Array): Arrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, f(array)]));
}

/** A parameter. It is there, or the workload's inputs are not what they should be. */
export function parameter(parameters: Arrays, name: string): np.Array {
  const found = parameters[name];
  if (found === undefined) throw new Error(`there is no parameter ${name}`);
  return found;
}
