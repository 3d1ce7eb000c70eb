/** @file What estimators refuse, and in which words. */
import { DTypeError, ShapeError, UsageError } from "@adjoint/core";
import {
  type Label,
  SGDClassifier,
  type SGDClassifierOptions,
  SGDRegressor,
  type SGDRegressorOptions,
} from "@adjoint/estimators";
import { expect, test } from "vitest";

const X = [[0], [1], [2], [3]];
const y = [1, 3, 5, 7];

test.each<[unknown, RegExp]>([
  [{ loss: "l2" }, /^SGDRegressor: loss must be one of squared_error, huber, .*; got l2$/],
  [{ loss: "hinge" }, /loss must be one of squared_error/],
  [{ penalty: "l3" }, /penalty must be one of l2, l1, elasticnet, null; got l3/],
  [{ learningRate: "fast" }, /learningRate must be one of constant, optimal, invscaling, adaptive; got fast/],
  [{ alpha: -1 }, /alpha must be at least 0; got -1/],
  [{ alpha: Number.NaN }, /alpha must be at least 0; got NaN/],
  [{ alpha: "1" }, /alpha must be at least 0; got 1/],
  [{ l1Ratio: 1.5 }, /l1Ratio must be in \[0, 1\]; got 1.5/],
  [{ maxIter: 0 }, /maxIter must be a whole number of at least 1; got 0/],
  [{ maxIter: Number.POSITIVE_INFINITY }, /maxIter must be/],
  [{ tol: -1 }, /tol must be null or at least 0; got -1; null makes all passes/],
  [{ epsilon: -0.1 }, /epsilon must be at least 0/],
  [{ eta0: 0 }, /learningRate "invscaling" needs eta0 above 0; got eta0=0; its default is 0.01/],
  [{ eta0: -1 }, /eta0 must be at least 0; got -1/],
  [{ powerT: Number.NaN }, /powerT must be a finite number/],
  [{ learningRate: "optimal", alpha: 0 }, /learningRate "optimal" needs alpha above 0; got alpha=0; choose another of/],
  [{ validationFraction: 1 }, /validationFraction must be between 0 and 1/],
  [{ nIterNoChange: 0.5 }, /nIterNoChange must be a whole number/],
  [{ shuffle: 1 }, /shuffle must be one of true, false; got 1/],
  [{ average: -2 }, /average must be true, false or a whole number of at least 0; got -2/],
  [{ randomState: 0.5 }, /randomState must be null or a whole number of at most 53 bits; got 0.5/],
  [{ max_iter: 5 }, /options must be among those it has; got max_iter; it has penalty, alpha/],
])("SGDRegressor refuses %j", (options, message) => {
  const make = () => new SGDRegressor(options as SGDRegressorOptions);
  expect(make).toThrow(UsageError);
  expect(make).toThrow(message);
});

test.each<[string, unknown, unknown, unknown, typeof ShapeError | typeof UsageError, RegExp]>([
  [
    "one axis",
    [1, 2, 3, 4],
    y,
    {},
    ShapeError,
    /fit: X must be \[samples, features\]; got 1 at X\[0\]; one row for each/,
  ],
  ["a flat typed array", Float32Array.of(1, 2), y, {}, ShapeError, /got one axis of length 2; one row for each sample/],
  ["no data", undefined, y, {}, ShapeError, /X must be \[samples, features\]; got undefined/],
  ["no samples", [], [], {}, ShapeError, /X needs at least one sample and one feature; got \[0, 0\]/],
  ["no features", [[], []], [1, 2], {}, ShapeError, /X needs at least one sample and one feature; got \[2, 0\]/],
  [
    "ragged rows",
    [[1], [1, 2]],
    [1, 2],
    {},
    ShapeError,
    /rows of X must be equally long; got X\[1\] of length 2 in place/,
  ],
  ["text", [["a"]], [1], {}, UsageError, /X\[0\]\[0\] must be a number; got "a"/],
  ["three axes", [[[1]]], [1], {}, ShapeError, /X\[0\]\[0\] must be a number; got an array/],
  ["NaN in X", [[0], [Number.NaN]], [1, 2], {}, UsageError, /data must be finite; got NaN at X\[1\]\[0\]; leave/],
  ["infinity in y", [[0], [1]], [1, Number.NEGATIVE_INFINITY], {}, UsageError, /got -Infinity at y\[1\]/],
  ["a column for y", X, [[1], [2], [3], [4]], {}, ShapeError, /y\[0\] must be a number; got an array/],
  ["a number for y", X, 3, {}, ShapeError, /y must be \[samples\]; got 3/],
  ["too few targets", X, [1, 2], {}, ShapeError, /X and y need equal numbers of samples; got 4 and 2/],
  [
    "too few weights",
    X,
    y,
    { sampleWeight: [1] },
    ShapeError,
    /X and sampleWeight need equal numbers of samples; got 4/,
  ],
  ["a negative weight", X, y, { sampleWeight: [1, -1, 1, 1] }, UsageError, /at least 0; got -1 at sampleWeight\[1\]/],
  ["a NaN weight", X, y, { sampleWeight: [1, Number.NaN, 1, 1] }, UsageError, /got NaN at sampleWeight\[1\]/],
  ["other coefficients", X, y, { coefInit: [1, 2] }, ShapeError, /coefInit must have 1 x 1 numbers; got \[1, 2\]/],
  ["two intercepts", X, y, { interceptInit: [1, 2] }, ShapeError, /interceptInit must have 1 numbers; got 2/],
])("fit refuses %s", async (_name, rows, targets, options, kind, message) => {
  const fitting = new SGDRegressor().fit(rows as number[][], targets as number[], options as object);
  await expect(fitting).rejects.toThrow(kind);
  await expect(fitting).rejects.toThrow(message);
});

test("a model that is not fitted says so", async () => {
  const regressor = new SGDRegressor();
  const classifier = new SGDClassifier();
  const message = /must be fitted; got one that is not; await fit\(X, y\) first/;
  await expect(regressor.predict(X)).rejects.toThrow(message);
  await expect(regressor.score(X, y)).rejects.toThrow(message);
  for (const name of ["coef", "intercept", "nIter", "t", "converged"] as const) {
    expect(() => regressor[name]).toThrow(`SGDRegressor.${name}: the model must be fitted`);
    expect(() => classifier[name]).toThrow(`SGDClassifier.${name}: the model must be fitted`);
  }
  expect(() => classifier.classes).toThrow(message);
  await expect(classifier.predict(X)).rejects.toThrow(message);
  await expect(classifier.decisionFunction(X)).rejects.toThrow(message);
});

test("a refused call leaves the model as it was", async () => {
  const model = await new SGDRegressor({ randomState: 0, warmStart: true }).fit(X, y);
  const before = [model.coef, model.intercept, model.t];
  await expect(model.fit([[0, 1]], [1])).rejects.toThrow(/as many features .*; got 2 in place of 1/);
  await expect(model.partialFit([[1e305], [-1e305]], [1, 1])).rejects.toThrow(
    /partialFit: weights must stay finite; got an overflow in pass 1 .*; bring the columns of X to mean 0/,
  );
  await expect(model.predict([[1, 2]])).rejects.toThrow(ShapeError);
  expect([model.coef, model.intercept, model.t]).toEqual(before);
});

test("R² takes two samples", async () => {
  const model = await new SGDRegressor().fit(X, y);
  await expect(model.score([[1]], [1])).rejects.toThrow(/score: R² needs at least two samples; got 1/);
  await expect(model.score(X, y, { sampleWeight: [0, 0, 0, 0] })).rejects.toThrow(/must not be 0 for all samples/);
});

test("early stopping takes enough samples", async () => {
  const regressor = new SGDRegressor({ earlyStopping: true });
  await expect(regressor.fit(X, y)).rejects.toThrow(/R² needs two samples to be held out; got 1; raise/);
  await expect(regressor.fit([[1]], [1])).rejects.toThrow(/at least one sample; got 0 to learn from and 1 held out/);
  await expect(regressor.partialFit(X, y)).rejects.toThrow(/partialFit needs earlyStopping to be false; got true/);
  const classifier = new SGDClassifier({ earlyStopping: true });
  await expect(classifier.fit(X, [0, 0, 0, 1])).rejects.toThrow(/needs two samples of each class; got one of a class/);
  await expect(classifier.fit(X, [0, 0, 1, 1])).rejects.toThrow(/one sample of each of 2 classes; got 3 .* and 1 held/);
});

test.each<[SGDClassifierOptions, readonly Label[], RegExp]>([
  [{}, [1, 1, 1, 1], /fit: there must be at least two classes; got 1 alone; add samples of another class/],
  [{}, [0, 1, Number.NaN, 1], /labels must be numbers; got NaN at y\[2\]/],
  [{}, [0, 1, "1", 1], /y must be all numbers, all strings or all booleans; got number and string/],
  [{ classWeight: { 5: 1 } }, [0, 1, 0, 1], /classWeight must name classes among 0, 1; got 5/],
  [{ classWeight: { 1: -1 } }, [0, 1, 0, 1], /classWeight must be at least 0; got -1 for 1/],
])("SGDClassifier %j refuses the labels %j", async (options, labels, message) => {
  await expect(new SGDClassifier<Label>(options).fit(X, labels)).rejects.toThrow(message);
});

test("errors of labels are typed", async () => {
  await expect(new SGDClassifier().fit(X, [1, 1, 1, 1])).rejects.toThrow(ShapeError);
  await expect(new SGDClassifier<Label>().fit(X, [0, "1", 0, 1])).rejects.toThrow(DTypeError);
  expect(() => new SGDClassifier({ loss: "svm" as "hinge" })).toThrow(/one of hinge, log_loss, modified_huber/);
});

test("partial fits need their classes", async () => {
  const model = new SGDClassifier();
  await expect(model.partialFit(X, [0, 1, 0, 1])).rejects.toThrow(/the first call needs classes; got none; partialFit/);
  await expect(model.partialFit(X, [0, 1, 0, 5], { classes: [0, 1, 2] })).rejects.toThrow(
    /y must hold the classes 0, 1, 2; got 5 at y\[3\]/,
  );
  await model.partialFit(X, [0, 1, 0, 1], { classes: [0, 1, 2] });
  expect(model.classes).toEqual([0, 1, 2]);
  await expect(model.partialFit(X, [0, 1, 0, 1], { classes: [0, 1] })).rejects.toThrow(
    /classes must stay 0, 1, 2; got 0/,
  );
  const balanced = new SGDClassifier({ classWeight: "balanced" });
  await expect(balanced.partialFit(X, [0, 1, 0, 1], { classes: [0, 1] })).rejects.toThrow(
    /"balanced" needs all samples/,
  );
  const warm = await new SGDClassifier({ warmStart: true }).fit(X, [0, 1, 0, 1]);
  await expect(warm.fit(X, [0, 1, 2, 1])).rejects.toThrow(/classes must stay 0, 1; got 0, 1, 2/);
});

test("probabilities need a loss that has them", async () => {
  const model = await new SGDClassifier().fit(X, [0, 0, 1, 1]);
  await expect(model.predictProba(X)).rejects.toThrow(
    /predictProba: loss must be one of log_loss, modified_huber; got hinge; decisionFunction has scores/,
  );
});

test("a loss that is no number is refused, even where weights stay finite", async () => {
  const rows = [
    [1e200, 1e200],
    [1, 1],
  ];
  const fitting = new SGDClassifier().fit(rows, [0, 1], { coefInit: [[1e200, -1e200]] });
  await expect(fitting).rejects.toThrow(/fit: weights must stay finite; got an overflow in pass 1/);
});
