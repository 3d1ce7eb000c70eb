import { describe, expect, test } from "vitest";
import { printPlan } from "../../src/lower/print-plan.ts";
import { examplePlans } from "../../src/testing/example-plans.ts";

describe("plans of the catalogue", () => {
  test.each(examplePlans())("$name", ({ plan }) => {
    expect(printPlan(plan)).toMatchSnapshot();
  });

  test("no plan is larger than it should be", () => {
    const steps = Object.fromEntries(examplePlans().map(({ name, plan }) => [name, plan.steps.length]));
    expect(steps).toMatchObject({
      softmax: 1,
      "log-softmax": 1,
      "layer norm": 1,
      "cross-entropy, forward and backward": 2,
      "Adam's update": 1,
      "dot with a bias and an activation": 1,
      "batched dot, transposed": 1,
      "batched dot with one shared matrix": 1,
      transpose: 1,
    });
  });
});
