/** @file Gradient descent on a line in five steps, each sample weighing the same in each. */
import { add, mse, mul, realize, sub, type Tensor, tensor, valueAndGrad, zeros } from "adjoint";
import type { Line, Points } from "./line.ts";

/** What one round of the five steps has seen. */
export interface Round {
  readonly from: Line;
  readonly loss: number;
  readonly gradient: Line;
  readonly to: Line;
}

export interface Descent {
  readonly rounds: number;
  readonly rate: number;
}

/** All rounds, the first from the line y = 0. */
export async function descend({ inputs, targets }: Points, { rounds, rate }: Descent): Promise<Round[]> {
  const x = tensor(inputs);
  const y = tensor(targets);

  // 1. Initialise the parameters.
  let line = { slope: zeros([]), offset: zeros([]) };

  // 2. Predict. 3. Compare: half the mean of the squared errors.
  const loss = ({ slope, offset }: typeof line): Tensor => mse(add(mul(slope, x), offset), y, { half: true });

  // 4. Find the direction in which the loss grows.
  const lossAndGradient = valueAndGrad(loss);

  const seen = [];
  for (let round = 0; round < rounds; round++) {
    const [value, gradient] = lossAndGradient(line);

    // 5. Update: go a little in the opposite direction.
    const to = {
      slope: sub(line.slope, mul(rate, gradient.slope)),
      offset: sub(line.offset, mul(rate, gradient.offset)),
    };
    await realize(value, gradient.slope, gradient.offset, to.slope, to.offset);
    seen.push({ from: line, loss: value, gradient, to });
    line = to;
  }
  return Promise.all(
    seen.map(async ({ from, loss: value, gradient, to }) => ({
      from: await read(from),
      loss: await value.item(),
      gradient: await read(gradient),
      to: await read(to),
    })),
  );
}

async function read({ slope, offset }: { readonly slope: Tensor; readonly offset: Tensor }): Promise<Line> {
  return { slope: await slope.item(), offset: await offset.item() };
}
