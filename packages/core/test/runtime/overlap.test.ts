/** @file A device that answers late: reads overlap, nothing waits for what it does not need, and memory stays bounded. */
import { describe, expect, it } from "vitest";
import { memory, profile, realize, realizeNodes, registerBackend, scope, stepNodes, tensor } from "../../src/index.ts";
import { FaultyBackend, startFaulty } from "./faulty-backend.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

describe("reads", () => {
  it("are under way at once", async () => {
    const backend = await startFaulty();
    const values = [0.25, 0.5, 0.75].map((n) => tensor([n]).add(n));
    await realize(...values);
    backend.delayMs = 5;
    await Promise.all(values.map((value) => value.data()));
    expect(backend.mostDownloads).toBe(3);
  });

  it("do not hold up what is submitted behind them", async () => {
    const backend = await startFaulty();
    const x = tensor([1, 2]);
    await x.mul(0.25).data();
    const { submits } = backend;
    backend.delayMs = 20;
    const read = x.mul(0.5).data();
    for (const n of [0.1, 0.2, 0.3]) realizeNodes("test", [x.mul(n).node]);
    expect(backend.submits).toBe(submits + 4);
    await read;
  });

  it("do not wait for what was enqueued behind them", async () => {
    let finishCompiling = (): void => undefined;
    const isFinished = new Promise<void>((resolve) => {
      finishCompiling = resolve;
    });
    await startNull({ onCompile: async ({ name }) => (name === "sin" ? isFinished : undefined) });
    const x = tensor([1, 2]);
    const first = x.exp().data();
    const second = x.sin().data();
    expect(await first).toHaveLength(2);
    finishCompiling();
    expect(await second).toHaveLength(2);
  });
});

describe("thousands of steps without a read", () => {
  for (const [name, start] of [
    ["on a device that answers at once", startNull],
    ["on one that answers late", startFaulty],
  ] as const) {
    it(`keep memory bounded ${name}`, async () => {
      const backend = await start();
      const w = tensor(new Float32Array(64));
      const step = (rate: number): void =>
        scope(() => {
          const batch = tensor(new Float32Array(64));
          stepNodes([{ tensor: w, next: w.sub(batch.mul(rate)).node }]);
        });
      step(0.5);
      await realize(w);
      let most = 0;
      for (let i = 0; i < 1000; i++) {
        step(1 / (i + 3));
        most = Math.max(most, backend.liveBuffers);
      }
      // The parameter and what it was before.
      expect(most).toBe(2);
      expect(backend.submits).toBe(1001);
    });
  }

  it("that wait for the backend are run in order when it is there", async () => {
    const backend = new FaultyBackend();
    registerBackend("cpu", async () => backend);
    const w = tensor([1, 2]);
    for (let i = 0; i < 1000; i++) stepNodes([{ tensor: w, next: w.mul(1 / (i + 3)).node }]);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await w.data();
    clearInterval(timer);
    expect(backend.submissions.map(({ scalars }) => scalars[0])).toEqual(
      Array.from({ length: 1000 }, (_, i) => 1 / (i + 3)),
    );
    expect(backend.liveBuffers).toBe(2);
    expect(turns).toBeGreaterThan(0);
  });
});

describe("profile", () => {
  it("times what the device does, not what submitting takes", async () => {
    const backend = await startFaulty();
    const x = tensor([1, 2]);
    await realize(x.exp());
    backend.delayMs = 15;
    const { steps, elapsedMs } = await profile(() => x.exp().data());
    expect(steps).toHaveLength(1);
    expect(steps[0]?.elapsedMs).toBeGreaterThan(10);
    expect(elapsedMs).toBeGreaterThan(25);
  });
});

describe("memory", () => {
  it("tells what the backend keeps for reuse apart", async () => {
    const backend = await startFaulty();
    expect(memory()).not.toHaveProperty("cachedBytes");
    Object.defineProperty(backend, "cachedBytes", { value: 4096 });
    expect(memory()).toMatchObject({ bytes: 0, cachedBytes: 4096 });
  });
});
