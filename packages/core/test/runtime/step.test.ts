import { afterEach, describe, expect, it, vi } from "vitest";
import {
  BackendError,
  ir,
  memory,
  planStats,
  realizeNodes,
  registerPendingLoss,
  stepNodes,
  takePendingLosses,
  tensor,
  throwPendingFailure,
  UsageError,
} from "../../src/index.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

describe("registerPendingLoss", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("does not keep track of losses for ever that have their values, where nobody steps", () => {
    let looks = 0;
    class CountedRef<T extends WeakKey> extends WeakRef<T> {
      override deref(): T | undefined {
        looks++;
        return super.deref();
      }
    }
    vi.stubGlobal("WeakRef", CountedRef);
    const known = tensor(1);
    const pending = known.add(1);
    registerPendingLoss(pending.node);
    for (let i = 0; i < 5000; i++) registerPendingLoss(known.node);
    looks = 0;
    expect(takePendingLosses()).toEqual([pending.node]);
    expect(looks).toBeLessThan(1000);
  });
});

describe("stepNodes", () => {
  it("moves tensors to their next values, in one submission with the losses", async () => {
    const backend = await startNull();
    const w = tensor([1, 2], { requiresGrad: true });
    const loss = w.mul(w).sum();
    registerPendingLoss(loss.node);
    stepNodes([{ tensor: w, next: w.sub(w.mul(0.1)).node }], takePendingLosses());
    await w.data();
    await loss.item();
    expect(backend.submits).toBe(1);
    expect(w.node.spec.kind).toBe("buffer");
    expect(w.node.isTracked).toBe(true);
  });

  it("uses two buffers in turn, and no plan is missed after the first step", async () => {
    const backend = await startNull();
    const w = tensor([1, 2, 3, 4]);
    const live: number[] = [];
    for (let i = 0; i < 6; i++) {
      stepNodes([{ tensor: w, next: w.mul(1 - 0.1 / (i + 1)).node }]);
      await w.data();
      live.push(backend.liveBuffers);
    }
    expect(live).toEqual([2, 2, 2, 2, 2, 2]);
    expect(planStats()).toMatchObject({ misses: 1, hits: 5 });
    w.dispose();
    expect(backend.liveBuffers).toBe(0);
    expect(memory().bytes).toBe(0);
  });

  it("keeps the last version readable until the next step, and tells readers of older ones", async () => {
    await startNull();
    const w = tensor([1, 2]);
    const step = (): void => stepNodes([{ tensor: w, next: w.mul(0.5).node }]);
    const early = w.add(1.5);
    step();
    expect(await early.data()).toHaveLength(2);
    const late = w.add(1.5);
    step();
    step();
    await expect(late.data()).rejects.toThrow(UsageError);
    await expect(late.data()).rejects.toThrow("got an optimizer step replaced it");
  });

  it("may need the last version itself, which is then kept until the step has run", async () => {
    const backend = await startNull();
    const w = tensor([1, 2]);
    const old = w.mul(0.5);
    stepNodes([{ tensor: w, next: w.mul(0.25).node }]);
    stepNodes([{ tensor: w, next: w.add(old).node }]);
    expect(await w.data()).toHaveLength(2);
    expect(backend.liveBuffers).toBe(2);
  });

  it("goes on without a loss that needs what was disposed", async () => {
    await startNull();
    const w = tensor([1, 2]);
    const x = tensor([3, 4]);
    const loss = w.mul(x).sum();
    registerPendingLoss(loss.node);
    x.dispose();
    stepNodes([{ tensor: w, next: w.mul(0.5).node }], takePendingLosses());
    expect(await w.data()).toHaveLength(2);
    await expect(loss.item()).rejects.toThrow(UsageError);
  });

  it("gives each tensor a buffer of its own, also for equal next values", async () => {
    const backend = await startNull();
    const a = tensor([1, 2]);
    const b = tensor([3, 4]);
    stepNodes([
      { tensor: a, next: b.node },
      { tensor: b, next: b.node },
    ]);
    await Promise.all([a.data(), b.data()]);
    a.dispose();
    expect(await b.data()).toHaveLength(2);
    b.dispose();
    expect(backend.liveBuffers).toBe(0);
  });

  it("refuses another shape or dtype", async () => {
    await startNull();
    const w = tensor([1, 2]);
    expect(() => stepNodes([{ tensor: w, next: ir.number(1, "f32") }])).toThrow("step keeps shape and dtype");
  });

  it("throws a failure that nobody has read, once", async () => {
    const broken = new BackendError({ op: "submit", rule: "it must work" });
    let isBroken = true;
    await startNull({
      onSubmit() {
        if (isBroken) throw broken;
      },
    });
    const w = tensor([1, 2]);
    const x = w.mul(0.25);
    realizeNodes("test", [x.node]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    isBroken = false;
    const step = (): void => stepNodes([{ tensor: w, next: w.mul(0.5).node }]);
    expect(step).toThrow(broken);
    expect(step).not.toThrow();
    throwPendingFailure();
    await expect(x.data()).rejects.toBe(broken);
  });
});
