/** @file A real device that goes away: nothing hangs, nothing is kept, and a new `configure` works. */
import {
  backendInfo,
  configure,
  DeviceLostError,
  memory,
  optim,
  profile,
  realize,
  shutdown,
  type Tensor,
  tensor,
} from "adjoint";
import { afterEach, describe, expect, test } from "vitest";
import { fragileGpu } from "./support/fragile-gpu.ts";

const fragile = fragileGpu();

afterEach(() => shutdown());

const start = () => configure({ backend: "webgpu", gpu: fragile.gpu });
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Destroys the device, and waits until the news is out. */
async function lose(): Promise<void> {
  const device = fragile.device();
  device.destroy();
  await device.lost;
  await turn();
}

async function computed(): Promise<Tensor> {
  const x = tensor([1, 2, 3]).mul(2.5);
  await realize(x);
  return x;
}

async function expectLosses(work: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(work)) {
    expect(outcome.status).toBe("rejected");
    const reason = outcome.status === "rejected" ? outcome.reason : undefined;
    expect(reason).toBeInstanceOf(DeviceLostError);
    expect(reason.message).toMatch(/^\w+: the device must .*; got destroyed.*; .*configure\(\).*host data$/);
  }
}

/** The new device computes, and holds nothing but what is made on it. */
async function expectFreshStart(): Promise<void> {
  expect(await tensor([1, 2]).mul(1.5).array()).toEqual([1.5, 3]);
}

describe("a device that goes away", () => {
  test("while reads are pending, rejects each of them", async () => {
    await start();
    const x = await computed();
    const total = x.sum();
    await realize(total);
    const work = [x.data(), x.array(), total.item(), realize(x.add(0.5))];
    const outcomes = expectLosses(work);
    fragile.device().destroy();
    await outcomes;
    await start();
    await expectFreshStart();
  });

  test("while kernels are compiled, fails what waits for them", async () => {
    await start();
    const x = tensor([1, 2, 3]);
    const outcomes = expectLosses([x.exp().sum().item(), x.sin().data()]);
    fragile.device().destroy();
    await outcomes;
    expect(memory().buffers).toBe(1);
  });

  test("while a matrix product is prepared, fails it", async () => {
    await start();
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const outcomes = expectLosses([x.matmul(x).data()]);
    await turn();
    fragile.device().destroy();
    await outcomes;
  });

  test("between steps of a training, stops the next", async () => {
    await start();
    const w = tensor([1, 2, 3], { requiresGrad: true });
    const optimizer = optim.adam([w], { lr: 0.1 });
    const step = async (): Promise<number> => {
      const loss = w.mul(w).sum();
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      return loss.item();
    };
    await step();
    await step();
    await lose();
    await expect(step()).rejects.toThrow(DeviceLostError);
    await expect(w.data()).rejects.toThrow(/^data: the device must be there; got destroyed.*; await configure\(\)/);
    expect(memory()).toMatchObject({ buffers: 0, bytes: 0 });
    w.dispose();
  });

  test("is made good by configure, on either backend, though its tensors are about", async () => {
    await start();
    const x = await computed();
    const host = tensor([4, 5]);
    await lose();
    expect(memory().buffers).toBe(1);
    await start();
    expect(backendInfo().backend).toBe("webgpu");
    await expectFreshStart();
    expect(await host.add(0.5).array()).toEqual([4.5, 5.5]);
    await lose();
    await configure({ backend: "cpu", threads: 1 });
    await expectFreshStart();
    await expect(x.add(1).data()).rejects.toThrow(DeviceLostError);
    await expect(host.data()).rejects.toThrow(DeviceLostError);
    for (const t of [x, host]) t.dispose();
  });

  test("during a profile, ends it", async () => {
    await start();
    const x = await computed();
    const profiling = profile(() => x.exp().sum().data());
    const outcome = expectLosses([profiling]);
    await turn();
    fragile.device().destroy();
    await outcome;
  });

  test("during shutdown, ends that", async () => {
    await start();
    const x = await computed();
    const read = Promise.allSettled([x.data(), x.cos().data()]);
    const stopping = shutdown();
    fragile.device().destroy();
    await stopping;
    await read;
    expect(memory().bytes).toBe(0);
  });

  test("before configure has resolved, is found at the first use", async () => {
    const breaking = fragileGpu({ onDevice: (device) => device.destroy() });
    await configure({ backend: "webgpu", gpu: breaking.gpu });
    const x = tensor([1, 2]);
    await expectLosses([x.exp().data()]);
    await start();
    expect(await x.add(0.5).array()).toEqual([1.5, 2.5]);
  });
});

test("parameters come back from copies on the host", async () => {
  await start();
  let w = tensor([1, 2, 3]);
  await realize(w.mul(2));
  const copy = { data: await w.data(), shape: w.shape };
  await lose();
  await start();
  w = tensor(copy.data, { shape: copy.shape });
  expect(await w.mul(2).array()).toEqual([2, 4, 6]);
});

test("shutdown and configure, again and again, leave no device behind", async () => {
  const before = fragile.devices.length;
  await start();
  await start();
  await computed();
  await shutdown();
  await shutdown();
  await start();
  await shutdown();
  const made = fragile.devices.slice(before);
  expect(made).toHaveLength(3);
  for (const device of made) expect((await device.lost).reason).toBe("destroyed");
});

test("shutdown answers the reads that are under way", async () => {
  await start();
  const x = await computed();
  const read = x.data();
  await shutdown();
  expect([...(await read)]).toEqual([2.5, 5, 7.5]);
});
