/** @file The public surface by name and behaviour: each operation as a function and as a method, with its defaults. */
import * as adjoint from "adjoint";
import {
  arange,
  BackendError,
  backendInfo,
  broadcastTo,
  concat,
  crossEntropy,
  ctcGreedyDecode,
  ctcLoss,
  customVjp,
  DeviceLostError,
  explain,
  eye,
  full,
  grad,
  gradcheck,
  keep,
  linspace,
  manualSeed,
  memory,
  mse,
  type Nested,
  noGrad,
  ones,
  optim,
  profile,
  rand,
  randint,
  randn,
  random,
  realize,
  ShapeError,
  scope,
  stack,
  sum,
  type Tensor,
  tensor,
  trace,
  valueAndGrad,
  vjp,
  where,
  zeros,
} from "adjoint";
import { describe, expect, test } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";

useBackend({ seed: 1 });

const whole = (data: readonly number[]): Tensor<"i32"> => tensor(data, { dtype: "i32" });
const square = (): Tensor =>
  tensor([
    [1, 2],
    [3, 4],
  ]);
const row = (): Tensor => tensor([3, 1, 2]);

interface OpCase {
  /** The operand that a method is called on. */
  readonly on: () => Tensor<never>;
  readonly args?: () => readonly unknown[];
  readonly gives: unknown;
}

const op = (on: () => unknown, gives: unknown, ...args: readonly unknown[]): OpCase => ({
  on: on as () => Tensor<never>,
  args: () => args.map((arg) => (typeof arg === "function" ? arg() : arg)),
  gives,
});

const LN2 = Math.LN2;
const E = Math.E;
const near = (value: number): unknown => expect.closeTo(value, 5);

/** By name: calls that tell what the operation does, with all its defaults. */
const OPS: Readonly<Record<string, readonly OpCase[]>> = {
  add: [op(row, [4, 2, 3], 1), op(row, [6, 2, 4], row)],
  sub: [op(row, [2, 0, 1], 1)],
  mul: [op(row, [6, 2, 4], 2)],
  div: [
    op(row, [1.5, 0.5, 1], 2),
    op(
      () => whole([3]),
      [1.5],
      () => whole([2]),
    ),
  ],
  pow: [op(row, [9, 1, 4], 2)],
  neg: [op(row, [-3, -1, -2])],
  exp: [op(() => tensor([0, 1]), [1, near(E)])],
  log: [op(() => tensor([1, 2]), [0, near(LN2)])],
  sqrt: [op(() => tensor([4, 9]), [2, 3])],
  sin: [op(() => tensor([0, 1]), [0, near(Math.sin(1))])],
  cos: [op(() => tensor([0, 1]), [1, near(Math.cos(1))])],
  tanh: [op(() => tensor([0, 1]), [0, near(Math.tanh(1))])],
  sigmoid: [op(() => tensor([0, 1]), [0.5, near(1 / (1 + 1 / E))])],
  relu: [op(() => tensor([-1, 2]), [0, 2])],
  // Exact, not the approximation by tanh, which gives 0.8411920.
  gelu: [op(() => tensor([0, 1]), [0, expect.closeTo(0.8413447, 6)])],
  silu: [op(() => tensor([0, 1]), [0, near(1 / (1 + 1 / E))])],
  softplus: [op(() => tensor([0]), [near(LN2)])],
  abs: [op(() => tensor([-1, 2]), [1, 2])],
  sign: [op(() => tensor([-3, 0, 2]), [-1, 0, 1])],
  floor: [op(() => tensor([-1.5, 1.5]), [-2, 1])],
  round: [op(() => tensor([0.5, 1.5, 2.5]), [0, 2, 2])],
  clip: [op(() => tensor([-2, 0.5, 3]), [-1, 0.5, 1], -1, 1)],
  maximum: [op(row, [3, 2, 2], 2)],
  minimum: [op(row, [2, 1, 2], 2)],
  where: [op(() => tensor([true, false]), [1, 0], 1, 0)],
  equal: [op(row, [false, true, false], 1)],
  less: [op(row, [false, true, false], 2)],
  greater: [op(row, [true, false, false], 2)],
  logicalAnd: [
    op(
      () => tensor([true, false]),
      [true, false],
      () => tensor([true, true]),
    ),
  ],
  logicalOr: [
    op(
      () => tensor([true, false]),
      [true, true],
      () => tensor([true, true]),
    ),
  ],
  logicalNot: [op(() => tensor([true, false]), [false, true])],
  sum: [op(square, 10), op(square, [4, 6], 0), op(square, [[3], [7]], -1, true), op(square, 10, [0, 1])],
  mean: [op(square, 2.5), op(square, [2, 3], 0), op(square, [[1.5], [3.5]], 1, true)],
  max: [op(square, 4), op(square, [3, 4], 0)],
  min: [op(square, 1), op(square, [[1], [3]], 1, true)],
  prod: [op(square, 24), op(square, [3, 8], 0)],
  variance: [op(square, 1.25), op(square, [1, 1], 0), op(square, [[0.5], [0.5]], 1, { keepAxes: true, correction: 1 })],
  std: [
    op(square, [1, 1], 0),
    op(square, [[near(Math.SQRT1_2)], [near(Math.SQRT1_2)]], 1, { keepAxes: true, correction: 1 }),
  ],
  argmax: [op(square, 3), op(square, [1, 1], 0), op(square, [[1], [1]], 1, true)],
  argmin: [op(square, 0), op(square, [0, 0], 0)],
  all: [op(() => tensor([true, false]), false)],
  any: [op(() => tensor([true, false]), true)],
  logSumExp: [op(() => tensor([0, 0]), near(LN2)), op(() => zeros([2, 2]), [[near(LN2)], [near(LN2)]], 1, true)],
  norm: [op(() => tensor([3, 4]), 5), op(() => tensor([[3, 4]]), [5], 1)],
  matmul: [
    op(
      square,
      [
        [7, 10],
        [15, 22],
      ],
      square,
    ),
    op(square, [5, 11], () => tensor([1, 2])),
  ],
  dot: [op(row, 14, row)],
  transpose: [
    op(square, [
      [1, 3],
      [2, 4],
    ]),
    op(() => tensor([[[1, 2]]]), [[[1], [2]]]),
  ],
  permute: [op(() => tensor([[[1, 2]]]), [[[1]], [[2]]], [2, 0, 1])],
  reshape: [op(square, [1, 2, 3, 4], [4]), op(square, [[1], [2], [3], [4]], [-1, 1])],
  flatten: [op(square, [1, 2, 3, 4])],
  squeeze: [op(() => tensor([[[1, 2]]]), [1, 2]), op(() => tensor([[[1, 2]]]), [[1, 2]], 0)],
  expandDims: [op(row, [[3, 1, 2]], 0), op(row, [[3], [1], [2]], -1)],
  broadcastTo: [
    op(
      row,
      [
        [3, 1, 2],
        [3, 1, 2],
      ],
      [2, 3],
    ),
  ],
  split: [op(row, [[3], [1, 2]], [1, 2]), op(row, [[3], [1], [2]], 3, 0)],
  slice: [op(square, [[2], [4]], [0, 1], [2, 2]), op(row, [3, 1], [0], [-1]), op(row, [1, 2], [1])],
  pad: [op(row, [0, 3, 1, 2, 0, 0], [[1, 2]]), op(row, [3, 1, 2, 9], [[0, 1]], 9)],
  flip: [
    op(row, [2, 1, 3], [0]),
    op(square, [
      [4, 3],
      [2, 1],
    ]),
  ],
  tile: [op(row, [3, 1, 2, 3, 1, 2], [2])],
  gather: [
    op(
      square,
      [
        [3, 4],
        [1, 2],
        [3, 4],
      ],
      () => whole([1, 0, 1]),
      0,
    ),
    op(square, [[2], [4]], () => whole([1]), 1),
  ],
  takeAlongAxis: [op(square, [[2], [3]], () => tensor([[1], [0]], { dtype: "i32" }), 1)],
  scatterAdd: [
    op(
      row,
      [3, 2, 4],
      () => whole([1, 2, 2]),
      () => ones([3]),
      0,
    ),
  ],
  oneHot: [
    op(
      () => whole([1, 0]),
      [
        [0, 1, 0],
        [1, 0, 0],
      ],
      3,
    ),
  ],
  cumsum: [
    op(row, [3, 4, 6]),
    op(
      square,
      [
        [1, 2],
        [4, 6],
      ],
      0,
    ),
  ],
  sort: [
    op(row, { values: [1, 2, 3], indices: [1, 2, 0] }),
    op(
      square,
      {
        values: [
          [1, 2],
          [3, 4],
        ],
        indices: [
          [0, 0],
          [1, 1],
        ],
      },
      0,
    ),
  ],
  topk: [op(row, { values: [3, 2], indices: [0, 2] }, 2), op(row, { values: [3], indices: [0] }, 1, 0)],
  softmax: [
    op(
      () =>
        tensor([
          [0, 0],
          [0, 0],
        ]),
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ),
    op(() => tensor([[0, 0]]), [[1, 1]], 0),
  ],
  logSoftmax: [op(() => tensor([0, 0]), [near(-LN2), near(-LN2)])],
  layerNorm: [op(() => tensor([[1, 3]]), [[expect.closeTo(-1, 4), expect.closeTo(1, 4)]])],
};

/** The values in any nesting of arrays and objects of tensors. */
async function valuesIn(result: unknown): Promise<unknown> {
  if (result instanceof adjoint.Tensor) return result.array();
  if (Array.isArray(result)) return Promise.all(result.map(valuesIn));
  const entries = Object.entries(result as object).map(async ([key, part]) => [key, await valuesIn(part)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

const calls = Object.entries(OPS).flatMap(([name, cases]) =>
  cases.map((row, i) => [`${name}${i > 0 ? `, ${i + 1}` : ""}`, name, row] as const),
);

describe("operations", () => {
  test.each(calls)("%s is a function", async (_, name, { on, args, gives }) => {
    const f = (adjoint as unknown as Record<string, AnyFunction>)[name] as AnyFunction;
    expect(await valuesIn(f(on(), ...(args?.() ?? [])))).toEqual(gives);
  });

  test.each(calls)("%s is a method", async (_, name, { on, args, gives }) => {
    const x = on() as unknown as Record<string, AnyFunction>;
    expect(await valuesIn(x[name]?.(...(args?.() ?? [])))).toEqual(gives);
  });

  test("of lists and several tensors", async () => {
    expect(await concat([row(), row()], 0).array()).toEqual([3, 1, 2, 3, 1, 2]);
    expect(await concat([square(), square()], -1).array()).toEqual([
      [1, 2, 1, 2],
      [3, 4, 3, 4],
    ]);
    expect(await stack([row(), row()], 1).array()).toEqual([
      [3, 3],
      [1, 1],
      [2, 2],
    ]);
    expect(await where(tensor([true, false]), row().slice([0], [2]), 0).array()).toEqual([3, 0]);
    expect(await broadcastTo(2, [2]).array()).toEqual([2, 2]);
  });

  test("promote: i32 with f32 gives f32, a division f32, f64 is never implicit", () => {
    expect(whole([1]).add(tensor([1])).dtype).toBe("f32");
    expect(whole([1]).add(1).dtype).toBe("i32");
    expect(whole([1]).div(whole([1])).dtype).toBe("f32");
    expect(tensor(new Float64Array(1)).dtype).toBe("f32");
    expect(tensor(new Float64Array(1), { dtype: "f64" }).dtype).toBe("f64");
    expect(() => tensor([1], { dtype: "f64" }).add(tensor([1]))).toThrow(/f64/);
    expect(tensor([1], { dtype: "f64" }).add(1).dtype).toBe("f64");
  });
});

describe("tensors", () => {
  test("are made from data, which is copied at the call", async () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const x = tensor(data, { shape: [2, 2] });
    const flat = tensor(data);
    data.fill(0);
    expect(await x.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(flat.shape).toEqual([4]);
    expect(await tensor(5).item()).toBe(5);
    expect(await tensor([[[1]]]).array()).toEqual([[[1]]]);
    expect(await tensor([true, false]).array()).toEqual([true, false]);
  });

  test("are made from shapes", async () => {
    expect(await zeros([2]).array()).toEqual([0, 0]);
    expect(await ones([2], { dtype: "i32" }).array()).toEqual([1, 1]);
    expect(await full([2], 3).array()).toEqual([3, 3]);
    expect(await arange(3).array()).toEqual([0, 1, 2]);
    expect(await arange(1, 6, 2).array()).toEqual([1, 3, 5]);
    expect(await linspace(0, 1, 3).array()).toEqual([0, 0.5, 1]);
    expect(await eye(2).array()).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test("are made at random, from a seed or from keys", async () => {
    const draw = async (): Promise<Nested[]> => {
      manualSeed(7);
      return Promise.all([rand([3]), randn([3]), randint(0, 1000, [3])].map((x: Tensor<"f32" | "i32">) => x.array()));
    };
    expect(await draw()).toEqual(await draw());
    const key = random.key(3);
    expect(await random.uniform(key, [3]).array()).toEqual(await random.uniform(key, [3]).array());
    expect(random.normal(key, [2]).shape).toEqual([2]);
    expect(random.split(key)).toHaveLength(2);
  });

  test("have properties and reads", async () => {
    const x = tensor([[1, 2, 3]], { requiresGrad: true });
    expect([x.shape, x.dtype, x.rank, x.size, x.requiresGrad, x.grad]).toEqual([[1, 3], "f32", 2, 3, true, null]);
    expect(await x.data()).toEqual(Float32Array.of(1, 2, 3));
    expect(await whole([1]).data()).toEqual(Int32Array.of(1));
    expect(await tensor([1], { dtype: "f64" }).data()).toEqual(Float64Array.of(1));
    x[Symbol.dispose]();
    expect(x.isDisposed).toBe(true);
  });

  test("live in scopes", async () => {
    let inner: Tensor | undefined;
    let kept: Tensor | undefined;
    const { result } = scope(() => {
      inner = row().mul(2);
      kept = keep(row());
      return { result: inner.add(1) };
    });
    expect(inner?.isDisposed).toBe(true);
    expect(kept?.isDisposed).toBe(false);
    expect(await result.array()).toEqual([7, 3, 5]);
    kept?.dispose();
  });
});

describe("looking inside", () => {
  test("backendInfo and memory", async () => {
    expect(backendInfo()).toEqual({
      backend: testedBackend(),
      adapter: expect.any(String),
      features: expect.any(Array),
      threads: 1,
      simd: expect.stringMatching(/^(simd128|relaxed)$/),
    });
    const before = memory();
    const x = ones([16]);
    await realize(x);
    expect(memory().bytes - before.bytes).toBe(64);
    expect(memory().buffers - before.buffers).toBe(1);
    expect(memory().peakBytes).toBeGreaterThanOrEqual(memory().bytes);
  });

  test("explain", () => {
    const told = explain(rand([64, 64]).exp().sum());
    expect(told.dispatches).toBeGreaterThan(0);
    expect(told.submits).toBe(1);
    expect(told.flops).toBeGreaterThan(4096);
    expect(told.bytes).toBeGreaterThan(0);
    expect(told.kernels).toHaveLength(told.dispatches);
    expect(String(told)).toMatch(/sum/);
    expect(told.dot()).toMatch(/^digraph/);
  });

  test("profile", async () => {
    const measured = await profile(() => rand([64]).exp().sum().data());
    expect(JSON.parse(measured.toTrace())).toHaveProperty("traceEvents");
  });
});

describe("gradients", () => {
  const loss = (x: Tensor): Tensor => x.mul(x).sum();

  test("of trees, beside further arguments", async () => {
    const f = (p: { w: Tensor; b: readonly Tensor[] }, x: Tensor, n: number): Tensor =>
      sum(
        p.w
          .mul(x)
          .mul(n)
          .add(p.b[0] ?? 0),
      );
    const params = { w: tensor([1, 2]), b: [tensor([3, 4])] };
    const [value, grads] = valueAndGrad(f)(params, tensor([5, 6]), 2);
    expect(await value.item()).toBe(41);
    expect(await valuesIn(grads)).toEqual({ w: [10, 12], b: [[1, 1]] });
    expect(await valuesIn(grad(f)(params, tensor([5, 6]), 2))).toEqual(await valuesIn(grads));
  });

  test("of gradients", async () => {
    const cube = (x: Tensor): Tensor => x.pow(3).sum();
    expect(await grad((x: Tensor) => grad(cube)(x).sum())(tensor([1, 2])).array()).toEqual([6, 12]);
  });

  test("into leaves", async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    loss(x).backward();
    const again = loss(x);
    again.backward({ retainGraph: true });
    again.backward();
    expect(await x.grad?.array()).toEqual([6, 12]);
  });

  test("not inside of noGrad", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(() => noGrad(() => loss(x)).backward()).toThrow(/requiresGrad/);
  });

  test("as products, and by rules of one's own", async () => {
    const [value, pullback] = vjp((x: Tensor) => x.mul(3), tensor([1, 2]));
    expect(await value.array()).toEqual([3, 6]);
    expect(await valuesIn(pullback(tensor([1, 10])))).toEqual([[3, 30]]);
    const doubled = customVjp(
      (x: Tensor) => x.mul(2),
      (cotangent) => [cotangent.mul(100)],
    );
    expect(await grad((x: Tensor) => doubled(x).sum())(tensor([1])).array()).toEqual([100]);
  });

  test("looked at and checked", async () => {
    const graph = trace(loss)(tensor([1, 2]));
    expect(String(graph)).toMatch(/mul/);
    expect(graph.toDot()).toMatch(/^digraph/);
    // In double precision, which WebGPU has not.
    const check = gradcheck(loss, [tensor([1, 2])]);
    if (testedBackend() === "cpu") expect((await check).checked).toBe(2);
    else await expect(check).rejects.toThrow(/f64 needs the cpu backend/);
  });
});

describe("losses", () => {
  test("take the prediction first, and reduce by the mean", async () => {
    const [a, b] = [tensor([1, 2]), tensor([0, 0])];
    expect(await mse(a, b).item()).toBe(2.5);
    expect(await mse(a, b, { half: true }).item()).toBe(1.25);
    expect(await mse(a, b, { reduction: "sum" }).item()).toBe(5);
    expect(await mse(a, b, { reduction: "none" }).array()).toEqual([1, 4]);
  });

  test("crossEntropy tells labels from probabilities by the shape", async () => {
    const logits = tensor([[2, 0]]);
    const expected = expect.closeTo(0.126928, 5);
    expect(await crossEntropy(logits, whole([0])).item()).toEqual(expected);
    expect(await crossEntropy(logits, tensor([[1, 0]])).item()).toEqual(expected);
    expect(await crossEntropy(logits.transpose(), whole([0]), { axis: 0 }).item()).toEqual(expected);
    expect(await crossEntropy(logits, whole([1]), { ignoreIndex: 1 }).item()).toBe(0);
    expect(() => crossEntropy(logits, whole([0, 1]))).toThrow(ShapeError);
  });

  test("ctcLoss divides by the number of labels, then by that of sequences", async () => {
    const labels = tensor([[1, 1]], { dtype: "i32" });
    const expected = expect.closeTo((3 * Math.log(3)) / 2, 5);
    expect(await ctcLoss(zeros([1, 3, 3]), labels).item()).toEqual(expected);
    expect(await ctcLoss(zeros([3, 1, 3]), labels, { timeMajor: true }).item()).toEqual(expected);
    expect(await ctcLoss(zeros([1, 3, 3]), labels, { inputLengths: [2], zeroInfinity: true }).item()).toBe(0);
    const [reading] = await ctcGreedyDecode(
      tensor([
        [
          [0, 1, 0],
          [0, 1, 0],
          [1, 0, 0],
          [0, 0, 1],
        ],
      ]),
    );
    expect(reading?.labels).toEqual([1, 2]);
  });
});

describe("training", () => {
  test.each(["sgd", "adam", "adamw", "rmsprop", "adagrad"] as const)(
    "optim.%s lowers a loss, both ways",
    async (name) => {
      const params = { w: tensor([1, 2], { requiresGrad: true }) };
      const opt = optim[name](params, { lr: 0.1 });
      const loss = (p: typeof params): Tensor => p.w.mul(p.w).sum();
      expect(opt.step(grad(loss)(params))).toBeUndefined();
      const [first = 1] = await params.w.data();
      expect(first).toBeLessThan(1);
      loss(params).backward();
      expect(opt.step()).toBeUndefined();
      expect((await params.w.data())[0]).toBeLessThan(first);
      expect(params.w.grad).not.toBeNull();
      opt.zeroGrad();
      expect(params.w.grad).toBeNull();
    },
  );
});

test("errors are of one family, with fields", () => {
  const error = new DeviceLostError({ op: "a", rule: "b", got: "c", hint: "d" });
  expect(error).toBeInstanceOf(BackendError);
  expect(error).toBeInstanceOf(adjoint.AdjointError);
  expect(error).toBeInstanceOf(Error);
  expect({ ...error, message: error.message }).toMatchObject({
    name: "DeviceLostError",
    op: "a",
    rule: "b",
    got: "c",
    hint: "d",
    message: "a: b; got c; d",
  });
});
