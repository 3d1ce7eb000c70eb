import { describe, expect, it } from "vitest";
import { NullBackend } from "../../src/backend/null.ts";
import { BackendError, memory, planStats, realize, registerBackend, Tensor, tensor } from "../../src/index.ts";
import { realizeNodes } from "../../src/runtime/flush.ts";
import { setGraphLimit } from "../../src/runtime/limit.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

describe("a flush", () => {
  it("computes outputs in one submission and gives back scratch memory", async () => {
    const backend = await startNull();
    const x = tensor([1, 2, 3]);
    const y = x.add(1).exp().sum();
    await y.data();
    expect(backend.submits).toBe(1);
    expect(backend.liveBuffers).toBe(2);
    y.dispose();
    x.dispose();
    expect(backend.liveBuffers).toBe(0);
  });

  it("computes a value once, and what was computed is not computed again", async () => {
    const backend = await startNull();
    const y = tensor([1, 2]).mul(3);
    await y.data();
    await y.data();
    expect(backend.submits).toBe(1);
    await y.add(1).data();
    expect(backend.submits).toBe(2);
  });

  it("reads host data without the device", async () => {
    const backend = await startNull();
    expect([...(await tensor([1, 2]).data())]).toEqual([1, 2]);
    expect([backend.submits, backend.uploads]).toEqual([0, 0]);
  });

  it("lets go of the inputs of what is realised", async () => {
    await startNull();
    const y = tensor([1, 2]).mul(3).add(1);
    const { node } = y;
    expect(node.inputs).toHaveLength(2);
    realizeNodes("test", [node]);
    expect(node.inputs).toHaveLength(0);
  });

  it("computes nothing for renamed values, and they keep their own life", async () => {
    const backend = await startNull();
    const x = tensor([1, 2, 3, 4]);
    await x.add(0.5).data();
    const y = x.reshape([2, 2]).detach();
    expect(await y.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(backend.submits).toBe(1);
    y.dispose();
    expect([...(await x.data())]).toEqual([1, 2, 3, 4]);
  });

  it("is replayed from the cache with other numbers and other data", async () => {
    const backend = await startNull();
    for (const rate of [0.1, 0.05, 0.025]) await tensor([rate, 2]).mul(rate).sum().item();
    expect(planStats()).toMatchObject({ hits: 2, misses: 1 });
    expect(backend.submits).toBe(3);
  });

  it("computes a graph that grows beyond the limit by itself", async () => {
    const backend = await startNull();
    const before = setGraphLimit(100);
    let x = tensor([1]);
    for (let i = 0; i < 450; i++) x = x.add(i + 0.5);
    setGraphLimit(before);
    expect(x.node.inputs.length).toBeGreaterThan(0);
    await x.data();
    expect(backend.submits).toBeGreaterThan(4);
  });
});

describe("the queue", () => {
  it("enqueues before the backend has loaded, and keeps the order", async () => {
    const order: number[] = [];
    const backend = new NullBackend({ onSubmit: ({ scalars }) => order.push(scalars[0] ?? Number.NaN) });
    registerBackend("cpu", async () => backend);
    const x = tensor([1, 2]);
    const results = [0.25, 0.5, 0.75].map((n) => x.mul(n));
    for (const result of results) realizeNodes("test", [result.node]);
    expect(backend.submits).toBe(0);
    await results[2]?.data();
    expect(order).toEqual([0.25, 0.5, 0.75]);
  });

  it("plans what it was given, though nodes have been realised and cut since", async () => {
    const backend = new NullBackend();
    registerBackend("cpu", async () => backend);
    const x = tensor([1, 2]);
    const inner = x.mul(3);
    const first = inner.add(1).exp();
    realizeNodes("test", [first.node]);
    realizeNodes("test", [inner.node]);
    x.dispose();
    await realize(first, inner);
    expect(backend.submits).toBe(2);
    expect(backend.liveBuffers).toBe(2);
  });

  it("submits at once when all is compiled", async () => {
    const backend = await startNull();
    await tensor([1, 2]).mul(3).data();
    const submits = backend.submits;
    realizeNodes("test", [tensor([3, 4]).mul(5).node]);
    expect(backend.submits).toBe(submits + 1);
  });

  it("runs what is enqueued at any moment around the end of its work", async () => {
    await startNull();
    const x = tensor([1, 2]);
    await x.mul(0.5).data();
    for (let ticks = 0; ticks < 30; ticks++) {
      const size = ticks + 3;
      realizeNodes("test", [tensor(new Float32Array(size)).exp().sum().node]);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      const next = x.mul(ticks + 0.25);
      realizeNodes("test", [next.node]);
      expect(await next.data(), `${ticks} ticks later`).toHaveLength(2);
    }
  });

  it("compiles what waits side by side", async () => {
    let running = 0;
    let most = 0;
    await startNull({
      async onCompile() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
      },
    });
    const x = tensor([1, 2, 3]);
    await realize(x.sum(), x.exp());
    realizeNodes("test", [x.sin().node]);
    realizeNodes("test", [x.max().node]);
    await x.log().data();
    expect(most).toBeGreaterThan(1);
  });

  it("keeps memory that is read or used until then", async () => {
    const backend = await startNull();
    const x = tensor([1, 2]);
    const y = x.mul(2.5);
    const reading = y.data();
    y.dispose();
    x.dispose();
    expect(await reading).toHaveLength(2);
    expect(backend.liveBuffers).toBe(0);
  });
});

describe("a loop that awaits values at hand only", () => {
  it("lets the event loop turn now and then, where finalizers run", async () => {
    await startNull();
    let hasTurned = false;
    setTimeout(() => {
      hasTurned = true;
    }, 0);
    for (let i = 0; i < 600; i++) await tensor([i]).data();
    expect(hasTurned).toBe(true);
  });
});

describe("a failure", () => {
  const broken = new BackendError({ op: "submit", rule: "it must work" });

  it("is stored on what it should have filled, and on what is computed from that", async () => {
    const backend = await startNull({
      onSubmit() {
        throw broken;
      },
    });
    const y = tensor([1, 2]).mul(3.5);
    realizeNodes("test", [y.node]);
    await expect(y.data()).rejects.toBe(broken);
    await expect(y.add(1).data()).rejects.toBe(broken);
    expect(memory().buffers).toBe(1);
    expect(backend.liveBuffers).toBe(1);
  });

  it("of a compilation rejects the read, and memory is returned", async () => {
    const backend = await startNull({ onCompile: () => Promise.reject(new Error("no such instruction")) });
    await expect(tensor([1, 2]).mul(3.5).data()).rejects.toThrow(/no such instruction/);
    expect(backend.liveBuffers).toBe(0);
  });

  it("for want of memory leaves nothing behind", async () => {
    const backend = await startNull({ memoryBytes: 1000 });
    const x = tensor(new Float32Array(200));
    const y = x.add(1.5);
    await expect(realize(y)).rejects.toThrow(/memory must suffice/);
    x.dispose();
    expect(backend.liveBytes).toBe(0);
    expect(y).toBeInstanceOf(Tensor);
  });
});
