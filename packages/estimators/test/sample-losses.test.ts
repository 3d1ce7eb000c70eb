import { expect, test } from "vitest";
import { boundedSlope, CLASSIFICATION_LOSSES } from "../src/sample-losses.ts";
import losses from "./fixtures/sgd-losses.json" with { type: "json" };

/** What the fixtures call losses, and we. */
const NAMES: Readonly<Record<string, keyof typeof CLASSIFICATION_LOSSES>> = {
  hinge_1: "hinge",
  "perceptron(hinge_0)": "perceptron",
  log: "log_loss",
  "huber_0.1": "huber",
  "epsilon_insensitive_0.1": "epsilon_insensitive",
  "squared_epsilon_insensitive_0.1": "squared_epsilon_insensitive",
  squared_hinge: "squared_hinge",
  modified_huber: "modified_huber",
  squared_error: "squared_error",
};

test.each(losses.cases)("$loss has scikit-learn's values and slopes", ({ loss: name, rows }) => {
  const loss = CLASSIFICATION_LOSSES[NAMES[name] ?? "hinge"](0.1);
  expect(NAMES[name]).toBeDefined();
  for (const [p = 0, y = 0, value = 0, slope = 0] of rows) {
    // The table is cut off beyond 18, where the truth is 1.7e-8 away.
    expect(loss.value(p, y), `${p}, ${y}`).toBeCloseTo(value, 7);
    expect(loss.slope(p, y), `${p}, ${y}`).toBeCloseTo(slope, 7);
  }
});

const points = [-30, -3, -1.3, -0.4, 0.05, 0.7, 1.2, 2.5, 30];

test.each(Object.entries(CLASSIFICATION_LOSSES))("the slope of %s is the derivative of its value", (_name, make) => {
  const loss = make(0.1);
  for (const p of points) {
    for (const y of [-1, 1]) {
      const difference = (loss.value(p + 1e-6, y) - loss.value(p - 1e-6, y)) / 2e-6;
      expect(Math.abs(loss.slope(p, y) - difference), `${p}, ${y}`).toBeLessThan(1e-6 * (1 + Math.abs(difference)));
    }
  }
});

test("the logistic loss is exact where scikit-learn cuts it off", () => {
  const loss = CLASSIFICATION_LOSSES.log_loss(0.1);
  // log(1 + e^-20) = e^-20 - e^-40 / 2 + ..., 1 / (1 + e^20), to all digits.
  expect(loss.value(20, 1)).toBeCloseTo(2.061153620314381e-9, 22);
  expect(loss.slope(20, 1)).toBeCloseTo(-2.0611536181902037e-9, 22);
  expect(loss.value(-20, 1)).toBe(20 + 2.061153620314381e-9);
  expect([loss.value(-1e4, 1), loss.slope(-1e4, 1), loss.value(1e4, 1)]).toEqual([1e4, -1, 0]);
});

test("slopes are bounded by 1e12", () => {
  const loss = CLASSIFICATION_LOSSES.squared_error(0.1);
  expect(boundedSlope(loss, 1e300, -1)).toBe(1e12);
  expect(boundedSlope(loss, -1e300, 1)).toBe(-1e12);
});
