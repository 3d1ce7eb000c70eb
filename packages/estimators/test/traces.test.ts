/** @file The weights that scikit-learn comes to, sample by sample. */
import { SGDClassifier, SGDRegressor } from "@adjoint/estimators";
import { expect, test } from "vitest";
import traces from "./fixtures/sgd-traces.json" with { type: "json" };
import { expectClose, optionsOf } from "./support/sklearn.ts";

/** Weights grow up to 1e13 in traces whose steps are too long, and roundings with them. */
const TOLERANCE = 1e-12;

test("there are 52 traces", () => expect(traces.cases).toHaveLength(52));

test.each(traces.cases.map((trace, i) => ({ ...trace, name: `${i}: ${trace.model} ${JSON.stringify(trace.params)}` })))(
  "$name, $epochs passes",
  async ({ model: name, X, y, epochs, params, coef, intercept }) => {
    const options = { tol: null, maxIter: epochs, ...optionsOf(params) };
    const model = name === "SGDRegressor" ? new SGDRegressor(options) : new SGDClassifier(options);
    await model.fit(X, y);
    expectClose(model.coef, coef, TOLERANCE, "coef");
    expectClose(model.intercept, intercept, TOLERANCE, "intercept");
    expect(model.nIter).toBe(epochs);
    expect(model.t).toBe(1 + epochs * X.length);
    expect(model.converged).toBe(false);
  },
);
