/** @file A training loop whose steps take longer than a page may be held up. */
import { mse, nn, optim, randn, type Tensor, valueAndGrad } from "adjoint";

/** Starts the training of a layer; each call makes some steps, all of them enqueued at once, and resolves with their losses. */
export function longTraining(): (steps: number) => Promise<number[]> {
  const layer = nn.linear(768, 768);
  const opt = optim.adam(layer.params, { lr: 1e-3 });
  const [x, y] = [randn([768, 768]), randn([768, 768])];
  const loss = (p: typeof layer.params): Tensor => mse(layer.with(p)(x).gelu(), y);
  return (steps) => {
    const losses = Array.from({ length: steps }, () => {
      const [value, grads] = valueAndGrad(loss)(layer.params);
      opt.step(grads);
      return value;
    });
    return Promise.all(losses.map((value) => value.item()));
  };
}
