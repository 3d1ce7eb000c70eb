import { describe, expect, it } from "vitest";
import { keep, memory, realize, scope, type Tensor, tensor, UsageError } from "../../src/index.ts";
import { expectNoLeak } from "../../src/testing/leaks.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

describe("scope", () => {
  it("disposes what was made inside, but for the result", async () => {
    const backend = await startNull();
    const x = tensor([1, 2, 3]);
    const result = scope(() => {
      const shift = tensor([4, 5, 6]);
      return { sum: x.add(shift), list: [shift.mul(2.5)] };
    });
    expect(await result.sum.data()).toHaveLength(3);
    expect(await result.list[0]?.data()).toHaveLength(3);
    expect(memory().buffers).toBe(3);
    expect(backend.liveBuffers).toBe(3);
  });

  it("leaves alone what was made outside, under whatever handle", async () => {
    await startNull();
    const x = tensor([1, 2]);
    scope(() => {
      x.reshape([2]);
      x.detach();
    });
    expect([...(await x.data())]).toEqual([1, 2]);
  });

  it("hands a value over to a result that only renames it", async () => {
    await startNull();
    const result = scope(() => tensor([1, 2, 3, 4]).reshape([2, 2]));
    expect(await result.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    result.dispose();
    expect(memory().buffers).toBe(0);
  });

  it("hands a value over to a result that is a second handle on it", async () => {
    await startNull();
    const result = scope(() => {
      const first = tensor([1, 2]).add(1.5);
      return first.reshape([2]);
    });
    expect(await result.data()).toHaveLength(2);
    result.dispose();
    expect(memory().buffers).toBe(0);
  });

  it("nests: the outer scope ends what the inner one returned", async () => {
    await startNull();
    scope(() => {
      scope(() => tensor([1, 2]).add(1.5));
    });
    expect(memory().buffers).toBe(0);
  });

  it("disposes all when the function throws", async () => {
    await startNull();
    const run = (): Tensor =>
      scope(() => {
        tensor([1, 2]);
        throw new Error("inside");
      });
    expect(run).toThrow("inside");
    expect(memory().buffers).toBe(0);
  });

  it("refuses a promise", async () => {
    await startNull();
    expect(() => scope(async () => tensor([1]))).toThrow(UsageError);
    expect(() => scope(async () => tensor([1]))).toThrow(
      "scope: the function must be synchronous; got a promise; await outside",
    );
    expect(memory().buffers).toBe(0);
  });

  it("lets go of what is kept", async () => {
    await startNull();
    let kept: Tensor | undefined;
    scope(() => {
      kept = keep(tensor([1, 2]));
    });
    expect(await kept?.data()).toHaveLength(2);
    kept?.dispose();
  });

  it("tells the user of a tensor that it ended", async () => {
    await startNull();
    let escaped: Tensor | undefined;
    scope(() => {
      escaped = tensor([1, 2]);
    });
    await expect(escaped?.data()).rejects.toThrow(/a disposed tensor cannot be used/);
  });
});

describe("dispose", () => {
  it("frees at once, and readers and dependents are told", async () => {
    const backend = await startNull();
    const x = tensor([1, 2]);
    const dependent = x.mul(2.5);
    const realised = x.mul(3.5);
    await realize(realised);
    x.dispose();
    x.dispose();
    expect(backend.liveBuffers).toBe(1);
    expect(x.isDisposed).toBe(true);
    expect(() => x.add(1)).toThrow("add: a disposed tensor cannot be used; got Tensor f32[2] (disposed)");
    await expect(dependent.data()).rejects.toThrow(
      "data: a disposed tensor has no value; got Tensor f32[2] was disposed",
    );
    expect(await realised.data()).toHaveLength(2);
  });

  it("of what was never computed makes dependents fail alike", async () => {
    await startNull();
    const x = tensor([1, 2]).mul(1.5);
    const y = x.add(1);
    x.dispose();
    await expect(y.data()).rejects.toThrow(UsageError);
  });

  it("happens at the end of a block with using", async () => {
    await startNull();
    {
      using x = tensor([1, 2, 3]);
      expect(memory().bytes).toBe(x.size * 4);
    }
    expect(memory().bytes).toBe(0);
  });
});

describe("memory", () => {
  it("counts live tensors and remembers the peak", async () => {
    await startNull();
    const before = memory().peakBytes;
    const x = tensor(new Float32Array(before / 4 + 1000));
    x.dispose();
    expect(memory()).toEqual({ bytes: 0, buffers: 0, peakBytes: before + 4000 });
  });

  it("names creation sites when asked", async () => {
    await startNull();
    memory({ sites: true });
    tensor([1, 2, 3]);
    const { sites } = memory();
    memory({ sites: false });
    expect(sites).toHaveLength(1);
    expect(sites?.[0]).toMatchObject({ bytes: 12, buffers: 1 });
    expect(sites?.[0]?.site).toContain("scope.test.ts");
  });
});

describe("expectNoLeak", () => {
  it("passes where all is disposed of by the scope, and fails where it is not", async () => {
    await startNull();
    await expectNoLeak(async () => tensor([1]).add(1.5).data());
    const { Storage } = await import("../../src/runtime/storage.ts");
    let leaked: InstanceType<typeof Storage> | undefined;
    const leak = expectNoLeak(() => {
      leaked = new Storage(4, { kind: "pending" });
    });
    await expect(leak).rejects.toThrow("leaked 1 buffers, 4 bytes");
    leaked?.dispose("the test is over");
  });
});
