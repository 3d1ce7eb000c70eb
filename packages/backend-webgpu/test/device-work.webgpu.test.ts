/**
 * @file A plan is computed by the device alone: each of its steps reaches it as one dispatch or copy, a plan is one
 * submission, and nothing is read but what the program asks for.
 */
import { createWebgpuBackend } from "@adjoint/backend-webgpu";
import { type Backend, type Plan, registerBackend, type Step } from "@adjoint/core";
import { configure, manualSeed, realize, shutdown } from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROGRAMS } from "../../adjoint/test/support/programs.ts";
import { watchGpu } from "./support/watch-gpu.ts";

/** What the runtime asked of the backend. */
const asked = { plans: [] as Plan[], reads: 0 };
const { traffic, stop } = watchGpu();

function listening(backend: Backend): Backend {
  const { submit, download } = backend;
  backend.submit = (submission) => {
    asked.plans.push(submission.plan);
    submit.call(backend, submission);
  };
  backend.download = (buffer, sizeBytes) => {
    asked.reads++;
    return download.call(backend, buffer, sizeBytes);
  };
  return backend;
}

beforeAll(async () => {
  registerBackend("webgpu", async (settings) => listening(await createWebgpuBackend(settings)));
  await configure({ backend: "webgpu" });
});
afterAll(async () => {
  stop();
  await shutdown();
});

describe("every step of the plans is a dispatch or a copy", () => {
  test.each(Object.entries(PROGRAMS))("%s", { timeout: 120_000 }, async (_, run) => {
    manualSeed(11);
    asked.plans.length = 0;
    asked.reads = 0;
    const before = { ...traffic };
    const results = run();
    await realize(...results);
    // Nothing was asked for yet.
    expect(traffic.maps).toBe(before.maps);
    const values = await Promise.all(results.map((result) => result.data()));

    const steps = asked.plans.flatMap((plan) => plan.steps);
    const count = (...kinds: Step["kind"][]): number => steps.filter(({ kind }) => kinds.includes(kind)).length;
    expect(steps.length).toBeGreaterThan(0);
    expect(asked.reads).toBe(values.length);
    expect({
      dispatches: traffic.dispatches - before.dispatches,
      copies: traffic.copies - before.copies,
      submits: traffic.submits - before.submits,
      maps: traffic.maps - before.maps,
    }).toEqual({
      dispatches: count("kernel", "dot"),
      copies: count("copy") + asked.reads,
      submits: asked.plans.length + asked.reads,
      maps: asked.reads,
    });
  });
});
