/** @file What a real device refuses, and what users are told of it. */
import {
  BackendError,
  backendInfo,
  configure,
  memory,
  optim,
  profile,
  realize,
  shutdown,
  type Tensor,
  tensor,
  UsageError,
  zeros,
} from "adjoint";
import { afterEach, describe, expect, test } from "vitest";
import { fragileGpu } from "./support/fragile-gpu.ts";
import { watchGpu } from "./support/watch-gpu.ts";

afterEach(() => shutdown());

const SPECIFIED_BYTES = 268_435_456;

function stepOf(w: Tensor): () => void {
  const optimizer = optim.sgd([w], { lr: 0.1 });
  return () => {
    w.mul(w).sum().backward();
    optimizer.step();
    optimizer.zeroGrad();
  };
}

describe("a tensor over the limit of the device", () => {
  test("is refused with sizes and a remedy, before any buffer is made", async () => {
    const { gpu } = fragileGpu({ isMinimal: true });
    await configure({ backend: "webgpu", gpu });
    const { traffic, stop } = watchGpu();
    const wide = zeros([9000, 1]).add(zeros([1, 9000]).exp());
    const { buffers } = memory();
    const message = new RegExp(
      `^data: a tensor must fit .*; got .*f32\\[.*9000.*\\] with 324000000 bytes, ${SPECIFIED_BYTES} allowed; take a smaller batch, or .*cpu`,
    );
    await expect(wide.data()).rejects.toThrow(message);
    await expect(wide.sum(1).max().add(wide.exp()).data()).rejects.toThrow(BackendError);
    expect(traffic.buffers).toBe(0);
    expect(memory().buffers).toBe(buffers);
    stop();
    expect(await tensor([1, 2]).add(0.5).array()).toEqual([1.5, 2.5]);
  });

  test("is none if nothing of it is stored", async () => {
    const { gpu } = fragileGpu({ isMinimal: true });
    await configure({ backend: "webgpu", gpu });
    const total = zeros([6000, 1])
      .add(tensor([1, 2, 3]))
      .sum();
    expect(await total.item()).toBe(36_000);
  });
});

describe("a shader that the device does not accept", () => {
  test("is told with its kernel, its line and what it computes, by all that it should have filled", async () => {
    let isBroken = true;
    const { gpu } = fragileGpu({
      onDevice(device) {
        const make = device.createShaderModule.bind(device);
        device.createShaderModule = ({ label = "", code }) =>
          make({ label, code: isBroken ? code.replace("fn main(", "fn broken() { nothing(); }\nfn main(") : code });
      },
    });
    await configure({ backend: "webgpu", gpu });
    const x = tensor([[1, 2]]);
    const [a, b] = [x.exp(), x.sum(1)];
    const outcomes = await Promise.allSettled([realize(a, b), a.data(), b.data()]);
    for (const outcome of outcomes) {
      const error = outcome.status === "rejected" ? outcome.reason : undefined;
      expect(error).toBeInstanceOf(BackendError);
      expect(error.message).toMatch(
        /^compile: the kernel (exp|sum)\w* must run; got compile: .*line \d+:\d+ `.*nothing/,
      );
      expect(error.message).toMatch(/it computes (exp|sum over 1) f32\[1, [12]\]/);
    }
    isBroken = false;
    expect(await x.sin().mul(0).array()).toEqual([[0, 0]]);
  });
});

describe("a submission that the device refuses", () => {
  /** Bind groups are made of nothing while the toggle is on. */
  async function refusing(): Promise<() => void> {
    let isRefusing = false;
    const { gpu } = fragileGpu({
      onDevice(device) {
        const make = device.createBindGroup.bind(device);
        device.createBindGroup = (descriptor) => make(isRefusing ? { ...descriptor, entries: [] } : descriptor);
      },
    });
    await configure({ backend: "webgpu", gpu });
    return () => {
      isRefusing = !isRefusing;
    };
  }

  test("rejects what reads its results, and what is computed from them", async () => {
    const toggle = await refusing();
    const x = tensor([1, 2]);
    await realize(x.exp());
    toggle();
    const y = x.mul(2.5);
    const outcomes = await Promise.allSettled([y.add(1.5).data(), y.data(), y.sum().item()]);
    for (const outcome of outcomes) {
      const error = outcome.status === "rejected" ? outcome.reason : undefined;
      expect(error).toBeInstanceOf(BackendError);
      expect(error.message).toMatch(
        /^(data|item): what was enqueued must run; got submit: the device must accept [\s\S]*\(step 0: \w+/,
      );
    }
    toggle();
    expect(await x.sub(0.5).array()).toEqual([0.5, 1.5]);
    stepOf(tensor([1], { requiresGrad: true }))();
  });

  test("is thrown by the next step, if nobody reads", async () => {
    const toggle = await refusing();
    const step = stepOf(tensor([1, 2], { requiresGrad: true }));
    step();
    await realize(tensor([1]).add(0.5));
    toggle();
    const x = tensor([1, 2]).mul(2.5);
    await Promise.allSettled([x.add(1.5).data()]);
    step();
    await new Promise((resolve) => setTimeout(resolve, 200));
    toggle();
    expect(step).toThrow(/the device must accept/);
  });
});

test("a second configure is refused while tensors live, and the first device goes on", async () => {
  const { gpu, devices } = fragileGpu();
  await configure({ backend: "webgpu", gpu });
  const x = tensor([1, 2]).add(0.5);
  await realize(x);
  await expect(configure({ backend: "cpu" })).rejects.toThrow(UsageError);
  expect(devices).toHaveLength(1);
  expect(backendInfo().backend).toBe("webgpu");
  expect(await x.array()).toEqual([1.5, 2.5]);
});

test("profile tells the time of each kernel", async () => {
  await configure({ backend: "webgpu" });
  const x = zeros([512, 512]).add(0.5);
  const run = (): Promise<unknown> => x.matmul(x).sin().sum().data();
  await run();
  const { steps, kernels, elapsedMs } = await profile(run);
  expect(steps.length).toBeGreaterThan(1);
  const longest = kernels[0];
  expect(longest?.name).toMatch(/^dot NN 512×512×512/);
  // A matrix product of this size takes no software adapter, and no GPU, less than a microsecond.
  expect(longest?.elapsedMs).toBeGreaterThan(0.001);
  expect(kernels.reduce((sum, kernel) => sum + kernel.elapsedMs, 0)).toBeLessThanOrEqual(elapsedMs);
});

test("memory tells what the pool keeps apart from what tensors hold", async () => {
  await configure({ backend: "webgpu" });
  const x = zeros([1000]).add(0.5);
  await x.data();
  expect(memory().bytes).toBe(4000);
  x.dispose();
  expect(memory().bytes).toBe(0);
  expect(memory().cachedBytes).toBeGreaterThanOrEqual(4000);
});
