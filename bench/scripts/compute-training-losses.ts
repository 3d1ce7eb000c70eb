/** @file The losses of every training workload, in double precision, from inputs that are rounded to float32. */
import { workloads } from "../src/catalogue/workloads.ts";
import { inputSpecs } from "../src/workload/inputs.ts";
import { isTraining } from "../src/workload/types.ts";
import { askPyTorch } from "./ask-pytorch.ts";

export interface TrainingLosses {
  /** The version of PyTorch. */
  readonly torch: string;
  /** By the workload's name, of each step. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

/** @throws {Error} if there is no PyTorch. */
export function computeTrainingLosses(): TrainingLosses {
  const trainings = workloads.filter(isTraining);
  const requests = trainings.map(
    (workload) => ({ kind: "open", workload, inputs: inputSpecs(workload), samples: {} }) as const,
  );
  const [started, ...opened] = askPyTorch([{ kind: "start" }, ...requests], { precision: "float64" });
  if (started?.kind !== "started") throw new Error(`PyTorch does not start: ${JSON.stringify(started)}`);
  const losses = trainings.map(({ name }, i) => {
    const answer = opened[i];
    if (answer?.kind !== "opened") throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return [name, answer.losses] as const;
  });
  return { torch: started.facts.versions?.["torch"] ?? "", losses: Object.fromEntries(losses) };
}
