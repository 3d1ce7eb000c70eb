/** @file Workloads that train. */
import { explain, grad, memory, optim, realize, Tensor, valueAndGrad } from "adjoint";
import type { Job } from "../contract.ts";
import { countRun, PlanCounter } from "./counters.ts";

/** Weights, in any nesting. */
export type Weights = Tensor | readonly Weights[] | { readonly [name: string]: Weights };

/** Minimises `loss` of `weights` by Adam. Weights and `data`, which the loss may use, belong to the job. */
export async function training<W extends Weights>(
  data: readonly (Tensor | Tensor<"i32">)[],
  weights: W,
  loss: (weights: W) => Tensor,
): Promise<Job> {
  await realize(...data, ...leavesOf(weights));
  return new Training(data, weights, loss);
}

/** A run is a step, and ends when the loss is on the host. */
class Training<W extends Weights> implements Job {
  readonly #data: readonly { dispose(): void }[];
  readonly #weights: W;
  readonly #lossOf: (weights: W) => Tensor;
  readonly #optimizer: optim.Optimizer<W>;
  readonly #plans = new PlanCounter();
  #loss = Number.NaN;

  constructor(data: readonly { dispose(): void }[], weights: W, lossOf: (weights: W) => Tensor) {
    this.#data = data;
    this.#weights = weights;
    this.#lossOf = lossOf;
    this.#optimizer = optim.adam(weights, { lr: 1e-3 });
  }

  async run(): Promise<void> {
    const [loss, gradients] = valueAndGrad(this.#lossOf)(this.#weights);
    this.#optimizer.step(gradients);
    this.#loss = await loss.item();
    loss.dispose();
  }

  async outputs(): Promise<{ loss: number[] }> {
    return { loss: [this.#loss] };
  }

  /** Of the step's scratch memory, what the gradients take with all that they are computed from. */
  counters() {
    const gradients = leavesOf(grad(this.#lossOf)(this.#weights));
    const { scratchBytes } = explain(...gradients);
    const gradientBytes = gradients.reduce((sum, { size }) => sum + 4 * size, 0);
    return countRun(() => this.run(), scratchBytes + gradientBytes, this.#plans);
  }

  heldBytes(): number {
    return memory().bytes;
  }

  async close(): Promise<void> {
    this.#optimizer.dispose();
    for (const tensor of [...this.#data, ...leavesOf(this.#weights)]) tensor.dispose();
  }
}

function leavesOf(weights: Weights): Tensor[] {
  return weights instanceof Tensor ? [weights] : Object.values(weights).flatMap(leavesOf);
}
