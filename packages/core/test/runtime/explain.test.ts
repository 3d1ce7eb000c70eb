import { describe, expect, it } from "vitest";
import type { Submission } from "../../src/backend/contract.ts";
import { explain } from "../../src/explain.ts";
import { Profile, planStats, profile, tensor } from "../../src/index.ts";
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
    expect(measured.limits).toBeUndefined();
    expect(measured.kernels.every(({ shareOfLimit }) => shareOfLimit === undefined)).toBe(true);
    expect(String(measured)).toContain("GFLOP/s");
    expect(String(measured)).not.toContain("%");
    const { submits } = backend;
    await x.matmul(x).add(2.5).sum().data();
    expect(backend.submits).toBe(submits + 1);
  });

  it("sets rates beside what the backend says that the device can do, asking once", async () => {
    const backend = await startNull();
    let asked = 0;
    const measureLimits = async () => {
      asked++;
      return { gflops: 5, gigabytesPerSecond: 7 };
    };
    Object.assign(backend, { measureLimits });
    const x = tensor([1, 2, 3]);
    const measured = await profile(() => x.exp().data());
    expect((await profile(() => x.exp().data())).limits).toEqual({ gflops: 5, gigabytesPerSecond: 7 });
    expect(asked).toBe(1);
    for (const { gflops, gigabytesPerSecond, shareOfLimit, bound } of measured.kernels) {
      expect(shareOfLimit).toBe(Math.max(gflops / 5, gigabytesPerSecond / 7));
      expect(bound).toBe(gflops / 5 > gigabytesPerSecond / 7 ? "arithmetic" : "memory");
    }
  });

  it("tells what planning and compiling took, and nothing where both are done", async () => {
    await startNull({ onCompile: () => new Promise((resolve) => setTimeout(resolve, 5)) });
    const x = tensor([1, 2, 3]);
    const first = await profile(() => x.exp().data());
    expect(first.planningMs).toBeGreaterThan(0);
    expect(first.compilingMs).toBeGreaterThan(0);
    expect(planStats()).toMatchObject({ planningMs: first.planningMs, compilingMs: first.compilingMs });
    expect(await profile(() => x.exp().data())).toMatchObject({ planningMs: 0, compilingMs: 0 });
  });

  it("writes a trace in Chrome's format, in µs", () => {
    const step = { name: "f", kind: "kernel", startMs: 1, elapsedMs: 2, flops: 8e6, bytes: 2e6 } as const;
    const limits = { gflops: 16, gigabytesPerSecond: 2 };
    const measured = new Profile([step], 4, { planningMs: 0.5, compilingMs: 0.25, limits });
    const rates = { gflops: 4, gigabytesPerSecond: 1, shareOfLimit: 0.5, bound: "memory" };
    expect(measured.kernels).toEqual([{ name: "f", calls: 1, elapsedMs: 2, ...rates }]);
    const { traceEvents, otherData } = JSON.parse(measured.toTrace());
    expect(otherData).toEqual({ planningMs: 0.5, compilingMs: 0.25, ...limits, clock: "waiting" });
    expect(traceEvents.map(({ ph, name }: Record<string, string>) => `${ph} ${name}`)).toEqual([
      "X f",
      "M process_name",
      "M thread_name",
      "M thread_name",
    ]);
    const args = { flops: 8e6, bytes: 2e6, ...rates };
    expect(traceEvents[0]).toEqual({ name: "f", cat: "kernel", ph: "X", ts: 1000, dur: 2000, pid: 1, tid: 1, args });
    expect(String(measured)).toContain("50 % of memory  f");
  });

  it("takes the times of a device that has a clock, and says which clock it was", async () => {
    const backend = await startNull();
    const timed = { resolutionMs: 0.25, beganAtMs: 0, encodedAtMs: 0, submittedAtMs: 0 };
    const submitTimed = async (submission: Submission) => {
      backend.submit(submission);
      return { ...timed, steps: submission.plan.steps.map((_, i) => ({ startMs: i, elapsedMs: 0.5 + i })) };
    };
    Object.assign(backend, { submitTimed, measureLimits: async () => ({ gflops: 5, gigabytesPerSecond: 7 }) });
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const measured = await profile(() => x.matmul(x).sum().data());
    expect(backend.submits).toBe(1);
    expect(measured.clock).toEqual({ kind: "timestamps", resolutionMs: 0.25 });
    expect(measured.steps.map(({ elapsedMs }) => elapsedMs)).toEqual(measured.steps.map((_, i) => 0.5 + i));
    // Fewer than four ticks are no rate.
    const told = measured.kernels.map(({ elapsedMs, shareOfLimit }) => [elapsedMs >= 1, shareOfLimit !== undefined]);
    expect(told).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(String(measured)).toContain("in steps of 0.25 ms");
  });

  it("waits where the backend has no clock at the moment", async () => {
    const backend = await startNull();
    Object.assign(backend, { submitTimed: async () => undefined });
    const x = tensor([1, 2]);
    expect((await profile(() => x.exp().data())).clock.kind).toBe("waiting");
    expect(backend.submits).toBe(1);
  });

  it("runs plans whole if asked to", async () => {
    const backend = await startNull();
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const measured = await profile(() => x.matmul(x).sum().data(), { bySteps: false });
    expect(backend.submits).toBe(1);
    expect(measured.steps).toMatchObject([{ kind: "plan", name: "data, 2 steps" }]);
  });

  it("notes what the host does, in order, and only meanwhile", async () => {
    await startNull();
    const x = tensor([1, 2]);
    const measured = await profile(() => x.exp().mul(1.5).data());
    const names = measured.host.map(({ name }) => name);
    expect(names.filter((name) => name !== "compile")).toEqual(
      ["graph", "plan", "bind", "submit", "read"].sort(byStart),
    );
    expect(names).toContain("compile");
    const events: { ph: string; tid: number; name: string }[] = JSON.parse(measured.toTrace()).traceEvents;
    const onHost = events.filter(({ tid, ph }) => tid === 2 && ph !== "M");
    expect(onHost.map(({ ph, name }) => `${ph} ${name}`)).toContain("b read");
    const before = measured.host.length;
    await x.exp().mul(1.5).data();
    expect(measured.host.length).toBe(before);
    // Planning happens inside of the flush: the slice of the graph encloses that of the plan.
    const [graph, plan] = ["graph", "plan"].map((name) => measured.host.find((event) => event.name === name));
    expect(graph?.startMs).toBeLessThanOrEqual(plan?.startMs ?? -1);

    function byStart(a: string, b: string): number {
      const startOf = (name: string) => measured.host.find((event) => event.name === name)?.startMs ?? 0;
      return startOf(a) - startOf(b);
    }
  });

  it("runs one at a time", async () => {
    await startNull();
    const inner = () => profile(() => undefined);
    await expect(profile(inner)).rejects.toThrow("one profile runs at a time");
    await profile(() => undefined);
  });

  it("passes on what the function throws", async () => {
    await startNull();
    await expect(profile(() => Promise.reject(new Error("inside")))).rejects.toThrow("inside");
  });
});
