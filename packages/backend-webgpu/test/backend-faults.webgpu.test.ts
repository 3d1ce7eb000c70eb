/** @file What goes wrong on a device, and who hears of it. */
import { BackendError, buildKernel, DeviceLostError, type Kernel, k, type Plan } from "@adjoint/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ownBuffer } from "../src/memory/webgpu-buffer.ts";
import { startWebgpuBackend, type WebgpuBackend } from "../src/webgpu-backend.ts";
import { fragileGpu } from "./support/fragile-gpu.ts";
import { PlanOnDevice } from "./support/run-plan.ts";
import { ramp, scaled, scaleKernel, scalePlan, slot } from "./support/scale-plan.ts";

const BLOCKS = 2;
const plan = scalePlan(BLOCKS);
let backend: WebgpuBackend;
let device: GPUDevice;

beforeEach(async () => {
  ({ backend, device } = await start());
});
afterEach(() => backend.dispose());

/** A backend, and its device behind its back. */
async function start(): Promise<{ backend: WebgpuBackend; device: GPUDevice }> {
  const fragile = fragileGpu();
  return { backend: await startWebgpuBackend({ gpu: fragile.gpu }), device: fragile.device() };
}

async function prepared(): Promise<PlanOnDevice> {
  const onDevice = await PlanOnDevice.prepare(backend, plan);
  onDevice.upload([ramp(BLOCKS)]);
  return onDevice;
}

const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => "fine").catch((error) => error);

/** Takes a buffer away behind the backend's back, so that the device refuses what uses it. */
function sabotage(onDevice: PlanOnDevice, i: number): void {
  ownBuffer("test", onDevice.buffers[i]).block.gpu.destroy();
}

async function expectSound(onDevice: PlanOnDevice): Promise<void> {
  onDevice.submit([2, 1]);
  const [bytes = new ArrayBuffer()] = await onDevice.read();
  expect([...new Float32Array(bytes)]).toEqual(scaled(BLOCKS, 2, 1));
}

describe("compilation", () => {
  /** A kernel that no device takes: more shared memory than any has. */
  const greedy = (): Kernel =>
    buildKernel("greedy", (b) => {
      const g = b.gridIndex("g");
      const out = b.output("out", "f32");
      const shared = b.shared("hoard", "f32", 1 << 22);
      b.lanes(4, (lane) => b.store(shared, lane, k.cast(lane, "f32")));
      b.store(out, g, b.load(shared, 0));
    });

  test("an error names the kernel and what the compiler says", async () => {
    const error = await outcome(backend.compile(greedy()));
    expect(error).toBeInstanceOf(BackendError);
    expect(String(error)).toMatch(/^BackendError: compile: the device must accept the WGSL of kernel greedy; got /);
  });

  test("a refused line of WGSL is shown", async () => {
    const source = { name: "typo", key: "typo", code: "fn f() {}\n  fn main( {", signature: [] };
    await expect(backend.pipelines.compile(source)).rejects.toThrow(
      /^compile: the device must accept the WGSL of kernel typo; got line 2:\d+ `fn main\( \{`: expected/,
    );
  });

  test("a failed compilation harms nothing else, and may be tried again", async () => {
    const compile = (code: string) => backend.pipelines.compile({ name: "x", key: "x", code, signature: [] });
    await expect(compile("nonsense")).rejects.toThrow(BackendError);
    await expect(compile("@compute @workgroup_size(1) fn main() {}")).resolves.toMatchObject({ name: "x" });
    await backend.idle();
    await expectSound(await prepared());
  });

  test("f64 is refused by kernels and by plans", async () => {
    const wide = buildKernel("wide", (b) => {
      const g = b.gridIndex("g");
      b.store(b.output("out", "f64"), g, k.cast(g, "f64"));
    });
    await expect(backend.compile(wide)).rejects.toThrow("compile: webgpu has no f64; got f64 out of kernel wide");
    const slots = [{ role: "output", dtype: "f64", sizeBytes: 8 } as const];
    const empty: Plan = { slots, steps: [], inputs: [], outputs: [0], scalarCount: 0, scratchBytes: 0 };
    const buffers = [backend.allocate(8)];
    const submit = () => backend.submit({ plan: empty, executables: [], buffers, scalars: [] });
    expect(submit).toThrow("submit: webgpu has no f64; got f64 in slot 0");
  });
});

describe("limits", () => {
  test("a kernel with more buffers than a device binds is refused", async () => {
    const wide = buildKernel("wide", (b) => {
      const g = b.gridIndex("g");
      const inputs = Array.from({ length: 8 }, (_, i) => b.load(b.input(`x${i}`, "f32"), g));
      b.store(
        b.output("out", "f32"),
        g,
        inputs.reduce((sum, x) => k.add(sum, x)),
      );
    });
    await expect(backend.compile(wide)).rejects.toThrow(
      "compile: webgpu binds at most 8 buffers to a kernel; got 9 of kernel wide",
    );
  });

  test("a tensor over the largest buffer is refused with its size and the limit", () => {
    const { maxBufferBytes } = backend.capabilities;
    expect(maxBufferBytes).toBeGreaterThanOrEqual(2 ** 27);
    expect(() => backend.allocate(maxBufferBytes + 4)).toThrow(
      `allocate: a tensor must fit into one buffer of the device; got ${maxBufferBytes + 4} bytes, the limit is ${maxBufferBytes}`,
    );
  });

  test("so is a plan with one, before anything is submitted", async () => {
    const executable = await backend.compile(scaleKernel());
    const elements = backend.capabilities.maxBufferBytes / 4 + 1;
    const huge: Plan = {
      slots: [slot("input", elements), slot("output", elements)],
      steps: [{ kind: "kernel", kernel: scaleKernel(), slots: [0, 1], params: [1, 0], grid: [1], flops: 0, bytes: 0 }],
      inputs: [0],
      outputs: [1],
      scalarCount: 0,
      scratchBytes: 0,
    };
    const buffers = [backend.allocate(4), backend.allocate(4)];
    const submit = () => backend.submit({ plan: huge, executables: [executable], buffers, scalars: [] });
    expect(submit).toThrow(/^submit: a tensor must fit into one buffer of the device; got \d+ bytes, the limit is/);
  });

  test("a step may not read and write one buffer through two parameters", async () => {
    const executable = await backend.compile(scaleKernel());
    const aliased: Plan = {
      ...plan,
      slots: [slot("output", 100)],
      steps: [{ kind: "kernel", kernel: scaleKernel(), slots: [0, 0], params: [1, 0], grid: [1], flops: 0, bytes: 0 }],
      inputs: [],
      outputs: [0],
    };
    const buffers = [backend.allocate(400)];
    const submit = () => backend.submit({ plan: aliased, executables: [executable], buffers, scalars: [] });
    expect(submit).toThrow("submit: a buffer that a step writes is given to it once; got slot 0 twice in step 0");
  });

  test("a step that was not compiled is refused", async () => {
    const onDevice = await prepared();
    const submit = () =>
      backend.submit({ plan: scalePlan(2), executables: [], buffers: onDevice.buffers, scalars: [] });
    expect(submit).toThrow("submit: a step must be compiled by this backend; got step 0");
  });
});

describe("work that the device refuses", () => {
  test("rejects the reads behind it, and names the plan's steps", async () => {
    const onDevice = await prepared();
    sabotage(onDevice, 1);
    onDevice.submit([2, 1]);
    const errors = await Promise.all(onDevice.buffers.slice(1).map((buffer) => outcome(backend.download(buffer, 4))));
    for (const error of errors.slice(1)) {
      expect(error).toBeInstanceOf(BackendError);
      expect(String(error)).toMatch(/submit: the device must accept what it is given; got .*destroyed/s);
      expect(String(error)).toContain("step 0: scale, step 1: scale");
    }
  });

  test("in a replay, too", async () => {
    const onDevice = await prepared();
    await expectSound(onDevice);
    sabotage(onDevice, 1);
    onDevice.submit([2, 1]);
    await expect(onDevice.read()).rejects.toThrow("destroyed");
  });

  test("rejects the next idle, once", async () => {
    const onDevice = await prepared();
    sabotage(onDevice, 1);
    onDevice.submit([2, 1]);
    await expect(backend.idle()).rejects.toThrow("submit: the device must accept what it is given");
    await backend.idle();
  });

  test("void values do not go into other plans, nor come out later", async () => {
    const onDevice = await prepared();
    const next = await prepared();
    sabotage(onDevice, 1);
    onDevice.submit([2, 1]);
    const [, , out = expect.fail()] = onDevice.buffers;
    // The fault is not known yet, so this goes through, and is void.
    const [, ...others] = next.buffers;
    next.submit([1, 1], [out, ...others]);
    expect(await outcome(backend.idle())).toBeInstanceOf(BackendError);
    await expect(next.read()).rejects.toThrow("destroyed");
    expect(() => next.submit([1, 1], [out, ...others])).toThrow("destroyed");
    await expect(backend.download(out, 4)).rejects.toThrow("destroyed");
    // What has sound inputs is sound, in the same memory.
    await expectSound(next);
  });
});

describe("memory that runs out", () => {
  /** Makes the device refuse buffers of this size, as it does when memory is short. */
  function refuseBuffers(size: number): void {
    const createBuffer = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => createBuffer(descriptor.size === size ? { size, usage: 0 } : descriptor);
  }

  test("rejects what needed it, and leaves the rest alone", async () => {
    const sound = await prepared();
    refuseBuffers(1 << 20);
    const short = backend.allocate(1 << 20);
    const error = await outcome(backend.download(short, 4));
    expect(error).toBeInstanceOf(BackendError);
    expect(String(error)).toMatch(/allocate: memory must suffice; got no 1048576 bytes: .*; dispose of tensors, or/s);
    await expectSound(sound);
    backend.release(short);
    expect(backend.pool.cachedBytes).toBe(0);
  });

  test("is the cause that readers of a plan's results are told", async () => {
    refuseBuffers(458_752);
    const short = await PlanOnDevice.prepare(backend, scalePlan(1000));
    short.submit([1, 1]);
    await expect(short.read()).rejects.toThrow("allocate: memory must suffice");
    // Known by now, for the input.
    expect(() => short.submit([1, 1])).toThrow("allocate: memory must suffice");
  });

  test("is told to who waits, if nobody reads", async () => {
    refuseBuffers(1 << 20);
    backend.allocate(1 << 20);
    await expect(backend.idle()).rejects.toThrow("memory must suffice");
    await backend.idle();
  });
});

describe("a device that goes away", () => {
  test("rejects what is under way, and all that comes", async () => {
    const onDevice = await prepared();
    onDevice.submit([2, 1]);
    const waiting = [...onDevice.buffers.map((buffer) => backend.download(buffer, 4)), backend.idle()].map(outcome);
    device.destroy();
    for (const error of await Promise.all(waiting)) expect(error).toBeInstanceOf(DeviceLostError);
    expect(() => backend.allocate(4)).toThrow(DeviceLostError);
    expect(() => backend.upload(onDevice.buffers[0] ?? expect.fail(), ramp(1))).toThrow(DeviceLostError);
    expect(() => onDevice.submit([2, 1])).toThrow(DeviceLostError);
    await expect(onDevice.read()).rejects.toThrow(DeviceLostError);
    await expect(backend.compile(scaleKernel())).rejects.toThrow(DeviceLostError);
    await expect(backend.idle()).rejects.toThrow("idle: the device must not go away; got destroyed");
    onDevice.release();
  });

  test("rejects a compilation under way", async () => {
    const compiled = outcome(backend.compile(scaleKernel()));
    device.destroy();
    expect(await compiled).toBeInstanceOf(DeviceLostError);
  });

  test("does not concern a backend that is started afterwards, or another one", async () => {
    const other = await start();
    device.destroy();
    await backend.idle().catch(() => undefined);
    const third = await start();
    for (const each of [other, third]) {
      backend = each.backend;
      await expectSound(await prepared());
      await backend.dispose();
    }
  });
});

describe("the end", () => {
  test("a disposed backend does nothing, and says so", async () => {
    const onDevice = await prepared();
    const read = outcome(onDevice.read());
    await backend.dispose();
    await backend.dispose();
    expect(String(await read)).toContain("a disposed backend does nothing");
    expect(() => backend.allocate(4)).toThrow("allocate: a disposed backend does nothing");
    expect(() => onDevice.submit([1, 1])).toThrow("submit: a disposed backend does nothing");
    await expect(backend.idle()).rejects.toThrow("idle: a disposed backend does nothing");
    onDevice.release();
  });

  test("two backends work side by side, and buffers belong to one of them", async () => {
    const other = await start();
    const first = await prepared();
    const mine = backend;
    backend = other.backend;
    const second = await prepared();
    backend = mine;
    first.submit([1, 2]);
    second.submit([3, 4]);
    const [[a = new ArrayBuffer()], [b = new ArrayBuffer()]] = await Promise.all([first.read(), second.read()]);
    expect([...new Float32Array(a)]).toEqual(scaled(BLOCKS, 1, 2));
    expect([...new Float32Array(b)]).toEqual(scaled(BLOCKS, 3, 4));
    await other.backend.dispose();
    await expectSound(first);
  });
});
