/** @file Which copies are made of a training in case its device is lost, and what of them comes back. */
import { describe, expect, it } from "vitest";
import {
  configure,
  DeviceLostError,
  manualSeed,
  memory,
  nextKey,
  realize,
  registerBackend,
  type Stepper,
  stepNodes,
  stepWatcher,
  type Tensor,
  tensor,
} from "../../src/index.ts";
import { FaultyBackend } from "./faulty-backend.ts";
import { isolateTests } from "./null-engine.ts";

isolateTests();

/** What an optimizer does, but for the arithmetic. The null backend computes zeros. */
class Training {
  readonly w: Tensor;
  steps = 0;
  readonly stepper: Stepper = {
    steps: () => this.steps,
    resume: (steps) => {
      this.steps = steps;
    },
    tensors: () => [this.w],
  };

  constructor(w: Tensor = tensor([1, 2])) {
    this.w = w;
    stepWatcher()?.made(this.stepper);
  }

  step(): void {
    stepWatcher()?.before(this.stepper);
    stepNodes([{ tensor: this.w, next: this.w.mul(0.5).node }]);
    this.steps++;
    stepWatcher()?.after();
  }
}

async function start(every?: number): Promise<FaultyBackend> {
  const backend = new FaultyBackend();
  registerBackend("cpu", async () => backend);
  await configure({ backend: "cpu", ...(every === undefined ? {} : { recover: { every } }) });
  return backend;
}

/** Lets what is under way arrive. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Steps some trainings in turn, with time for copies to arrive. */
async function train(steps: number, ...trainings: Training[]): Promise<void> {
  for (let i = 0; i < steps; i++) {
    for (const training of trainings) training.step();
    await rest();
  }
}

/** The device goes away. Gives what the error of the next read says. */
async function lose(backend: FaultyBackend, read: () => Promise<unknown>): Promise<DeviceLostError> {
  backend.lose();
  const error = await read().catch((thrown: unknown) => thrown);
  if (error instanceof DeviceLostError) return error;
  throw new Error(`expected a loss, got ${String(error)}`);
}

describe("the step that a loss names", () => {
  it.each([
    [0, undefined],
    [1, 0],
    [4, 3],
    [7, 6],
  ])("after %i steps with a copy every 3 is %s", async (steps, expected) => {
    const backend = await start(3);
    const training = new Training();
    await train(steps, training);
    const error = await lose(backend, () => tensor([1]).add(1).data());
    expect(error.step).toBe(expected);
    if (expected !== undefined) expect(error.hint).toBe(`await configure(), then resume at step ${expected}`);
  });

  it("is told by reads that were pending, too", async () => {
    const backend = await start(1);
    const training = new Training();
    await train(2, training);
    const reading = training.w.data().catch((thrown: unknown) => thrown);
    await Promise.resolve();
    backend.lose();
    expect(await reading).toMatchObject({ name: "DeviceLostError", step: 1 });
  });

  it("is not that of a copy under way", async () => {
    const backend = await start(2);
    const training = new Training();
    await train(2, training);
    backend.delayMs = 1000;
    await train(1, training);
    expect((await lose(backend, () => training.w.data())).step).toBe(0);
  });

  it("is unknown while the first copy is under way", async () => {
    const backend = await start(2);
    const training = new Training(tensor([1, 2]).mul(2.5));
    await realize(training.w);
    backend.delayMs = 1000;
    await train(1, training);
    expect((await lose(backend, () => training.w.data())).step).toBeUndefined();
  });

  it("begins anew with the next training", async () => {
    const backend = await start(1);
    await train(3, new Training());
    const training = new Training();
    await train(1, training);
    expect((await lose(backend, () => training.w.data())).step).toBe(0);
  });

  it("follows the count of an optimizer that was loaded from a file", async () => {
    const backend = await start(10);
    const training = new Training();
    training.steps = 503;
    await train(2, training);
    expect((await lose(backend, () => training.w.data())).step).toBe(503);
  });
});

describe("what comes back", () => {
  it("are values, steps and the generator, as after that step", async () => {
    let backend = await start(2);
    manualSeed(3);
    const training = new Training();
    const keys: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      keys.push(nextKey());
      await train(1, training);
    }
    expect((await lose(backend, () => training.w.data())).step).toBe(2);
    backend = await start(2);
    expect(training.steps).toBe(2);
    expect(nextKey()).toEqual(keys[2]);
    expect(await training.w.array()).toEqual([0, 0]);
    // The same moment serves again.
    backend.lose();
    expect(() => training.step()).toThrow(DeviceLostError);
    backend = await start(2);
    expect(training.steps).toBe(2);
    await train(3, training);
    expect((await lose(backend, () => training.w.data())).step).toBe(4);
  });

  it("are the first values, if it is lost before any other copy", async () => {
    const backend = await start(5);
    const training = new Training();
    training.w.grad = tensor([1, 1]);
    await train(3, training);
    await lose(backend, () => training.w.data());
    await start();
    expect([training.steps, await training.w.array(), training.w.grad]).toEqual([0, [1, 2], null]);
  });

  it("is of one moment, where several optimizers take turns", async () => {
    const backend = await start(2);
    const [a, b] = [new Training(), new Training()];
    await train(2, a, b);
    a.step();
    await rest();
    expect((await lose(backend, () => a.w.data())).step).toBe(2);
    await start(2);
    expect([a.steps, b.steps]).toEqual([2, 2]);
  });

  it("has an optimizer that steps later, and not one that is gone", async () => {
    const backend = await start(10);
    const [a, b, c] = [new Training(), new Training(), new Training()];
    await train(1, b);
    b.w.dispose();
    await train(2, a);
    await train(1, a, c);
    expect((await lose(backend, () => a.w.data())).step).toBe(0);
    await start(10);
    expect([a.steps, b.steps, c.steps]).toEqual([0, 1, 0]);
    expect(await c.w.array()).toEqual([1, 2]);
  });

  it("is host data that was uploaded", async () => {
    const backend = await start(1);
    const [x, y] = [tensor([1, 2, 3]), tensor([4])];
    await realize(x.add(y));
    expect(backend.uploads).toBe(2);
    backend.lose();
    expect(memory()).toMatchObject({ buffers: 2, bytes: 16 });
    const next = await start(1);
    expect(await x.array()).toEqual([1, 2, 3]);
    await realize(x.add(y));
    expect([next.uploads, next.downloads]).toEqual([2, 0]);
  });
});

describe("copies", () => {
  it("are made only where they are asked for, of a device that can be lost", async () => {
    const backend = await start();
    const training = new Training();
    await train(3, training);
    expect([backend.downloads, (await lose(backend, () => training.w.data())).step]).toEqual([0, undefined]);
    const lasting = Object.assign(new FaultyBackend(), { canBeLost: false });
    registerBackend("cpu", async () => lasting);
    await configure({ backend: "cpu", recover: { every: 1 } });
    await train(3, new Training());
    expect(lasting.downloads).toBe(0);
  });

  it("wait for those under way", async () => {
    const backend = await start(1);
    const training = new Training();
    await train(2, training);
    backend.delayMs = 20;
    for (let i = 0; i < 5; i++) training.step();
    await rest();
    expect(backend.mostDownloads).toBe(1);
  });

  it.each([0, 1.5, "2", undefined])("every %s steps are refused", async (every) => {
    const options = { recover: { every: every as number } };
    await expect(configure(options)).rejects.toThrow("configure: recover must have every: a positive integer; got");
  });
});
