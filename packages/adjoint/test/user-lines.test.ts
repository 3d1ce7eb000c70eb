/** @file Development mode through the whole library: which lines of a program its kernels name. */
import { configure, explain, grad, ones, optim, scan, shutdown, type Tensor, tensor, zeros } from "adjoint";
import { afterEach, beforeEach, expect, test } from "vitest";

beforeEach(async () => {
  await configure({ backend: "cpu", threads: 1, debug: true });
});
afterEach(async () => {
  await shutdown();
  await configure({ backend: "cpu", threads: 1, debug: false });
  await shutdown();
});

/** The number of the line below the caller's. */
function nextLine(): number {
  return Number(/user-lines\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n")[2] ?? "")?.[1]) + 1;
}

/** The numbers of the lines that the kernels of tensors name; all of them must be in this file. */
function linesOf(...tensors: readonly Tensor[]): Set<number> {
  const lines = explain(...tensors).kernels.flatMap((kernel) => kernel.lines);
  return new Set(
    lines.map((line) => Number(/\/user-lines\.test\.ts:(\d+):\d+\)?$/.exec(line)?.[1] ?? `no line: ${line}`)),
  );
}

test("composites, methods and gradients name the line that called them", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  const forward = nextLine();
  const model = (w: Tensor): Tensor => x.matmul(w).softmax().sum();
  const backward = nextLine();
  const gradient = grad(model)(ones([2, 2]));
  expect(linesOf(gradient)).toEqual(new Set([forward, backward]));
});

test("a scan's kernels name the lines of the function that it runs", () => {
  const body = nextLine() + 1;
  const step = (h: Tensor, x: Tensor): [Tensor, Tensor] => {
    const next = h.mul(0.5).add(x).tanh();
    return [next, next];
  };
  const [, all] = scan(step, zeros([3]), ones([6, 3]));
  expect(linesOf(all)).toContain(body);
});

test("training in development mode gives the same values, and steps are replayed", async () => {
  const train = async (): Promise<number> => {
    const params = { w: tensor([[0.5], [1.5]]) };
    const opt = optim.adam(params, { lr: 0.1 });
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    for (let i = 0; i < 5; i++) opt.step(grad((p: typeof params) => x.matmul(p.w).square().sum())(params));
    return params.w.sum().item();
  };
  const here = await train();
  await shutdown();
  await configure({ backend: "cpu", threads: 1, debug: false });
  expect(await train()).toBe(here);
});
