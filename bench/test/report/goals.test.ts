import { describe, expect, test } from "vitest";
import { engineNames } from "../../src/catalogue/engines.ts";
import { type Goal, type Suite, suites } from "../../src/catalogue/suites.ts";
import { workload } from "../../src/catalogue/workloads.ts";
import { goalsText, verdictOf } from "../../src/report/goals.ts";
import type { Report, Result } from "../../src/report/schema.ts";
import { aReport, aResult } from "./a-report.ts";

const goal: Goal = {
  workload: "gelu-2^22",
  peers: ["tfjs-webgpu", "jax-js-webgpu"],
  ratio: { lavapipe: 4, swiftshader: 2 },
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

describe("a goal", () => {
  const both = [ours, peer("tfjs-webgpu", 9), peer("jax-js-webgpu", 3)];
  test.each([
    ["swiftshader", 2, true],
    ["lavapipe", 4, false],
    ["native", 2, true],
  ] as const)("on %s is ×%d against the better peer", (adapter, least, isMet) => {
    const verdict = verdictOf(goal, report(adapter, ...both));
    expect(verdict).toMatchObject({ goal: least, peer: "jax-js-webgpu", isMet, ratio: { median: 3 } });
  });

  test("is not met, nor judged, without a peer or without Adjoint", () => {
    expect(verdictOf(goal, report("lavapipe", ours))).toMatchObject({ ratio: undefined, isMet: false });
    expect(verdictOf(goal, report("lavapipe", peer("tfjs-webgpu", 9)))).toMatchObject({ ratio: undefined });
  });

  test("compares with another device by the medians", () => {
    const native: Result = aResult(goal.workload, "pytorch", 5);
    expect(verdictOf({ ...goal, peers: ["pytorch"] }, report("lavapipe", ours, native)).ratio?.median).toBe(5);
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
});

test("suites name what there is", () => {
  for (const { goals, limits, engines } of Object.values(suites)) {
    for (const { workload: name } of [...goals, ...limits]) expect(workload(name).name).toBe(name);
    for (const engine of [...engines, ...goals.flatMap(({ peers }) => peers)]) expect(engineNames).toContain(engine);
    const measured = goals.map(({ workload: name }) => name);
    for (const { workload: name } of limits) expect(measured).toContain(name);
  }
});
