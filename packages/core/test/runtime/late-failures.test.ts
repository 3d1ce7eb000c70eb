/** @file What fails on the device after the call that caused it has returned, and what fails to compile. */
import { describe, expect, it } from "vitest";
import { BackendError, memory, realize, stepNodes, type Tensor, tensor } from "../../src/index.ts";
import { startFaulty } from "./faulty-backend.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

const invalid = new BackendError({ op: "submit", rule: "the device must accept it", got: "a bad bind group" });
const step = (w: Tensor): void => stepNodes([{ tensor: w, next: w.mul(0.5).node }]);

describe("a kernel that does not compile", () => {
  const broken = new BackendError({ op: "compile", rule: "WGSL must be valid", got: "line 12: unresolved value 'v7'" });

  it("fails all that it should have filled, with its name and what it computes", async () => {
    const backend = await startNull({ onCompile: () => Promise.reject(broken) });
    const x = tensor([[1, 2]]);
    const [a, b] = [x.sum(1), x.max(1)];
    const reads = await Promise.allSettled([realize(a, b), a.data(), b.data()]);
    for (const read of reads) {
      const error = read.status === "rejected" ? read.reason : undefined;
      expect(error).toBeInstanceOf(BackendError);
      expect(error.message).toBe(
        "compile: the kernel sum_max must run; got compile: WGSL must be valid; got line 12: unresolved value 'v7'; " +
          "it computes sum over 1 f32[1, 1], max over 1 f32[1, 1]",
      );
      expect(error.cause).toBe(broken);
    }
    expect([backend.liveBuffers, memory().buffers]).toEqual([0, 1]);
  });

  it("is tried again by the next read of something else", async () => {
    let isBroken = true;
    await startNull({ onCompile: async () => (isBroken ? Promise.reject(broken) : undefined) });
    const x = tensor([1, 2]);
    await expect(x.exp().data()).rejects.toThrow("the kernel exp must run");
    isBroken = false;
    expect(await x.exp().data()).toHaveLength(2);
  });

  it("among several leaves no rejection unhandled", async () => {
    const backend = await startFaulty({ onCompile: () => Promise.reject(broken) });
    backend.prepare = () => new Promise((_, reject) => setTimeout(() => reject(new Error("no module")), 5));
    const x = tensor([1, 2]);
    const outcomes = await Promise.allSettled([realize(x.exp(), x.sum()), x.sin().data()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

it("a failure of what a plan needs beside its kernels rejects the read, and nothing else", async () => {
  const backend = await startFaulty();
  await tensor([1, 2]).exp().data();
  backend.prepare = () => Promise.reject(new Error("no module"));
  // The kernel is there already.
  await expect(tensor([1, 2, 3]).exp().data()).rejects.toThrow("no module");
  await new Promise((resolve) => setTimeout(resolve, 5));
});

describe("a late failure", () => {
  it("of a submission is stored on what it should have filled, with the kernel's name", async () => {
    const backend = await startFaulty();
    const x = tensor([1, 2]);
    const y = x.exp();
    await realize(y);
    backend.failLate(invalid, backend.submissions[0], 0);
    const message =
      "realize: the kernel exp must run; got submit: the device must accept it; got a bad bind group; it computes exp f32[2]";
    for (let i = 0; i < 2; i++) await expect(y.data()).rejects.toThrow(message);
    await expect(y.add(1.5).data()).rejects.toThrow(message);
    expect([memory().buffers, backend.liveBuffers]).toEqual([1, 1]);
  });

  it("between the request and the answer rejects the read", async () => {
    const backend = await startFaulty();
    const y = tensor([1, 2]).exp();
    await realize(y);
    backend.delayMs = 30;
    const read = y.data();
    await new Promise((resolve) => setTimeout(resolve, 0));
    backend.failLate(invalid, backend.submissions[0]);
    await expect(read).rejects.toThrow("realize: what was enqueued must run; got submit: the device must accept it");
  });

  it("that the read itself meets is told by its kernel", async () => {
    const backend = await startFaulty();
    const y = tensor([1, 2]).exp();
    await realize(y);
    backend.download = async () => {
      backend.failLate(invalid, backend.submissions[0], 0);
      throw invalid;
    };
    await expect(y.data()).rejects.toThrow("realize: the kernel exp must run");
  });

  it("that a read has told of is not thrown again", async () => {
    const backend = await startFaulty();
    const w = tensor([1, 2]).add(0.5);
    await realize(w);
    backend.download = () => Promise.reject(invalid);
    const read = w.data();
    backend.failLate(invalid);
    await expect(read).rejects.toBe(invalid);
    expect(() => step(tensor([1]))).not.toThrow();
  });

  it("that a read has told of in other words is not thrown again", async () => {
    const backend = await startFaulty();
    const w = tensor([1, 2]).add(0.5);
    const derived = w.add(1.5);
    await realize(w);
    await realize(derived);
    backend.failLate(invalid, backend.submissions[0]);
    backend.download = () => Promise.reject(invalid);
    await expect(derived.data()).rejects.toBe(invalid);
    expect(() => step(tensor([1]))).not.toThrow();
  });

  it("that nobody reads is thrown by the next step, once", async () => {
    const backend = await startFaulty();
    const w = tensor([1, 2]);
    step(w);
    await realize(w);
    backend.failLate(invalid);
    expect(() => step(w)).toThrow("the device must accept it");
    expect(() => step(w)).not.toThrow();
  });

  it("does not reach what was disposed, or ended with its backend", async () => {
    const first = await startFaulty();
    const x = tensor([1, 2]);
    const y = x.exp();
    await realize(y);
    y.dispose();
    first.failLate(invalid, first.submissions[0]);
    expect(first.liveBuffers).toBe(1);
    x.dispose();
    expect(first.liveBuffers).toBe(0);
    await startFaulty();
    expect(() => step(tensor([1]))).not.toThrow();
  });
});
