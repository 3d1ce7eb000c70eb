/** @file The CPU backend as its contract has it: memory, compilation, plans and their replay, threads. */
import { type Backend, BackendError, type Plan } from "@adjoint/core";
import { afterEach, describe, expect, test } from "vitest";
import { createCpuBackend } from "../src/cpu-backend.ts";
import { doubles, doublesPlan, scale, scalePlan, slot } from "./plans.ts";

const started: Backend[] = [];
async function start(threads = 1): Promise<Backend> {
  const backend = await createCpuBackend({ threads });
  started.push(backend);
  return backend;
}
afterEach(async () => {
  for (const backend of started.splice(0)) await backend.dispose();
});

async function runScale(backend: Backend, plan: Plan, factors: readonly number[]): Promise<Float32Array[]> {
  const executable = await backend.compile(scale);
  const executables = [executable, executable, undefined];
  const buffers = plan.slots.map((s) => backend.allocate(s.sizeBytes));
  const elements = (plan.slots[0]?.sizeBytes ?? 0) / 4;
  const [input, , , copy] = buffers;
  if (input === undefined || copy === undefined) throw new Error("no buffers");
  backend.upload(
    input,
    Float32Array.from({ length: elements }, (_, i) => i % 100),
  );
  const results: Float32Array[] = [];
  for (const factor of factors) {
    backend.submit({ plan, executables, buffers, scalars: [factor] });
    results.push(new Float32Array(await backend.download(copy, elements * 4)));
  }
  for (const buffer of buffers) backend.release(buffer);
  return results;
}

describe("plans", () => {
  test.each([1, 2])("steps run in order, and scalars change between replays (%d threads)", async (threads) => {
    const backend = await start(threads);
    const blocks = 20;
    const factors = [1, 2, -3];
    const results = await runScale(backend, scalePlan(blocks), factors);
    results.forEach((result, run) => {
      const expected = Float32Array.from(result, (_, i) => 10 * ((factors[run] ?? 0) * (i % 100) + 1) + 1);
      expect(result).toEqual(expected);
    });
  });

  test("an empty grid does nothing", async () => {
    const backend = await start();
    expect(await runScale(backend, scalePlan(0), [1])).toEqual([new Float32Array(0)]);
  });

  test.each([
    [false, false],
    [true, false],
    [false, true],
  ])("a dot (a transposed %s, b transposed %s)", async (isATransposed, isBTransposed) => {
    const backend = await start();
    const [batch, m, n, inner] = [2, 3, 5, 4];
    const spec = { batch, m, n, k: inner, isATransposed, isBTransposed, aBatchStride: m * inner, bBatchStride: 0 };
    const plan: Plan = {
      slots: [slot("input", batch * m * inner), slot("input", inner * n), slot("output", batch * m * n)],
      steps: [{ kind: "dot", spec, slots: [0, 1, 2], flops: 2 * batch * m * n * inner, bytes: 0 }],
      inputs: [0, 1],
      outputs: [2],
      scalarCount: 0,
      scratchBytes: 0,
    };
    const a = Float32Array.from({ length: batch * m * inner }, (_, i) => i - 7);
    const b = Float32Array.from({ length: inner * n }, (_, i) => 3 - i);
    const buffers = plan.slots.map((s) => backend.allocate(s.sizeBytes));
    [a, b].forEach((data, i) => {
      const buffer = buffers[i];
      if (buffer !== undefined) backend.upload(buffer, data);
    });
    expect(() => backend.submit({ plan, executables: [undefined], buffers, scalars: [] })).toThrow(BackendError);
    await backend.prepare?.(plan);
    expect(backend.prepare?.(plan)).toBeUndefined();
    backend.submit({ plan, executables: [undefined], buffers, scalars: [] });
    const out = buffers[2];
    if (out === undefined) throw new Error("no output");
    const result = new Float32Array(await backend.download(out, out.sizeBytes));
    const expected = Float32Array.from(result, (_, i) => {
      const [col, row, mat] = [i % n, Math.floor(i / n) % m, Math.floor(i / n / m)];
      let sum = 0;
      for (let p = 0; p < inner; p++) {
        const left = a[mat * m * inner + (isATransposed ? p * m + row : row * inner + p)] ?? 0;
        sum += left * (b[isBTransposed ? col * inner + p : p * n + col] ?? 0);
      }
      return sum;
    });
    expect(result).toEqual(expected);
  });
});

describe("what a plan may meet", () => {
  test("double precision calls the table's functions, whatever the number of threads", async () => {
    const backend = await start(2);
    const plan = doublesPlan(100);
    const buffers = plan.slots.map((s) => backend.allocate(s.sizeBytes));
    const x = Float64Array.from({ length: 100 }, (_, i) => i / 10 - 5);
    const [input, output] = buffers;
    if (input === undefined || output === undefined) throw new Error("no buffers");
    backend.upload(input, x);
    const executables = [await backend.compile(doubles)];
    for (const a of [0.1, -2.5]) {
      backend.submit({ plan, executables, buffers, scalars: [a] });
      expect(new Float64Array(await backend.download(output, 800))).toEqual(x.map((v) => Math.exp(v * a)));
    }
  });

  test("a kernel of another backend is refused, and nothing is kept", async () => {
    const [backend, other] = [await start(), await start()];
    const plan = doublesPlan(2);
    const buffers = plan.slots.map((s) => backend.allocate(s.sizeBytes));
    const foreign = { kernel: doubles };
    expect(() => backend.submit({ plan, executables: [foreign], buffers, scalars: [1] })).toThrow(BackendError);
    const own = await backend.compile(doubles);
    const strange = plan.slots.map((s) => other.allocate(s.sizeBytes)).map(({ sizeBytes }) => ({ sizeBytes }));
    expect(() => backend.submit({ plan, executables: [own], buffers: strange, scalars: [1] })).toThrow(BackendError);
    backend.submit({ plan, executables: [own], buffers, scalars: [1] });
  });
});

describe("memory", () => {
  test("upload and download copy", async () => {
    const backend = await start();
    const buffer = backend.allocate(8);
    const data = Int32Array.of(7, -7);
    backend.upload(buffer, data);
    data[0] = 0;
    const read = new Int32Array(await backend.download(buffer, 8));
    expect([...read]).toEqual([7, -7]);
    read[1] = 0;
    expect([...new Int32Array(await backend.download(buffer, 8))]).toEqual([7, -7]);
  });

  test("misuse is refused", async () => {
    const backend = await start();
    const buffer = backend.allocate(8);
    expect(() => backend.upload(buffer, new Float32Array(3))).toThrow(BackendError);
    await expect(backend.download(buffer, 12)).rejects.toThrow(BackendError);
    backend.release(buffer);
    expect(() => backend.release(buffer)).toThrow("released");
    expect(() => backend.release({ sizeBytes: 4 })).toThrow(BackendError);
    await backend.dispose();
    expect(() => backend.allocate(4)).toThrow("disposed");
  });
});

describe("compilation", () => {
  test("equal kernels are compiled once", async () => {
    const backend = await start();
    const [first, second] = await Promise.all([backend.compile(scale), backend.compile({ ...scale, name: "other" })]);
    expect(first).toBe(second);
  });
});
