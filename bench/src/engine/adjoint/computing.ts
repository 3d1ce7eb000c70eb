/** @file Workloads that compute tensors from tensors. */
import { explain, memory, realize, type Tensor } from "adjoint";
import type { Job } from "../contract.ts";
import { countRun, PlanCounter } from "./counters.ts";

/** By the names that the workload gives them. */
export type Results = Readonly<Record<string, Tensor>>;

type Held = readonly (Tensor | Tensor<"i32">)[];

/** A run is what `formula` gives. `inputs` belong to the job; they are on the device beforehand. */
export async function computing(inputs: Held, formula: () => Results): Promise<Job> {
  await realize(...inputs);
  return new Computing(inputs, formula);
}

/** Results are freed when the next run begins. */
export class Computing implements Job {
  readonly #inputs: Held;
  readonly #formula: () => Results;
  readonly #plans = new PlanCounter();
  #results: Results = {};

  constructor(inputs: Held, formula: () => Results) {
    this.#inputs = inputs;
    this.#formula = formula;
  }

  async run(): Promise<void> {
    this.#free();
    this.#results = this.#formula();
    await realize(...Object.values(this.#results));
  }

  async outputs(): Promise<Record<string, ArrayLike<number>>> {
    const entries = Object.entries(this.#results);
    return Object.fromEntries(await Promise.all(entries.map(async ([name, tensor]) => [name, await tensor.data()])));
  }

  counters() {
    const { scratchBytes } = explain(...Object.values(this.#formula()));
    return countRun(() => this.run(), scratchBytes, this.#plans);
  }

  heldBytes(): number {
    return memory().bytes;
  }

  async close(): Promise<void> {
    this.#free();
    for (const tensor of this.#inputs) tensor.dispose();
  }

  #free(): void {
    for (const tensor of Object.values(this.#results)) tensor.dispose();
    this.#results = {};
  }
}
