import { describe, expect, it, vi } from "vitest";
import { leafOf, ones, realize, Tensor, tensor, UsageError } from "../../src/index.ts";
import { backwardHook, setBackwardHook } from "../../src/tensor/backward.ts";
import { isolateTests, startNull } from "../runtime/null-engine.ts";

isolateTests();

describe("requiresGrad", () => {
  it("makes a leaf that backward finds", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect([x.requiresGrad, x.node.isTracked]).toEqual([true, true]);
    expect(leafOf(x.node)).toBe(x);
    expect(x.mul(2).node.isTracked).toBe(true);
    expect(leafOf(x.mul(2).node)).toBeUndefined();
  });

  it("may be switched on and off, and the value stays", async () => {
    await startNull();
    for (const x of [tensor([1, 2]), ones([2]), tensor([1, 2]).mul(1.5)]) {
      x.requiresGrad = true;
      expect([x.node.isTracked, leafOf(x.node)]).toEqual([true, x]);
      x.requiresGrad = false;
      expect([x.node.isTracked, x.mul(2).node.isTracked]).toEqual([false, false]);
      expect(await x.data()).toHaveLength(2);
    }
  });

  it("leaves the value with the handle that owns it", async () => {
    const backend = await startNull();
    const x = tensor([1, 2]);
    await realize(x.add(1.5));
    x.requiresGrad = true;
    const { liveBuffers } = backend;
    x.dispose();
    expect(backend.liveBuffers).toBe(liveBuffers - 1);
  });
});

describe("backward", () => {
  it("needs autograd, which the entry package installs", () => {
    expect(() => tensor(1).backward()).toThrow("backward: autograd must be loaded; got core alone");
    const hook = vi.fn();
    setBackwardHook(hook);
    const loss = tensor(1);
    loss.backward({ retainGraph: true });
    expect(hook).toHaveBeenCalledWith(loss, { retainGraph: true });
    expect(backwardHook()).toBe(hook);
  });
});

describe("two copies of the library", () => {
  it("are told apart, and the error names the remedy", async () => {
    vi.resetModules();
    const other = await import("../../src/index.ts");
    const foreign = other.tensor([1, 2]) as unknown as Tensor;
    expect(foreign).not.toBeInstanceOf(Tensor);
    expect(() => tensor([1, 2]).add(foreign)).toThrow(UsageError);
    expect(() => tensor([1, 2]).add(foreign)).toThrow(/copy|copies/);
    expect(() => tensor([1, 2]).add(foreign)).toThrow(/npm ls adjoint/);
  });
});
