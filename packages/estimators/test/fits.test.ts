/** @file Whole fits against scikit-learn's: when they stop, what they predict, classes, weights, partial fits. */
import { type Label, SGDClassifier, SGDRegressor } from "@adjoint/estimators";
import { expect, test } from "vitest";
import fits from "./fixtures/sgd-fits.json" with { type: "json" };
import { expectClose, optionsOf } from "./support/sklearn.ts";

const TOLERANCE = 1e-10;
const { X, new: unseen, weights } = fits;
const parts = [
  [0, 10],
  [10, 24],
  [0, 24],
] as const;

type Fit = (typeof fits.cases)[number];
const named = (model: string) => fits.cases.filter((fit) => fit.model === model);

test.each(named("SGDRegressor"))("SGDRegressor: $name", async (fit) => {
  const y = fits.regression;
  const model = new SGDRegressor(optionsOf(fit.params));
  const sampleWeight = fit.weights ? weights : undefined;
  if (fit.calls === "partial") {
    for (const [a, b] of parts) {
      await model.partialFit(X.slice(a, b), y.slice(a, b), { sampleWeight: sampleWeight?.slice(a, b) });
    }
  } else {
    const [coefInit, interceptInit] = [fit.coef_init ?? undefined, fit.intercept_init ?? undefined];
    await model.fit(X, y, { sampleWeight, coefInit: coefInit as number[] | undefined, interceptInit });
    if (fit.calls === "twice") await model.fit(X, y, { sampleWeight });
  }
  expectState(model, fit);
  expectClose(await model.predict(unseen), fit.predict, TOLERANCE, "predict");
  expectClose(await model.score(X, y), fit.score, TOLERANCE, "score");
  expectClose(await model.score(X, y, { sampleWeight: weights }), fit.weighted_score, TOLERANCE, "weighted score");
});

test.each(named("SGDClassifier"))("SGDClassifier: $name", async (fit) => {
  const y: Label[] = fit.y === "two" ? fits.two : fits.three;
  const model = new SGDClassifier<Label>(optionsOf(fit.params));
  const sampleWeight = fit.weights ? weights : undefined;
  if (fit.calls === "partial") {
    for (const [a, b] of parts) {
      await model.partialFit(X.slice(a, b), y.slice(a, b), { sampleWeight: sampleWeight?.slice(a, b), classes: y });
    }
  } else {
    await model.fit(X, y, { sampleWeight });
    if (fit.calls === "twice") await model.fit(X, y, { sampleWeight });
  }
  expectState(model, fit);
  expect(model.classes).toEqual(fit.y === "two" ? ["no", "yes"] : [-3, 2, 7]);
  expectClose(await model.decisionFunction(unseen), fit.decision, TOLERANCE, "decision");
  expect(await model.predict(unseen)).toEqual(fit.predict);
  expect(await model.score(X, y)).toBeCloseTo(fit.score, 12);
  expect(await model.score(X, y, { sampleWeight: weights })).toBeCloseTo(fit.weighted_score, 12);
  if (fit.proba !== undefined) expectClose(await model.predictProba(unseen), fit.proba, TOLERANCE, "proba");
});

function expectState(model: SGDRegressor | SGDClassifier<Label>, fit: Fit): void {
  expect(model.nIter).toBe(fit.n_iter);
  expect(model.t).toBe(fit.t);
  expectClose(model.coef, fit.coef, TOLERANCE, "coef");
  expectClose(model.intercept, fit.intercept, TOLERANCE, "intercept");
}
