/** @file Cases of `scan`, each as a function of the loop that it runs: `scan`, or the same written out. */
import {
  arange,
  cast,
  concat,
  conv1d,
  cumsum,
  customVjp,
  type DType,
  gather,
  grad,
  noGrad,
  ones,
  type ScanOptions,
  scan,
  sigmoid,
  softmax,
  sort,
  stack,
  type Tensor,
  type Tree,
  zeros,
} from "adjoint";
import { type Case, i32, input, LONG_SUMS } from "../../../core/test/cases/case.ts";

export type Loop = <C extends Tree, X extends Tree | undefined, Y extends Tree | undefined>(
  f: (carry: C, x: X) => readonly [carry: C, y: Y],
  init: C,
  xs: X,
  options?: ScanOptions,
) => [carry: C, ys: Y];

/** As `scan`, with a call of `f` for each run. Rows are single tensors, or missing. */
export const unrolled = ((
  f: (carry: Tree, x: Tree | undefined) => [Tree, Tensor | undefined],
  init: Tree,
  xs: Tensor | undefined,
  { length = xs?.shape[0] ?? 0, reverse = false }: ScanOptions = {},
) => {
  let carry = init;
  const rows: (Tensor | undefined)[] = [];
  for (let run = 0; run < length; run++) {
    const row = reverse ? length - 1 - run : run;
    const x = xs?.slice([row], [row + 1]).reshape(xs.shape.slice(1));
    const [next, y] = f(carry, x);
    carry = next;
    rows[row] = y;
  }
  return [carry, rows[0] === undefined ? undefined : stack(rows as Tensor[])];
}) as unknown as Loop;

export interface ScanCase extends Omit<Case, "run"> {
  readonly run: (loop: Loop, ...inputs: Tensor[]) => Tensor<DType>;
  /** True if the gradient leaves out, on purpose, some of how values change. */
  readonly hidesChanges?: boolean;
}

const flat = (...tensors: Tensor<DType>[]): Tensor =>
  concat(tensors.map((x) => cast(x, "f32").reshape([-1]))) as Tensor;

const [T, B, I, H] = [5, 2, 3, 4];
const xs = input([T, B, I], { seed: 1 });
const h0 = input([B, H], { seed: 2 });
const w = input([I, H], { seed: 3 });
const u = input([H, H], { seed: 4 });
const bias = input([H], { seed: 5 });
const states = input([T, B, H], { seed: 6 });

function rnn(loop: Loop, options?: ScanOptions): (...inputs: Tensor[]) => Tensor {
  return (...inputs) => {
    const [x, h, w, u, b] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const cell = (h: Tensor, x: Tensor): [Tensor, Tensor] => {
      const next = x.matmul(w).add(h.matmul(u)).add(b).tanh().mul(0.9) as Tensor;
      return [next, next];
    };
    return flat(...loop(cell, h, x, options));
  };
}

const pointwise = (
  f: (h: Tensor, x: Tensor) => readonly [Tensor<DType>, Tensor<DType> | undefined],
): ScanCase["run"] => {
  return (loop, h, xs) => {
    const [last, ys] = loop(f as (h: Tensor, x: Tensor) => [Tensor, Tensor | undefined], h as Tensor, xs as Tensor);
    return flat(last, ...(ys === undefined ? [] : [ys]));
  };
};

const ROWS: readonly ScanCase[] = [
  { name: "a recurrent cell", inputs: [xs, h0, w, u, bias], run: (loop, ...rest) => rnn(loop)(...rest) },
  {
    name: "a recurrent cell in reverse",
    inputs: [xs, h0, w, u, bias],
    run: (loop, ...rest) => rnn(loop, { reverse: true })(...rest),
  },
  {
    name: "one run",
    inputs: [input([1, B, I], { seed: 7 }), h0, w, u, bias],
    run: (loop, ...rest) => rnn(loop)(...rest),
  },
  {
    name: "two runs in reverse",
    inputs: [input([2, B, I], { seed: 7 }), h0, w, u, bias],
    run: (loop, ...rest) => rnn(loop, { reverse: true })(...rest),
  },
  {
    name: "an LSTM cell",
    inputs: [xs, h0, input([I, 4 * H], { seed: 8 }), input([H, 4 * H], { seed: 9 }), input([4 * H], { seed: 10 })],
    run: (loop, ...inputs) => {
      const [x, h, w, u, b] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
      const cell = (carry: { h: Tensor; c: Tensor }, x: Tensor): [{ h: Tensor; c: Tensor }, Tensor] => {
        const gates = x.matmul(w).add(carry.h.matmul(u)).add(b);
        const part = (i: number): Tensor => gates.slice([0, i * H], [B, (i + 1) * H]) as Tensor;
        const c = sigmoid(part(0))
          .mul(carry.c)
          .add(sigmoid(part(1)).mul(part(2).tanh())) as Tensor;
        const next = sigmoid(part(3)).mul(c.tanh()) as Tensor;
        return [{ h: next, c }, next];
      };
      const [last, ys] = loop(cell, { h, c: h.mul(0.5) as Tensor }, x);
      return flat(last.h, last.c, ys);
    },
  },
  {
    name: "outputs by a product that no run waits for",
    inputs: [states, h0, u],
    run: (loop, x, h, u) =>
      pointwise((h, x) => [
        h.mul(x).tanh(),
        h
          .mul(x)
          .tanh()
          .matmul(u as Tensor),
      ])(loop, h as Tensor, x as Tensor),
  },
  {
    name: "outputs by a product with the carry before",
    inputs: [states, h0, u],
    run: (loop, x, h, u) =>
      pointwise((h, x) => [h.mul(x).tanh(), h.matmul((u as Tensor).transpose()).sum(1)])(
        loop,
        h as Tensor,
        x as Tensor,
      ),
  },
  {
    name: "a sum that grows",
    inputs: [h0, states],
    run: pointwise((h, x) => [h.add(x.exp()), h.add(x.exp())]),
  },
  {
    name: "a sum of products, in reverse",
    inputs: [states, u],
    run: (loop, x, sum) => {
      const [last, ys] = loop(
        (sum: Tensor, x: Tensor) => [sum.add(x.transpose().matmul(x.exp())) as Tensor, x.sum(1) as Tensor],
        sum as Tensor,
        x as Tensor,
        { reverse: true },
      );
      return flat(last, ys);
    },
  },
  { name: "no outputs", inputs: [h0, states], run: pointwise((h, x) => [h.mul(x).sin(), undefined]) },
  { name: "outputs of rows alone", inputs: [h0, states], run: pointwise((h, x) => [h.mul(0.5), x.cos()]) },
  { name: "outputs of nothing", inputs: [h0, states], run: pointwise((h) => [h.mul(0.5), ones([2])]) },
  { name: "the row as the carry", inputs: [h0, states], run: pointwise((h, x) => [x, h.mul(x)]) },
  { name: "a carry that stays", inputs: [h0, states], run: pointwise((h, x) => [h, h.mul(x)]) },
  { name: "softmax of the carry", inputs: [h0, states], run: pointwise((h, x) => [softmax(h.add(x), 1), h.max(1)]) },
  {
    name: "two carries that change places, and no rows",
    inputs: [h0, input([B, H], { seed: 11 })],
    run: (loop, a, b) => {
      const init = [a, b] as Tensor[];
      const [last, ys] = loop(
        (pair: Tensor[]) => {
          const [a, b] = pair as [Tensor, Tensor];
          return [[b, a.add(b).mul(0.5) as Tensor], a.mul(b) as Tensor];
        },
        init,
        undefined,
        { length: 4 },
      );
      return flat(...last, ys);
    },
  },
  {
    name: "a counter, a flag and rows of integers",
    inputs: [i32([5], [3, 1, 4, 1, 5]), input([6, 3], { seed: 12 })],
    run: (loop, indices, table) => {
      const [last, ys] = loop(
        (carry: { count: Tensor<"i32">; flag: Tensor<"bool">; sum: Tensor }, at: Tensor<"i32">) => {
          const row = gather(table as Tensor, at.reshape([1])).reshape([3]) as Tensor;
          const sum = carry.sum.mul(row).add(carry.count).tanh() as Tensor;
          const flag = carry.flag.where(at.greater(2), at.greater(carry.count)) as Tensor<"bool">;
          return [{ count: carry.count.add(at) as Tensor<"i32">, flag, sum }, sum];
        },
        { count: zeros([], { dtype: "i32" }), flag: zeros([], { dtype: "bool" }), sum: ones([3]) },
        indices as unknown as Tensor<"i32">,
      );
      return flat(last.count, last.flag, last.sum, ys);
    },
  },
  {
    name: "a loop in a loop",
    tolerance: { rel: 2e-5, abs: 1e-5, reason: "twenty cells in a row, whose weights of up to 2 let roundings grow" },
    inputs: [states, h0, u],
    run: (loop, x, h, u) =>
      pointwise((h, x) => {
        const [inner, rows] = loop(
          (c: Tensor, row: Tensor) => {
            const next = c.mul(row).add(h.sum()).tanh() as Tensor;
            return [next, next.mul(x) as Tensor];
          },
          h.sum(0) as Tensor,
          u as Tensor,
        );
        return [h.mul(inner).add(rows.mean()), rows.sum(0)];
      })(loop, h as Tensor, x as Tensor),
  },
  {
    name: "a convolution, a sort and running sums in each run",
    inputs: [input([3, B, 1, 6], { seed: 13 }), input([B, 1, 6], { seed: 14 }), input([1, 1, 3], { seed: 15 })],
    run: (loop, x, h, kernel) =>
      pointwise((h, x) => [
        conv1d(h.add(x), kernel as Tensor, { padding: 1 }).tanh(),
        sort(h).values.mul(cumsum(x, 2)).sum([1, 2]),
      ])(loop, h as Tensor, x as Tensor),
  },
  {
    name: "a gradient in each run",
    hidesChanges: true,
    inputs: [h0, states],
    run: pointwise((h, x) => {
      const energy = (h: Tensor): Tensor => h.mul(x).sin().sum() as Tensor;
      return [h.sub(grad(energy)(h).mul(0.1)), noGrad(() => energy(h)).mul(h.sum())];
    }),
  },
  {
    name: "a rule of its author in each run",
    hidesChanges: true,
    inputs: [h0, states],
    run: pointwise((h, x) => {
      const square = customVjp(
        (a: Tensor) => a.mul(a) as Tensor,
        (c, [a]) => [c.mul(a).mul(2)],
      );
      return [square(h.mul(x).tanh() as Tensor), h.detach().mul(x)];
    }),
  },
  {
    name: "a dictionary of rows",
    inputs: [states, h0],
    run: (loop, x, h) => {
      if (loop === unrolled)
        return pointwise((h, x) => [h.mul(x).add(x.exp()).tanh(), undefined])(loop, h as Tensor, x as Tensor);
      const rows = { first: x as Tensor, more: [(x as Tensor).exp() as Tensor] };
      const [last] = loop(
        (h: Tensor, { first, more }: typeof rows) => [
          h
            .mul(first)
            .add(more[0] as Tensor)
            .tanh() as Tensor,
          undefined,
        ],
        h as Tensor,
        rows,
      );
      return flat(last);
    },
  },
  {
    name: "what is read from outside, of many kinds",
    inputs: [states, h0, u, bias],
    run: (loop, x, h, u, bias) =>
      pointwise((h, x) => [
        h
          .mul((u as Tensor).sum(0))
          .add((bias as Tensor).mul(0.3))
          .add(arange(H))
          .sub(x)
          .tanh(),
        (u as Tensor).mul(h.slice([0, 0], [1, H])).sum(1),
      ])(loop, h as Tensor, x as Tensor),
  },
];

export const SCAN_CASES: readonly ScanCase[] = ROWS.map((row) => ({ tolerance: LONG_SUMS, ...row }));

/** The rows as cases of `scan`, or of another loop. */
export const casesOf = (loop: Loop): Case[] =>
  SCAN_CASES.map((row) => ({ ...row, run: (...inputs) => row.run(loop, ...inputs) }));

export const scanCases = casesOf(scan as Loop);
