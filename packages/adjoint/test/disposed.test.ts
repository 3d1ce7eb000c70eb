/** @file Tensors after their end: read, used, needed by others, differentiated, stepped. */
import { grad, memory, mse, optim, realize, scope, type Tensor, tensor, UsageError } from "adjoint";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { expectRefusal } from "./support/refusal.ts";

useBackend();

const ended = (): Tensor => {
  const x = tensor([1, 2, 3]);
  x.dispose();
  return x;
};

const MESSAGE = /a disposed tensor (cannot be used|has no value); got Tensor f32\[3\].*disposed.*; keep it/;

describe("a disposed tensor", () => {
  test.each<[string, () => unknown]>([
    ["data", () => ended().data()],
    ["item", () => tensor(1).mul(ended().sum()).item()],
    ["array", () => ended().array()],
    ["realize", () => realize(ended())],
    ["add", () => ended().add(1)],
    ["mul", () => tensor(2).mul(ended())],
    ["sum", () => ended().sum()],
    ["concat", () => ended().reshape([3])],
    ["matmul", () => ended().matmul(tensor([1, 2, 3]))],
    ["sort", () => ended().sort()],
    ["mse", () => mse(ended(), tensor([1, 2, 3]))],
    ["grad", () => grad((x: Tensor) => x.sum())(ended())],
    ["backward", () => ended().backward()],
  ])("is refused by %s", async (op, call) => {
    const fixed: Readonly<Record<string, string>> = { item: "sum", concat: "reshape" };
    await expectRefusal(call, { op: fixed[op] ?? op, type: UsageError, message: MESSAGE });
  });

  test("may be disposed again", () => {
    const x = ended();
    x.dispose();
    expect(x.isDisposed).toBe(true);
    expect(String(x)).toBe("Tensor f32[3] (disposed)");
    expect(x.shape).toEqual([3]);
  });

  test("takes along what was not computed from it yet, and nothing else", async () => {
    const x = tensor([1, 2, 3]);
    const computed = x.mul(2);
    await realize(computed);
    const pending = x.mul(3);
    x.dispose();
    expect(await computed.array()).toEqual([2, 4, 6]);
    await expectRefusal(() => pending.data(), { op: "data", type: UsageError, message: MESSAGE });
    const [first] = await Promise.allSettled([pending.add(1).item(), computed.data()]);
    expect(first.status).toBe("rejected");
  });

  test("is not missed by what is enqueued already", async () => {
    const x = tensor([1, 2, 3]);
    const reading = x.mul(2).data();
    x.dispose();
    expect([...(await reading)]).toEqual([2, 4, 6]);
  });

  test("names itself where a scope ended it", async () => {
    let inner: Tensor | undefined;
    scope(() => {
      inner = tensor([1, 2, 3]);
    });
    await expectRefusal(() => (inner as Tensor).add(1), { op: "add", type: UsageError, message: MESSAGE });
  });

  test("is no parameter to step", async () => {
    const w = tensor([1, 2, 3], { requiresGrad: true });
    const opt = optim.sgd({ w }, { lr: 1 });
    w.mul(w).sum().backward();
    w.dispose();
    await expect(async () => opt.step()).rejects.toThrow(UsageError);
  });
});

test("refusals leave memory as it was", async () => {
  const x = tensor([1, 2, 3]);
  const y = x.mul(2);
  await y.data();
  const before = memory();
  for (let i = 0; i < 20; i++) {
    await expect(async () => y.add(tensor([1, 2]))).rejects.toThrow();
    await expect(async () => scope(() => [y.add(1), y.matmul(y.reshape([3, 1, 1]).reshape([1, 3]))])).rejects.toThrow();
  }
  // What the failed calls were given is not theirs to dispose: the twenty operands, which the test's scope ends.
  const { buffers, bytes } = memory();
  expect(buffers - before.buffers).toBeLessThanOrEqual(20);
  expect(bytes - before.bytes).toBeLessThanOrEqual(20 * 8);
});
