import { describe, expect, it } from "vitest";
import { explain } from "../../src/explain.ts";
import { profile, tensor } from "../../src/index.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

describe("explain", () => {
  it("tells kernels, bytes and operations without running anything", async () => {
    const backend = await startNull();
    const x = tensor(new Float32Array(12), { shape: [3, 4] });
    const told = explain(x.softmax());
    expect(told).toMatchObject({ dispatches: 1, submits: 1, bytes: 96, scratchBytes: 0 });
    expect(told.flops).toBeGreaterThan(0);
    expect(told.kernels[0]?.kind).toBe("kernel");
    expect(backend.submits).toBe(0);
  });

  it("is empty where the value exists", async () => {
    await startNull();
    const x = tensor([1, 2]).mul(1.5);
    await x.data();
    expect(explain(x)).toMatchObject({ dispatches: 0, submits: 0, bytes: 0 });
  });

  it("works before a backend runs", () => {
    expect(explain(tensor([1, 2]).exp()).dispatches).toBe(1);
  });

  it("prints the graph and the plan", () => {
    const text = String(
      explain(
        tensor([[1, 2]])
          .matmul(tensor([[3], [4]]))
          .add(1.5),
      ),
    );
    expect(text).toContain("= dot(");
    expect(text).toContain("= 1.5()");
    expect(text).toMatch(/dot NN 1×1×2/);
    expect(text).toMatch(/1 dispatches, 1 submits/);
  });

  it("draws the graph for Graphviz", () => {
    const drawn = explain(tensor([1, 2]).exp()).dot();
    expect(drawn).toMatch(/^digraph \{/);
    expect(drawn).toContain("n0 -> n1;");
    expect(drawn).toContain('label="exp\\nf32[2]"');
  });
});

describe("profile", () => {
  it("submits step by step, times each, and leaves the engine as it was", async () => {
    const backend = await startNull();
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const measured = await profile(() => x.matmul(x).add(1.5).sum().data());
    expect(backend.submits).toBe(measured.steps.length);
    expect(measured.steps.length).toBeGreaterThan(1);
    expect(measured.kernels.map(({ name }) => name)).toContain("dot NN 2×2×2");
    expect(JSON.parse(measured.toTrace()).traceEvents).toHaveLength(measured.steps.length);
    expect(String(measured)).toContain("GFLOP/s");
    const { submits } = backend;
    await x.matmul(x).add(2.5).sum().data();
    expect(backend.submits).toBe(submits + 1);
  });

  it("passes on what the function throws", async () => {
    await startNull();
    await expect(profile(() => Promise.reject(new Error("inside")))).rejects.toThrow("inside");
  });
});
