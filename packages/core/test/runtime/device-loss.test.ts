/** @file A device that goes away at any moment. Vitest itself fails where a rejection is left unhandled. */
import { describe, expect, it, vi } from "vitest";
import { NullBackend, type NullBackendOptions } from "../../src/backend/null.ts";
import {
  configure,
  DeviceLostError,
  memory,
  profile,
  realize,
  realizeNodes,
  registerBackend,
  scope,
  shutdown,
  stepNodes,
  type Tensor,
  tensor,
} from "../../src/index.ts";
import { FaultyBackend, startFaulty } from "./faulty-backend.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

// A test that hangs says so soon.
vi.setConfig({ testTimeout: 15_000 });

const LOST = "the device must not go away; got a driver that was reset";
const GONE = "the device must be there; got a driver that was reset; await configure()";

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const step = (w: Tensor): void => stepNodes([{ tensor: w, next: w.mul(0.5).node }]);

function madeIn(list: NullBackend[], options: NullBackendOptions = {}): NullBackend {
  const backend = new NullBackend(options);
  list.push(backend);
  return backend;
}

/** A value on the device. */
async function computed(): Promise<Tensor> {
  const x = tensor([1, 2]).add(1.5);
  await realize(x);
  return x;
}

async function expectLoss(promise: Promise<unknown>): Promise<void> {
  await expect(promise).rejects.toThrow(DeviceLostError);
}

describe("when the device goes away", () => {
  it("pending reads of every kind reject", async () => {
    const backend = await startFaulty();
    const x = await computed();
    const scalar = x.sum();
    await realize(scalar);
    const reads = [x.data(), x.array(), scalar.item(), realize(x.mul(2.5))];
    const outcomes = Promise.allSettled(reads);
    await turn();
    backend.lose();
    for (const outcome of await outcomes) {
      expect(outcome.status === "rejected" && outcome.reason).toBeInstanceOf(DeviceLostError);
      expect(String(outcome.status === "rejected" && outcome.reason)).toContain(LOST);
    }
  });

  it("what waits for compilation fails, and what waits behind it", async () => {
    const backend = await startFaulty();
    const x = tensor([1, 2]);
    const outcomes = Promise.allSettled([x.exp().data(), x.sin().sum().data()]);
    backend.lose();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(backend.submits).toBe(0);
    expect(memory().buffers).toBe(1);
  });

  it("a profile ends", async () => {
    const backend = await startFaulty();
    const x = await computed();
    const profiling = profile(() => x.exp().sum().data());
    await turn();
    backend.lose();
    await expectLoss(profiling);
  });

  it("steps throw, and leave parameters alone", async () => {
    const backend = await startFaulty();
    const w = tensor([1, 2]);
    step(w);
    await realize(w);
    const { node } = w;
    backend.lose();
    for (let i = 0; i < 2; i++) expect(() => step(w)).toThrow(`step: ${GONE}`);
    expect(w.node).toBe(node);
  });

  it("whatever follows says so where it is called", async () => {
    const backend = await startFaulty();
    const x = await computed();
    backend.lose();
    await expect(x.data()).rejects.toThrow(`data: ${GONE}, then make tensors again from host data`);
    await expect(tensor([1]).add(2.5).item()).rejects.toThrow(`item: ${GONE}`);
    expect(() => scope(() => x.mul(3.5))).toThrow(`scope: ${GONE}`);
    await expectLoss(realize(x.mul(2.5)));
    await expectLoss(profile(() => undefined));
  });

  it("what is on the host still reads", async () => {
    const backend = await startFaulty();
    const x = tensor([1, 2]);
    backend.lose();
    expect(await x.array()).toEqual([1, 2]);
  });

  it("its memory counts no more, and disposing of it does nothing", async () => {
    const backend = await startFaulty();
    const host = tensor([1, 2, 3]);
    const x = await computed();
    const { liveBuffers } = backend;
    expect(memory().buffers).toBeGreaterThan(1);
    backend.lose();
    expect(memory()).toMatchObject({ buffers: 1, bytes: 12 });
    x.dispose();
    host.dispose();
    expect(memory()).toMatchObject({ buffers: 0, bytes: 0 });
    expect(backend.liveBuffers).toBe(liveBuffers);
  });
});

describe("after the device went away", () => {
  it("a new configure works with live tensors about, on another backend too", async () => {
    const first = await startFaulty();
    const x = await computed();
    first.lose();
    for (const name of ["cpu", "webgpu"] as const) registerBackend(name, async () => new NullBackend());
    for (const backend of ["cpu", "webgpu"] as const) {
      const session = configure({ backend });
      await expect(session).resolves.toMatchObject({ backend: "null" });
      await expect(x.mul(1.5).data()).rejects.toThrow(`data: ${GONE}`);
      expect(await tensor([3]).add(1.5).data()).toHaveLength(1);
      await shutdown();
    }
    expect(first.isDisposed).toBe(true);
  });

  it("a dead tensor does no harm to the new device", async () => {
    const first = await startFaulty();
    const x = await computed();
    const read = x.mul(2.5);
    first.lose();
    const second = await startFaulty();
    await expectLoss(read.data());
    await expectLoss(realize(x.add(3.5)));
    expect(() => step(x)).toThrow(DeviceLostError);
    x.dispose();
    const fresh = tensor([1, 2]);
    step(fresh);
    expect(await fresh.data()).toHaveLength(2);
    fresh.dispose();
    expect([second.liveBuffers, memory().buffers]).toEqual([0, 0]);
  });

  it("work that is enqueued while the new one starts waits for it", async () => {
    const first = await startFaulty();
    const x = await computed();
    first.lose();
    const second = new NullBackend();
    registerBackend("cpu", async () => {
      await turn();
      return second;
    });
    const starting = configure({ backend: "cpu" });
    await Promise.resolve();
    const read = x.mul(2.5).data();
    const other = tensor([1, 2]).mul(4.5).data();
    await expect(read).rejects.toThrow(`data: ${GONE}`);
    expect(await other).toHaveLength(2);
    expect(second.submits).toBe(1);
    await starting;
  });

  it("host data that was not uploaded goes to the new device, with what is computed from it", async () => {
    const first = await startFaulty();
    const x = tensor([1, 2, 3]);
    const y = x.mul(2.5);
    first.lose();
    await expectLoss(y.data());
    const second = await startFaulty();
    expect(await y.data()).toHaveLength(3);
    expect(second.uploads).toBe(1);
    expect(memory().buffers).toBe(2);
  });

  it("failures of its work do not reach the next training", async () => {
    const first = await startFaulty();
    realizeNodes("test", [tensor([1, 2]).exp().node]);
    first.lose();
    await turn();
    await startFaulty();
    expect(() => step(tensor([1, 2]))).not.toThrow();
  });
});

describe("a device that goes away", () => {
  it("while configure waits for work, does not stop it", async () => {
    const first = await startFaulty();
    const x = tensor([1, 2]);
    const y = x.exp();
    realizeNodes("test", [y.node]);
    for (const t of [x, y]) t.dispose();
    const second = new NullBackend();
    registerBackend("cpu", async () => second);
    const configuring = configure({ backend: "cpu" });
    first.lose();
    await configuring;
    expect(await tensor([1]).add(0.5).data()).toHaveLength(1);
    expect(second.submits).toBe(1);
  });

  it("while it starts, is found at the first use", async () => {
    const backend = new FaultyBackend();
    registerBackend("cpu", async () => {
      setTimeout(() => backend.lose(), 0);
      return backend;
    });
    await configure({ backend: "cpu" });
    await expectLoss(tensor([1]).add(0.5).data());
    await startNull();
    expect(await tensor([1]).add(0.5).data()).toHaveLength(1);
  });

  it("while shutdown waits, ends it", async () => {
    const backend = await startFaulty();
    const x = await computed();
    const read = x.data();
    const pending = x.exp().data();
    const outcomes = Promise.allSettled([read, pending]);
    const stopping = shutdown();
    await turn();
    backend.lose();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await stopping;
    expect(memory().buffers).toBe(0);
  });

  it("twice, is lost once", async () => {
    const backend = await startFaulty();
    backend.lose();
    backend.lose();
    await startNull();
    backend.lose();
    expect(await tensor([1]).add(0.5).data()).toHaveLength(1);
  });
});

describe("shutdown", () => {
  it("waits for reads under way", async () => {
    const backend = await startFaulty();
    const x = await computed();
    backend.delayMs = 20;
    const read = x.data();
    await turn();
    await shutdown();
    expect(backend.isDisposed).toBe(true);
    expect(await read).toHaveLength(2);
    await expect(x.data()).rejects.toThrow("data: the device must be there; got a device that was shut down");
  });

  it("followed by configure at once leaves one backend", async () => {
    const first = await startFaulty();
    const made: NullBackend[] = [];
    registerBackend("cpu", async () => madeIn(made));
    const stopping = shutdown();
    await configure({ backend: "cpu" });
    await stopping;
    await tensor([1]).add(0.5).data();
    expect([first.isDisposed, ...made.map(({ isDisposed }) => isDisposed)]).toEqual([true, false]);
    expect(made[0]?.submits).toBe(1);
  });

  it("between two calls of configure ends the first one's backend", async () => {
    const made: NullBackend[] = [];
    registerBackend("cpu", async () => madeIn(made));
    const first = configure({ backend: "cpu" });
    const stopping = shutdown();
    const second = configure({ backend: "cpu" });
    await Promise.all([first, stopping, second]);
    await tensor([1]).add(0.5).data();
    expect(made.map(({ isDisposed, submits }) => [isDisposed, submits])).toEqual([
      [true, 0],
      [false, 1],
    ]);
  });

  it("keeps host data, and counts it", async () => {
    await startNull();
    const x = tensor([1, 2]);
    await shutdown();
    expect(memory().buffers).toBe(1);
    await startNull();
    expect(await x.add(0.5).data()).toHaveLength(2);
  });
});

describe("configure, called again before it resolves", () => {
  it("ends with the last one, and disposes of the others", async () => {
    const made: NullBackend[] = [];
    registerBackend("cpu", async () => {
      await turn();
      return madeIn(made);
    });
    await Promise.all([1, 2, 3].map(() => configure({ backend: "cpu" })));
    expect(made.map(({ isDisposed }) => isDisposed)).toEqual([true, true, false]);
    await tensor([1]).add(0.5).data();
    expect(made.map(({ submits }) => submits)).toEqual([0, 0, 1]);
  });

  it("plans nothing for a backend that is to be replaced", async () => {
    const made: NullBackend[] = [];
    registerBackend("cpu", async () => {
      await turn();
      return madeIn(made, { capabilities: { maxBufferBytes: made.length === 0 ? 4 : 1024 } });
    });
    const first = configure({ backend: "cpu" });
    const second = configure({ backend: "cpu" });
    await first;
    await tensor([1, 2]).add(0.5).data();
    await second;
    expect(made.map(({ submits }) => submits)).toEqual([0, 1]);
  });

  it("is not undone by the failure of an earlier one", async () => {
    const made: NullBackend[] = [];
    registerBackend("webgpu", async () => {
      await turn();
      throw new Error("no adapter");
    });
    registerBackend("cpu", async () => madeIn(made));
    const failing = configure({ backend: "webgpu" });
    const working = configure({ backend: "cpu" });
    await expect(failing).rejects.toThrow("no adapter");
    await working;
    await tensor([1]).add(0.5).data();
    expect(made.map(({ submits }) => submits)).toEqual([1]);
  });
});
