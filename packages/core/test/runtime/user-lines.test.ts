/** @file Development mode: errors of kernels, and `explain`, name the lines of the program that built what failed. */
import { afterEach, describe, expect, it } from "vitest";
import { NullBackend, type NullBackendOptions } from "../../src/backend/null.ts";
import { DeviceLostError } from "../../src/errors.ts";
import { explain } from "../../src/explain.ts";
import {
  BackendError,
  configure,
  DTypeError,
  planStats,
  realize,
  registerBackend,
  stepNodes,
  type Tensor,
  tensor,
  zeros,
} from "../../src/index.ts";
import { LineFinder } from "../../src/runtime/stack-frames.ts";
import { FaultyBackend } from "./faulty-backend.ts";
import { isolateTests } from "./null-engine.ts";

isolateTests();

afterEach(async () => {
  delete process.env["ADJOINT_DEBUG"];
});

async function start(options: NullBackendOptions = {}, debug?: boolean): Promise<FaultyBackend> {
  const backend = new FaultyBackend(options);
  registerBackend("cpu", async () => backend);
  await configure({ backend: "cpu", debug });
  return backend;
}

const startDebugging = (options?: NullBackendOptions): Promise<FaultyBackend> => start(options, true);

/** The line of the caller, and others by their distance: such as `user-lines.test.ts:40`. */
function lineBelow(distance: number): RegExp {
  const [, line] = /user-lines\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n")[2] ?? "") ?? [];
  return new RegExp(`/user-lines\\.test\\.ts:${Number(line) + distance}:\\d+`);
}

async function failureOf(read: Promise<unknown>): Promise<Error & { readonly hint?: string; readonly rule?: string }> {
  return read.then(
    () => new Error("it did not fail"),
    (error: Error) => error,
  );
}

const invalid = new BackendError({ op: "submit", rule: "the device must accept it", got: "a bad bind group" });

describe("the line is named", () => {
  it("by a kernel that does not compile", async () => {
    await startDebugging({ onCompile: () => Promise.reject(new Error("line 12: unresolved value")) });
    const line = lineBelow(1);
    const y = tensor([1, 2]).exp();
    const error = await failureOf(y.data());
    expect(error.message).toMatch(/: the kernel exp must run; .*; it computes exp f32\[2\]; built at .*:\d+$/);
    expect(error.hint).toMatch(line);
  });

  it("by what fails late, with all lines that a kernel has merged", async () => {
    const backend = await startDebugging();
    const [first, second] = [lineBelow(1), lineBelow(2)];
    const x = tensor([1, 2]).exp();
    const y = x.mul(1.5);
    await realize(y);
    backend.failLate(invalid, backend.submissions[0], 0);
    const error = await failureOf(y.data());
    expect(error.message).toContain("it computes mul f32[2]; built at ");
    const [lineOfY = "", lineOfX = ""] = (error.hint ?? "").split("built at ")[1]?.split(", ") ?? [];
    expect(lineOfY).toMatch(second);
    expect(lineOfX).toMatch(first);
  });

  it("by what fails late where the kernel is not known, and by what reads it", async () => {
    const backend = await startDebugging();
    const line = lineBelow(1);
    const y = tensor([1, 2]).exp();
    await realize(y);
    backend.failLate(invalid, backend.submissions[0]);
    const error = await failureOf(y.data());
    expect(error.rule).toBe("what was enqueued must run");
    expect(error.hint).toMatch(line);
    // It is told once: what depends on it failed for that reason, not for its own lines.
    expect((await failureOf(y.add(1.5).data())).message).toBe(error.message);
  });

  it("by memory that runs out, of the largest buffer", async () => {
    const backend = await startDebugging({ memoryBytes: 20_000 });
    const x = tensor([1, 2, 3, 4]);
    await realize(x.add(0.5));
    const line = lineBelow(1);
    const wide = zeros([4, 2000]).add(x.reshape([4, 1]));
    const error = await failureOf(wide.cumsum(1).sum().item());
    expect(error).toBeInstanceOf(BackendError);
    expect(error.message).toMatch(
      /^allocate: memory must suffice; .*; the largest buffer, 32000 bytes, is for \w+, built at/,
    );
    expect(error.hint).toMatch(line);
    expect(backend.submits).toBe(1);
  });

  it("by what a device cannot do at all", async () => {
    await startDebugging({ capabilities: { hasF64: false, maxBufferBytes: 4000 } });
    const [double, large] = [lineBelow(1), lineBelow(2)];
    const y = tensor([1, 2], { dtype: "f64" }).exp();
    const z = zeros([1001]).exp();
    const [of64, ofSize] = [await failureOf(y.data()), await failureOf(z.data())];
    expect(of64).toBeInstanceOf(DTypeError);
    expect(of64.hint).toMatch(/f64 needs the cpu backend; built at /);
    expect(of64.hint).toMatch(double);
    expect(ofSize.rule).toBe("a tensor must fit into a buffer of the device");
    expect(ofSize.hint).toMatch(large);
  });

  it("once the failure is thrown by a step", async () => {
    const backend = await startDebugging();
    const w = tensor([1, 2]);
    const step = (of: Tensor): void => stepNodes([{ tensor: of, next: of.mul(0.5).node }]);
    step(w);
    await realize(w);
    backend.failLate(invalid, backend.submissions[0], 0);
    expect(() => step(w)).toThrow(/must run; .*; built at step .*user-lines\.test\.ts:\d+/);
    expect(() => step(tensor([3]))).not.toThrow();
  });

  it("though the backend has still to load", async () => {
    await startDebugging();
    let load: (() => void) | undefined;
    const loads = new Promise<void>((resolve) => (load = resolve));
    const failing = { onCompile: () => Promise.reject(new Error("no")) };
    registerBackend("cpu", () => loads.then(() => new NullBackend(failing)));
    const configured = configure({ backend: "cpu", debug: true });
    await new Promise((resolve) => setTimeout(resolve, 0));
    const line = lineBelow(1);
    const y = tensor([1, 2]).exp();
    const read = failureOf(y.data());
    load?.();
    await configured;
    expect((await read).hint).toMatch(line);
  });

  it("but not by a device that is lost", async () => {
    const backend = await startDebugging();
    const y = tensor([1, 2]).exp();
    await realize(y);
    backend.lose();
    const error = await failureOf(y.add(1.5).data());
    expect(error).toBeInstanceOf(DeviceLostError);
    expect(error.hint).not.toContain("built at");
  });
});

describe("explain", () => {
  it("names the lines of each kernel", async () => {
    await startDebugging();
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const [first, second, third] = [lineBelow(1), lineBelow(2), lineBelow(3)];
    const product = x.matmul(x.add(1.5));
    const y = product.add(2.5);
    const told = explain(y.cumsum(1));
    const lines = told.kernels.map((kernel) => kernel.lines.join());
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(first);
    expect(lines[1]).toMatch(second);
    expect(lines[1]).toMatch(first);
    expect(lines[2]).toMatch(third);
    expect(String(told)).toMatch(/ FLOP\n {7}.*user-lines\.test\.ts:\d+/);
  });

  it("names none otherwise", async () => {
    await start();
    const told = explain(tensor([1, 2]).exp());
    expect(told.kernels.map(({ lines }) => lines)).toEqual([[]]);
    expect(String(told)).not.toContain("user-lines");
  });
});

describe("a plan", () => {
  it("belongs to its lines: equal graphs from others have their own", async () => {
    const backend = await startDebugging();
    const x = tensor([1, 2]);
    const first = (): Tensor => x.exp();
    const second = (): Tensor => x.exp();
    for (let i = 0; i < 3; i++) await realize(first());
    expect(planStats()).toMatchObject({ misses: 1, hits: 2, kernels: 1 });
    const line = lineBelow(-3);
    const y = second();
    await realize(y);
    expect(planStats()).toMatchObject({ misses: 2, hits: 2, kernels: 1 });
    backend.failLate(invalid, backend.submissions.at(-1), 0);
    expect((await failureOf(y.data())).hint).toMatch(line);
  });

  it("is shared between lines once the mode is off again", async () => {
    await startDebugging();
    await start();
    const x = tensor([1, 2]);
    await realize(x.exp());
    await realize(x.exp());
    expect(planStats()).toMatchObject({ misses: 1, hits: 1 });
  });
});

it("ADJOINT_DEBUG=1 in the environment is the default", async () => {
  process.env["ADJOINT_DEBUG"] = "1";
  await start();
  const x = tensor([1, 2]);
  expect(explain(x.exp()).kernels[0]?.lines).toHaveLength(1);
  x.dispose();
  await start({}, false);
  expect(explain(tensor([1, 2]).exp()).kernels[0]?.lines).toEqual([]);
});

describe("LineFinder", () => {
  const find = (own: string, ...frames: readonly string[]): string | undefined =>
    new LineFinder([own]).find([own, ...frames]);

  it.each([
    [
      "the published package in Node",
      "    at new Node (file:///app/node_modules/adjoint/dist/core.js:10:3)",
      ["    at grad (file:///app/node_modules/adjoint/dist/autograd.js:1:1)", "    at step (file:///app/train.js:7:9)"],
      "step (file:///app/train.js:7:9)",
    ],
    [
      "a copy of it elsewhere",
      "    at new Node (https://a.example/lib/core.js?v=1:10:3)",
      ["    at https://a.example/lib/optim.js:1:1", "    at async https://a.example/app.js:7:9"],
      "async https://a.example/app.js:7:9",
    ],
    [
      "its sources, beside a program in a folder of that name",
      "    at new Node (/repo/packages/core/src/ir/node.ts:10:3)",
      ["    at Tensor.exp (/repo/packages/core/src/tensor/methods.ts:1:1)", "    at f (/repo/core/src/train.ts:7:9)"],
      "f (/repo/core/src/train.ts:7:9)",
    ],
    [
      "a development server's bundle of dependencies, in Firefox",
      "Node@http://localhost:5173/node_modules/.vite/deps/adjoint.js?v=3:10:3",
      [
        "mul@http://localhost:5173/node_modules/.vite/deps/chunk-A.js?v=3:1:1",
        "step@http://localhost:5173/train.ts:7:9",
      ],
      "step@http://localhost:5173/train.ts:7:9",
    ],
    [
      "a bundle of everything, the outermost frames",
      "    at new n (file:///app/bundle.js:1:10)",
      ["a", "b", "c", "d"].map((name, i) => `    at ${name} (file:///app/bundle.js:1:${i}0)`),
      "b (file:///app/bundle.js:1:10) < c (file:///app/bundle.js:1:20) < d (file:///app/bundle.js:1:30)",
    ],
    [
      "the library alone",
      "    at new Node (file:///app/node_modules/adjoint/dist/core.js:10:3)",
      ["    at fit (file:///app/node_modules/adjoint/dist/estimators.js:1:1)", "    at runLoop (node:internal/x:1:1)"],
      undefined,
    ],
  ])("%s", (_name, own, frames, line) => {
    expect(find(own, ...frames)).toBe(line);
  });
});
