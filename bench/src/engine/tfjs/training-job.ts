/** @file Training by the optimizer of TensorFlow.js, a step a run. */
import { dispose, memory, type Scalar, type Tensor, train, type Variable, variable } from "@tensorflow/tfjs-core";
import type { Inputs, Job } from "../contract.ts";
import { loadGradients } from "./gradients.ts";
import { load } from "./load.ts";

export interface Lesson {
  /** Freed at the end. */
  readonly data: readonly Tensor[];
  readonly parameters: readonly Variable[];
  loss(): Scalar;
}

/** The input as a parameter, which training changes. */
export function loadParameter(inputs: Inputs, name: string): Variable {
  const initial = load(inputs, name);
  const parameter = variable(initial);
  initial.dispose();
  return parameter;
}

/** Its Adam corrects both moments for their start and adds ε to the root, as the workloads want it. */
export async function trainingJob({ data, parameters, loss }: Lesson): Promise<Job> {
  await loadGradients();
  const optimizer = train.adam(1e-3, 0.9, 0.999, 1e-8);
  let last: ArrayLike<number> = [];
  return {
    async run() {
      const cost = optimizer.minimize(loss, true, [...parameters]);
      if (cost === null) throw new Error("the step gave no loss");
      last = await cost.data();
      cost.dispose();
    },
    outputs: async () => ({ loss: last }),
    heldBytes: () => memory().numBytes,
    async close() {
      optimizer.dispose();
      dispose([...parameters, ...data]);
    },
  };
}
