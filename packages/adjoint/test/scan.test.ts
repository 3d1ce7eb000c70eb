/** @file What `scan` promises beside values: counts, replays, memory, errors, and what one call of the function means. */
import {
  backendInfo,
  DTypeError,
  explain,
  grad,
  memory,
  planStats,
  rand,
  ShapeError,
  scan,
  scope,
  sigmoid,
  type Tensor,
  tensor,
  UsageError,
  valueAndGrad,
  zeros,
} from "adjoint";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend({ seed: 3 });

type Params = { w: Tensor; u: Tensor; b: Tensor };

const params = (gates: number): Params => ({
  w: rand([8, gates * 16]),
  u: rand([16, gates * 16]).sub(0.5) as Tensor,
  b: rand([gates * 16]),
});

function rnn({ w, u, b }: Params, xs: Tensor): [Tensor, Tensor] {
  return scan(
    (h: Tensor, x: Tensor) => {
      const next = x.matmul(w).add(h.matmul(u)).add(b).tanh() as Tensor;
      return [next, next];
    },
    zeros([4, 16]),
    xs,
  );
}

function lstm({ w, u, b }: Params, xs: Tensor): [{ h: Tensor; c: Tensor }, Tensor] {
  return scan(
    (carry: { h: Tensor; c: Tensor }, x: Tensor) => {
      const gates = x.matmul(w).add(carry.h.matmul(u)).add(b);
      const part = (i: number): Tensor => gates.slice([0, i * 16], [4, (i + 1) * 16]) as Tensor;
      const c = sigmoid(part(0))
        .mul(carry.c)
        .add(sigmoid(part(1)).mul(part(2).tanh())) as Tensor;
      const h = sigmoid(part(3)).mul(c.tanh()) as Tensor;
      return [{ h, c }, h];
    },
    { h: zeros([4, 16]), c: zeros([4, 16]) },
    xs,
  );
}

/** Dispatches that a run more costs. */
async function perRun(dispatches: (length: number) => number): Promise<number> {
  await backendInfo();
  return (dispatches(30) - dispatches(10)) / 20;
}

describe("dispatches of a run", () => {
  test("of a recurrent cell: a product with its epilogue", async () => {
    const p = params(1);
    expect(await perRun((length) => explain(rnn(p, rand([length, 4, 8]))[1]).dispatches)).toBe(1);
  });
  test("of an LSTM cell: a product and an elementwise kernel", async () => {
    const p = params(4);
    expect(await perRun((length) => explain(lstm(p, rand([length, 4, 8]))[1]).dispatches)).toBe(2);
  });
  test("with the gradient of the first: a product and an elementwise kernel more", async () => {
    const p = params(1);
    const gradients = (length: number): Tensor[] =>
      Object.values(grad((q: Params, xs: Tensor) => rnn(q, xs)[1].mean() as Tensor)(p, rand([length, 4, 8])));
    expect(await perRun((length) => explain(...gradients(length)).dispatches)).toBe(3);
    expect(explain(...gradients(10)).submits).toBe(1);
  });
  test("explain says what repeats", () => {
    const text = String(explain(rnn(params(1), rand([30, 4, 8]))[1]));
    expect(text).toMatch(/30 × 1 step/);
    expect(text.split("\nplan\n")[1]?.split("\n").length).toBeLessThan(15);
  });
});

describe("replays", () => {
  test("miss no plan behind the second step, and keep memory what it was", async () => {
    const p = params(1);
    const loss = (q: Params, xs: Tensor): Tensor => rnn(q, xs)[1].mean() as Tensor;
    const misses: number[] = [];
    const bytes: number[] = [];
    for (let step = 0; step < 6; step++) {
      const data = Float32Array.from({ length: 5 * 4 * 8 }, (_, i) => Math.sin(i * (step + 1)));
      const [value, first] = scope(() => {
        const [value, gradients] = valueAndGrad(loss)(p, tensor(data, { shape: [5, 4, 8] }));
        return [value, gradients.u] as const;
      });
      await Promise.all([value.item(), first.data()]);
      value.dispose();
      first.dispose();
      misses.push(planStats().misses);
      bytes.push(memory().bytes);
    }
    expect(misses.at(-1)).toBe(misses[1]);
    expect(bytes.at(-1)).toBe(bytes[1]);
  });
  test("a thousand take no memory", async () => {
    const h = tensor([1, 2, 3]);
    const run = async (i: number): Promise<number> => {
      const [last] = scan((c: Tensor) => [c.mul(0.5).add(i) as Tensor, undefined], h, undefined, { length: 3 });
      const [first] = await last.data();
      last.dispose();
      return first ?? Number.NaN;
    };
    await run(3);
    await run(4);
    const [bytes, { misses }] = [memory().bytes, planStats()];
    // Numbers from 3 on are no part of the structure.
    for (let i = 5; i < 1000; i++) await run(i);
    expect(await run(8)).toBe(1 / 8 + 8 * 1.75);
    expect(memory().bytes).toBe(bytes);
    expect(planStats().misses).toBe(misses);
  });
});

describe("one call of the function", () => {
  test("is all there is, whatever the length", () => {
    let calls = 0;
    scan((c: Tensor, x: Tensor) => [c.add(x) as Tensor, void calls++], zeros([2]), zeros([7, 2]));
    expect(calls).toBe(1);
  });
  test("draws random numbers once", async () => {
    const [, ys] = scan((c: Tensor) => [c, c.add(rand([3])) as Tensor], zeros([3]), undefined, { length: 2 });
    const [a, b] = (await ys.array()) as number[][];
    expect(a).toEqual(b);
    expect(new Set(a).size).toBe(3);
  });
  test("takes tensors of rows drawn outside", async () => {
    const noise = rand([4, 3]);
    const [, ys] = scan((c: Tensor, x: Tensor) => [c, x.mul(2) as Tensor], zeros([]), noise);
    expect(await ys.data()).toEqual((await noise.data()).map((x) => 2 * x));
  });
  test("cannot read values", async () => {
    const reads: Promise<unknown>[] = [];
    scan((c: Tensor) => [c, void reads.push(c.data())], zeros([2]), undefined, { length: 2 });
    await expect(Promise.all(reads)).rejects.toThrow(/stands for an argument/);
  });
});

describe("no run", () => {
  test("gives the first carry and stacks without rows, and its gradient", async () => {
    const f = (h: Tensor): [Tensor, Tensor] =>
      scan((c: Tensor, x: Tensor) => [c.mul(x) as Tensor, x.sum() as Tensor], h, zeros([0, 2]));
    const h = tensor([1, 2]);
    const [last, ys] = f(h);
    expect(await last.data()).toEqual(Float32Array.of(1, 2));
    expect(ys.shape).toEqual([0]);
    expect(await grad((h: Tensor) => f(h)[0].sum() as Tensor)(h).data()).toEqual(Float32Array.of(1, 1));
  });
});

describe("backward", () => {
  test("reaches parameters that the function reads from outside", async () => {
    const w = tensor([2], { requiresGrad: true });
    const [last] = scan((c: Tensor) => [c.mul(w) as Tensor, undefined], tensor([3]), undefined, { length: 3 });
    (last.sum() as Tensor).backward();
    expect(await w.grad?.data()).toEqual(Float32Array.of(3 * 3 * 4));
  });
});

describe("errors", () => {
  const same = (c: Tensor): [Tensor, undefined] => [c, undefined];
  test("a carry of another shape is named, with what was wanted", () => {
    const grown = (c: { h: Tensor }): [{ h: Tensor }, undefined] => [{ h: c.h.reshape([1, 2]) as Tensor }, undefined];
    const call = () => scan(grown, { h: zeros([2]) }, undefined, { length: 2 });
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(/carry\.h keeps its shape and dtype.*f32\[1, 2\] for f32\[2\]/);
  });
  test("and one of another dtype", () => {
    const call = () =>
      scan((c: Tensor) => [c.cast("f16") as unknown as Tensor, undefined], zeros([2]), undefined, { length: 2 });
    expect(call).toThrow(DTypeError);
    expect(call).toThrow(/carry keeps its shape and dtype.*f16\[2\] for f32\[2\]/);
  });
  test("a carry of another structure", () => {
    const call = () =>
      scan(() => [{ a: zeros([]) } as unknown as Tensor, undefined], zeros([]), undefined, { length: 2 });
    expect(call).toThrow(UsageError);
    expect(call).toThrow(/structure.*carry\.a for carry/);
  });
  test("no pair", () => {
    expect(() => scan(((c: Tensor) => c) as never, zeros([]), undefined, { length: 1 })).toThrow(
      /a pair; got a tensor/,
    );
    expect(() => scan((async () => []) as never, zeros([]), undefined, { length: 1 })).toThrow(/a pair; got a promise/);
  });
  test("rows that differ in number", () => {
    const call = () =>
      scan((c: Tensor, _: Tensor[]) => same(c), zeros([]), [zeros([2]) as Tensor, zeros([3, 1]) as Tensor]);
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(/xs\[1\] of shape \[3, 1\] for 2 runs/);
  });
  test("no length", () => {
    expect(() => scan(same, zeros([]), undefined)).toThrow(/neither xs nor length/);
    expect(() => scan((c: Tensor, _: Tensor) => same(c), zeros([]), zeros([]))).toThrow(/xs of rank 0/);
    expect(() => scan(same, zeros([]), undefined, { length: 1.5 })).toThrow(/length 1\.5/);
  });
});
