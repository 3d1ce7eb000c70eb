/** @file Trains a network. Runs where it is called: in the worker that owns the device, or in a page. */
import { configure, mse, nn, optim, shutdown, type Tensor, tensor, valueAndGrad } from "adjoint";
import type { Progress, Result, Task } from "./messages.ts";

/** Steps between two losses that are read: reading waits for the device. */
const REPORT_EVERY = 10;

export async function train(task: Task, report: (progress: Progress) => void): Promise<Result> {
  const { backend } = await configure({ backend: task.backend, seed: 1 });
  const count = task.values.length;
  const points = tensor(task.points, { shape: [count, 2] });
  const values = tensor(task.values, { shape: [count, 1] });
  const model = nn.sequential(
    nn.linear(2, 32),
    (x: Tensor) => x.tanh(),
    nn.linear(32, 32),
    (x: Tensor) => x.tanh(),
    nn.linear(32, 1),
  );
  const optimizer = optim.adam(model.params, { lr: 0.01 });
  const lossAndGradients = valueAndGrad((params: typeof model.params) => mse(model.with(params)(points), values));

  const losses: number[] = [];
  for (let step = 1; step <= task.steps; step++) {
    const [loss, gradients] = lossAndGradients(model.params);
    optimizer.step(gradients);
    if (step % REPORT_EVERY > 0) continue;
    losses.push(await loss.item());
    report({ kind: "progress", step, loss: losses.at(-1) ?? 0 });
  }
  const weights = await Promise.all(tensorsOf(model.params).map((weight) => weight.data()));
  await shutdown();
  return { kind: "result", backend, losses, weights };
}

/** The tensors of a tree, in order. */
function tensorsOf(tree: unknown): Tensor[] {
  if (tree === null || typeof tree !== "object") return [];
  return "data" in tree ? [tree as Tensor] : Object.values(tree).flatMap(tensorsOf);
}
