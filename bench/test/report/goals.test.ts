import { describe, expect, test } from "vitest";
import { engineNames } from "../../src/catalogue/engines.ts";
import { type PeerGoal, type Suite, suites } from "../../src/catalogue/suites.ts";
import { workload } from "../../src/catalogue/workloads.ts";
import { goalsText, verdictOf } from "../../src/report/goals.ts";
import type { Report, Result } from "../../src/report/schema.ts";
import { aReport, aResult } from "./a-report.ts";

const goal: PeerGoal = {
  kind: "peers",
  workload: "gelu-2^22",
  engine: "adjoint-webgpu",
  peers: ["tfjs-webgpu", "jax-js-webgpu"],
  ratio: { lavapipe: 4, otherwise: 2 },
};

const peer = (engine: "tfjs-webgpu" | "jax-js-webgpu", median: number): Result => ({
  ...aResult(goal.workload, engine, median),
  ratio: { to: "adjoint-webgpu", median, low: median - 1, high: median + 1 },
});

function report(used: Report["adapter"]["used"], ...results: readonly Result[]): Report {
  return { ...aReport, adapter: { ...aReport.adapter, used }, results: [...results] };
}

const counters = { dispatches: 3, submits: 1, movedBytes: 1, flops: 1, peakBytes: 1, planHits: 1, planRuns: 1 };
const ours: Result = { ...aResult(goal.workload, "adjoint-webgpu", 1), counters: { ...counters, hostMs: 0.1 } };

describe("a goal against peers", () => {
  const both = [ours, peer("tfjs-webgpu", 9), peer("jax-js-webgpu", 3)];
  test.each([
    ["swiftshader", "×2.00", true],
    ["lavapipe", "×4.00", false],
    ["native", "×2.00", true],
  ] as const)("on %s is %s against the better one", (adapter, least, isMet) => {
    const verdict = verdictOf(goal, report(adapter, ...both));
    expect(verdict).toEqual({ goal: least, isMet, measured: "×3.00", beside: "jax-js-webgpu, ×2.00 … ×4.00" });
  });

  test("may differ by runtime", () => {
    const cpu: PeerGoal = { ...goal, ratio: { chromium: 1.35, otherwise: 2.8 } };
    const inNode = report(null, ...both);
    const inChromium: Report = { ...inNode, runtime: { ...inNode.runtime, name: "chromium" } };
    expect([inNode, inChromium].map((of) => verdictOf(cpu, of).goal)).toEqual(["×2.80", "×1.35"]);
  });

  test("is neither met nor missed without a peer or without Adjoint", () => {
    expect(verdictOf(goal, report("lavapipe", ours)).isMet).toBeUndefined();
    expect(verdictOf(goal, report("lavapipe", peer("tfjs-webgpu", 9))).isMet).toBeUndefined();
  });

  test("compares with another device by the medians", () => {
    const native: Result = aResult(goal.workload, "pytorch", 5);
    expect(verdictOf({ ...goal, peers: ["pytorch"] }, report("lavapipe", ours, native)).measured).toBe("×5.00");
  });
});

describe("a goal on its own", () => {
  const { workload: name, engine } = goal;
  const known: Result = { ...ours, counters: { ...counters, planMs: 0.3 } };

  // `aResult` has 30 % of the multiply-adds after 1 ms.
  test.each([
    [{ kind: "share", fraction: 0.3 }, true, "of fma"],
    [{ kind: "share", fraction: 0.31 }, false, "of fma"],
    [{ kind: "run", ms: 1 }, true, "a run"],
    [{ kind: "run", ms: 0.9 }, false, "a run"],
    [{ kind: "plan", ms: 0.3 }, true, "to a plan"],
    [{ kind: "plan", ms: 0.2 }, false, "to a plan"],
  ] as const)("%o: %s", (own, isMet, beside) => {
    const verdict = verdictOf({ ...own, workload: name, engine }, report(null, known));
    expect(verdict).toMatchObject({ isMet, beside });
  });

  test.each([
    { kind: "share", fraction: 0.3 },
    { kind: "run", ms: 1 },
    { kind: "plan", ms: 1 },
  ] as const)("$kind: is neither met nor missed where it was not measured", (own) => {
    const failed: Result = { workload: name, engine, status: "failed", rounds: [], losses: [] };
    expect(verdictOf({ ...own, workload: name, engine }, report(null, failed)).isMet).toBeUndefined();
  });
});

describe("the text", () => {
  const suite: Suite = {
    engines: [],
    goals: [goal],
    limits: [{ workload: goal.workload, dispatches: 3, submits: 1 }],
    hostMs: 0.2,
  };

  test("says what is met and kept", () => {
    const text = goalsText(suite, report("swiftshader", ours, peer("jax-js-webgpu", 3)));
    expect(text).toMatch(/×3\.00.*×2\.00.* met /);
    expect(text).toMatch(/3 of 3.*1 of 1.*100 µs of 200 µs.* kept /);
  });

  test("says what is not", () => {
    const slow = { ...ours, counters: { ...counters, dispatches: 4 } };
    const text = goalsText(suite, report("lavapipe", slow, peer("jax-js-webgpu", 3)));
    expect(text).toContain("NOT MET");
    expect(text).toMatch(/4 of 3.*EXCEEDED/);
    const late = { ...ours, counters: { ...counters, hostMs: 0.3 } };
    expect(goalsText(suite, report("lavapipe", late))).toContain("EXCEEDED");
    expect(goalsText(suite, report("lavapipe", late))).toContain("not measured");
  });

  test("counts a workload once, and without a limit where the suite has none", () => {
    const twice: Suite = { engines: [], goals: [goal, { ...goal, peers: ["pytorch"] }], limits: [] };
    const late = { ...ours, counters: { ...counters, hostMs: 0.3 } };
    const text = goalsText(twice, report("lavapipe", late));
    expect(text.match(/kept/g)).toHaveLength(1);
  });
});

test("suites name what there is, and measure whom they judge", () => {
  for (const { goals, limits, engines } of Object.values(suites)) {
    for (const { workload: name } of [...goals, ...limits]) expect(workload(name).name).toBe(name);
    for (const engine of engines) expect(engineNames).toContain(engine);
    for (const goal of goals) {
      const named = goal.kind === "peers" ? [goal.engine, ...goal.peers] : [goal.engine];
      for (const engine of named) expect(engines).toContain(engine);
    }
    const measured = goals.map(({ workload: name }) => name);
    for (const { workload: name } of limits) expect(measured).toContain(name);
  }
});
