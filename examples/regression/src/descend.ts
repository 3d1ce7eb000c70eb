import { add, matmul, mse, mul, realize, sub, type Tensor, tensor, valueAndGrad, zeros } from "adjoint";

export interface Descent {
  /** How often the parameters are updated. */
  readonly steps: number;
  /** How far each update goes along the gradient. */
  readonly rate: number;
}

export interface Fit {
  /** One weight for each column of the inputs, then the bias. */
  readonly coefficients: number[];
  /** The loss before each update. */
  readonly losses: number[];
}

/** Fits targets ≈ inputs · weights + bias by gradient descent on the mean squared error. */
export async function descend(
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  { steps, rate }: Descent,
): Promise<Fit> {
  const x = tensor(inputs);
  const y = tensor(targets.map((target) => [target]));

  // 1. Initialise the parameters.
  let params = { weights: zeros([x.shape[1] ?? 0, 1]), bias: zeros([1]) };

  // 2. Predict.
  const predict = ({ weights, bias }: typeof params): Tensor => add(matmul(x, weights), bias);

  // 3. Compare: the loss is half the mean of the squared errors.
  const loss = (candidate: typeof params): Tensor => mse(predict(candidate), y, { half: true });

  // 4. Find the direction in which the loss grows.
  const lossAndGradient = valueAndGrad(loss);

  const values: Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    const [value, gradient] = lossAndGradient(params);

    // 5. Update: go a little in the opposite direction.
    params = {
      weights: sub(params.weights, mul(rate, gradient.weights)),
      bias: sub(params.bias, mul(rate, gradient.bias)),
    };
    await realize(value, params.weights, params.bias);
    values.push(value);
  }

  const coefficients = [...(await params.weights.data()), ...(await params.bias.data())];
  return { coefficients, losses: await Promise.all(values.map((value) => value.item())) };
}
