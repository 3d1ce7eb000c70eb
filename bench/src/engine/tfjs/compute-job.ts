/** @file A workload that computes the same from the same inputs at every run. */
import { dispose, memory, type NamedTensorMap, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Job } from "../contract.ts";

/** Waits until the device has computed all that was asked of it. */
export type Settle = () => Promise<void>;

export interface Computation {
  /** Freed at the end. */
  readonly inputs: readonly Tensor[];
  /** Gives the outputs by name. What else it makes is freed. */
  compute(): NamedTensorMap;
  /** Brings an output from the engine's layout to that of the workload. */
  readonly present?: (output: Tensor, name: string) => Tensor;
  readonly settle: Settle;
}

export function computeJob({ inputs, compute, present = (output) => output, settle }: Computation): Job {
  let last: NamedTensorMap = {};
  return {
    async run() {
      dispose(last);
      last = tidy(compute);
      await settle();
    },
    async outputs() {
      const read = Object.entries(last).map(async ([name, output]) => {
        const presented = tidy(() => present(output, name).clone());
        const values = await presented.data();
        presented.dispose();
        return [name, values] as const;
      });
      return Object.fromEntries(await Promise.all(read));
    },
    heldBytes: () => memory().numBytes,
    close: async () => dispose([...Object.values(last), ...inputs]),
  };
}
