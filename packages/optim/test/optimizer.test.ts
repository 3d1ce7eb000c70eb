import { grad, valueAndGrad } from "@adjoint/autograd";
import { DTypeError, mul, planStats, ShapeError, sum, type Tensor, tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { adam, exponentialDecay, sgd } from "../src/index.ts";

const squares = (p: { w: Tensor }): Tensor => sum(mul(p.w, p.w));

useBackend();

describe("step", () => {
  it("takes gradients as a tree, and changes the tensors of the parameters", async () => {
    const params = { w: tensor([1, 2]) };
    const { w } = params;
    expect(sgd(params, { lr: 0.25 }).step(grad(squares)(params))).toBeUndefined();
    expect(params.w).toBe(w);
    expect([...(await w.data())]).toEqual([0.5, 1]);
  });

  it("takes what backward has accumulated, until zeroGrad", async () => {
    const params = { w: tensor([1, 2], { requiresGrad: true }), unused: tensor([5], { requiresGrad: true }) };
    const optimizer = sgd(params, { lr: 0.25 });
    squares(params).backward();
    optimizer.step();
    expect([...(await params.w.data())]).toEqual([0.5, 1]);
    expect([...(await params.unused.data())]).toEqual([5]);
    expect(params.w.requiresGrad).toBe(true);
    optimizer.zeroGrad();
    expect(params.w.grad).toBeNull();
    expect(() => optimizer.step()).toThrow(/sgd\.step: some parameter must have a gradient; got none/);
    squares(params).backward();
    optimizer.step();
    expect([...(await params.w.data())]).toEqual([0.25, 0.5]);
  });

  it("computes the loss of the old parameters in the same plan", async () => {
    const params = { w: tensor([1, 2]) };
    const [loss, grads] = valueAndGrad(squares)(params);
    sgd(params, { lr: 0.25 }).step(grads);
    await params.w.data();
    const { hits, misses } = planStats();
    expect(await loss.item()).toBe(5);
    expect(planStats()).toMatchObject({ hits, misses });
  });

  it("replays one plan while rate, step count and bias corrections change, through 1 and 0 too", async () => {
    const params = { w: tensor([1, 2, 3]) };
    const rates = [0.5, 0.25, 1, 2, 0, 0.125];
    const optimizer = adam(params, { lr: (step) => rates[step] ?? 0 });
    const misses: number[] = [];
    for (const _ of rates) {
      const [loss, grads] = valueAndGrad(squares)(params);
      optimizer.step(grads);
      await loss.item();
      misses.push(planStats().misses);
    }
    expect(new Set(misses.slice(1)).size).toBe(1);
  });

  it("uses a rate that was set between steps", async () => {
    const params = { w: tensor([1]) };
    const optimizer = sgd(params, { lr: 1 });
    optimizer.lr = 0.25;
    optimizer.step({ w: tensor([1]) });
    optimizer.lr = exponentialDecay(1, { decay: 0.5 });
    optimizer.step({ w: tensor([1]) });
    expect([...(await params.w.data())]).toEqual([0.25]);
    expect(optimizer.steps).toBe(2);
  });

  it("changes a parameter that stands at two places once, by the sum of its gradients", async () => {
    const w = tensor([1, 2]);
    const params = { encoder: w, decoder: w };
    const f = (p: typeof params): Tensor => sum(mul(p.encoder, mul(p.decoder, 0.5)));
    sgd(params, { lr: 0.25 }).step(grad(f)(params));
    expect([...(await w.data())]).toEqual([0.75, 1.5]);
  });

  it("leaves nothing of the graph behind", async () => {
    const params = { w: tensor([1, 2], { requiresGrad: true }) };
    const optimizer = adam(params);
    const loss = squares(params);
    loss.backward();
    optimizer.step();
    await loss.item();
    expect(loss.node.inputs).toHaveLength(0);
    expect(params.w.node.inputs).toHaveLength(0);
    const [value, grads] = valueAndGrad(squares)({ w: tensor([1, 2]) });
    sgd({ w: tensor([1, 2]) }).step(grads);
    expect(value.node.inputs).toHaveLength(0);
  });

  it("computes half precision in single", async () => {
    const params = { w: tensor([1], { dtype: "f16" }) };
    const optimizer = adam(params, { lr: 0.5 });
    // 1e-6 squared is far below the smallest f16; the first step of Adam is the rate all the same.
    optimizer.step({ w: tensor([1e-6], { dtype: "f16" }) });
    expect((await params.w.data())[0]).toBeCloseTo(0.5, 2);
    expect(params.w.dtype).toBe("f16");
  });
});

describe("state", () => {
  it("is saved and resumed without a difference", async () => {
    const run = async (interruptAt: number | undefined): Promise<number[]> => {
      let params = { w: tensor([1, 2]) };
      let optimizer = adam(params, { lr: 0.1 });
      for (let step = 0; step < 6; step++) {
        if (step === interruptAt) {
          const saved = JSON.parse(
            JSON.stringify(await optimizer.stateDict(), (_, value: unknown) =>
              value instanceof Float32Array ? [...value] : value,
            ),
          );
          params = { w: tensor([...(await params.w.data())]) };
          optimizer = adam(params, { lr: 0.1 });
          for (const name of Object.keys(saved.tensors))
            saved.tensors[name]["params.w"] = Float32Array.from(saved.tensors[name]["params.w"]);
          optimizer.loadStateDict(saved);
        }
        optimizer.step(grad(squares)(params));
      }
      return [...(await params.w.data())];
    };
    expect(await run(3)).toEqual(await run(undefined));
  });

  it("is refused if it belongs to something else", async () => {
    const saved = await adam({ w: tensor([1, 2]) }).stateDict();
    expect(() => sgd({ w: tensor([1, 2]) }).loadStateDict(saved)).toThrow(/must be of the same method; got adam/);
    expect(() => adam({ w: tensor([1]) }).loadStateDict(saved)).toThrow(
      /mean of params\.w must have 1 elements; got 2/,
    );
    expect(() => adam({ v: tensor([1, 2]) }).loadStateDict(saved)).toThrow(/params\.v/);
  });
});

describe("bad input", () => {
  const params = (): { w: Tensor } => ({ w: tensor([1, 2]) });
  it.each([
    ["no parameters", () => sgd({}), UsageError, /sgd: there must be parameters/],
    ["numbers among them", () => sgd({ w: 1 }), UsageError, /number 1 at params\.w/],
    ["integers", () => sgd({ w: tensor([1], { dtype: "i32" }) }), DTypeError, /i32 at params\.w/],
    ["a negative rate", () => sgd(params(), { lr: -1 }), UsageError, /learning rate must be a number ≥ 0; got -1/],
    ["a rate that is no number", () => adam(params(), { lr: () => Number.NaN }), UsageError, /NaN at step 0/],
    ["nesterov alone", () => sgd(params(), { nesterov: true }), UsageError, /needs a momentum/],
    ["a decay of 1", () => adam(params(), { betas: [1, 0.9] }), UsageError, /betas\[0\] must be in \[0, 1\); got 1/],
    [
      "gradients of another structure",
      () => sgd(params()).step({ v: tensor([1, 2]) } as never),
      UsageError,
      /none for params\.w/,
    ],
    [
      "gradients of another shape",
      () => sgd(params()).step({ w: tensor([1]) }),
      ShapeError,
      /\[1\] for params\.w of shape \[2\]/,
    ],
    [
      "gradients too many",
      () => sgd(params()).step({ w: tensor([1, 2]), v: tensor(1) } as never),
      UsageError,
      /one for params\.v, which is no parameter/,
    ],
  ])("refuses %s", (_name, run, type, message) => {
    expect(run).toThrow(type);
    expect(run).toThrow(message);
  });
});
