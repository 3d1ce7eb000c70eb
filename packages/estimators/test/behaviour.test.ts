/** @file What scikit-learn draws at random, and what it does not have: order, early stopping, labels, params. */
import { type RegressionLoss, SGDClassifier, SGDRegressor } from "@adjoint/estimators";
import { expect, test } from "vitest";
import { holdOut } from "../src/hold-out.ts";
import { hostRandom } from "../src/host-random.ts";

const random = hostRandom({ words: [1, 2] }, 3);
const uniform = () => random(2 ** 30) / 2 ** 29 - 1;
const X = Array.from({ length: 60 }, () => [uniform(), uniform()]);
const y = X.map(([a = 0, b = 0]) => 3 * a - 2 * b + 1 + 0.01 * uniform());
const labels = X.map(([a = 0, b = 0]) => (a + b > 0.4 ? "high" : a + b < -0.4 ? "low" : "middle"));

test.each<[RegressionLoss, number]>([
  ["squared_error", 0],
  ["huber", 0.5],
  ["epsilon_insensitive", 0.01],
  ["squared_epsilon_insensitive", 0.01],
])("%s finds a plane", async (loss, epsilon) => {
  const options = { loss, epsilon, randomState: 0, penalty: null, eta0: 0.1, tol: 1e-6 };
  const model = await new SGDRegressor(options).fit(X, y);
  expect(model.converged).toBe(true);
  [3, -2, 1].forEach((expected, i) => {
    expect([...model.coef, ...model.intercept][i]).toBeCloseTo(expected, 1);
  });
  expect(await model.score(X, y)).toBeGreaterThan(0.99);
});

test("a seed decides the order of samples", async () => {
  const coefficients = async (randomState: number) =>
    (await new SGDRegressor({ randomState, maxIter: 2, tol: null }).fit(X, y)).coef;
  expect(await coefficients(1)).toEqual(await coefficients(1));
  expect(await coefficients(1)).not.toEqual(await coefficients(2));
});

test("early stopping holds samples out and ends by the score on them", async () => {
  const options = { randomState: 0, earlyStopping: true, eta0: 0.05, maxIter: 500 };
  const model = await new SGDRegressor(options).fit(X, y);
  expect(model.converged).toBe(true);
  expect(model.t).toBe(1 + 60 * model.nIter);
  expect(await model.score(X, y)).toBeGreaterThan(0.95);
  const classifier = await new SGDClassifier<string>({ randomState: 0, earlyStopping: true }).fit(X, labels);
  expect(classifier.converged).toBe(true);
  expect(await classifier.score(X, labels)).toBeGreaterThan(0.5);
});

test("samples that are held out do not move the model", async () => {
  const seen = { randomState: 4, earlyStopping: true, validationFraction: 0.2, shuffle: false, maxIter: 3 };
  const { held } = holdOut("test", 60, 0.2, hostRandom({ words: [0, 4] }, 0));
  const changed = y.map((target, i) => (held.includes(i) ? target + 0.5 : target));
  const [a, b] = [await new SGDRegressor(seen).fit(X, y), await new SGDRegressor(seen).fit(X, changed)];
  expect(a.coef).toEqual(b.coef);
});

test("every sample is either learned from or held out, and each class has its share", () => {
  const classOf = Uint32Array.from({ length: 50 }, (_, i) => (i < 30 ? 0 : i < 45 ? 1 : 2));
  const { train, held } = holdOut("test", 50, 0.2, hostRandom({ words: [0, 9] }, 0), classOf);
  expect([...train, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  const counts = [0, 1, 2].map((label) => [...held].filter((i) => classOf[i] === label).length);
  expect(counts).toEqual([6, 3, 1]);
  // 9.75 and 5.25 of 15 to learn from: the larger remainder is rounded up.
  const uneven = holdOut(
    "test",
    20,
    0.25,
    hostRandom({ words: [0, 9] }, 0),
    classOf.map((_, i) => Number(i >= 13)).slice(0, 20),
  );
  expect([...uneven.held].filter((i) => i < 13)).toHaveLength(3);
});

test("averages are those of the weights after each step, under an L1 penalty, too", async () => {
  const options = { shuffle: false, tol: null, penalty: "l1", alpha: 0.2, eta0: 0.1 } as const;
  const averaged = await new SGDRegressor({ ...options, maxIter: 1, average: true }).fit(X, y);
  const sums = [0, 0];
  const model = new SGDRegressor(options);
  // A partial fit forgets how far the penalty has gone, so each prefix starts anew.
  for (let n = 1; n <= X.length; n++) {
    await model.setParams({ maxIter: 1 }).fit(X.slice(0, n), y.slice(0, n));
    model.coef.forEach((value, j) => {
      sums[j] = (sums[j] ?? 0) + value;
    });
  }
  averaged.coef.forEach((value, j) => {
    expect(value).toBeCloseTo((sums[j] ?? 0) / X.length, 12);
  });
});

test("probabilities sum to 1, and their logarithms are given, too", async () => {
  for (const loss of ["log_loss", "modified_huber"] as const) {
    const model = await new SGDClassifier<string>({ loss, randomState: 0 }).fit(X, labels);
    const probabilities = await model.predictProba(X);
    for (const row of probabilities) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(await model.predictLogProba(X)).toEqual(probabilities.map((row) => row.map(Math.log)));
  }
});

test("far from all classes, probabilities are equal", async () => {
  for (const loss of ["log_loss", "modified_huber"] as const) {
    const model = new SGDClassifier<string>({ loss, randomState: 0, maxIter: 1, tol: null });
    await model.fit(X, labels, { interceptInit: [-1e5, -1e5, -1e5] });
    model.setParams({ learningRate: "constant" });
    await model.fit(X, labels, { interceptInit: [-1e5, -1e5, -1e5], sampleWeight: X.map(() => 0) });
    expect(await model.predictProba([[0, 0]])).toEqual([[1 / 3, 1 / 3, 1 / 3]]);
  }
});

test("params have defaults, and can be changed", () => {
  const model = new SGDRegressor({ alpha: 1, tol: undefined });
  expect(model.getParams()).toEqual({
    ...{ loss: "squared_error", penalty: "l2", alpha: 1, l1Ratio: 0.15, fitIntercept: true, maxIter: 1000, tol: 1e-3 },
    ...{ shuffle: true, randomState: null, epsilon: 0.1, learningRate: "invscaling", eta0: 0.01, powerT: 0.25 },
    ...{ earlyStopping: false, validationFraction: 0.1, nIterNoChange: 5, warmStart: false, average: false },
  });
  expect(model.setParams({ eta0: 0.5 }).getParams()).toMatchObject({ alpha: 1, eta0: 0.5 });
  const classifier = { loss: "hinge", learningRate: "optimal", eta0: 0.01, powerT: 0.5, classWeight: null };
  expect(new SGDClassifier().getParams()).toMatchObject(classifier);
});

test("class weights may be a map", async () => {
  const fit = async (classWeight: ReadonlyMap<string, number> | Record<string, number>) =>
    (await new SGDClassifier<string>({ classWeight, randomState: 0 }).fit(X, labels)).coef;
  expect(await fit(new Map([["low", 3]]))).toEqual(await fit({ low: 3 }));
});

test("R² of equal targets is 1 or 0", async () => {
  const model = await new SGDRegressor({ randomState: 0 }).fit(X, y);
  const [prediction = 0] = await model.predict([[1, 1]]);
  const twice = [
    [1, 1],
    [1, 1],
  ];
  expect(await model.score(twice, [prediction, prediction])).toBe(1);
  expect(await model.score(twice, [5, 5])).toBe(0);
});

test("arrays are copied at the call", async () => {
  const [rows, targets] = [X.map((row) => [...row]), [...y]];
  const fitting = new SGDRegressor({ randomState: 0, maxIter: 3 }).fit(rows, targets);
  for (const row of rows) row.fill(Number.NaN);
  targets.fill(0);
  expect((await fitting).coef).toEqual((await new SGDRegressor({ randomState: 0, maxIter: 3 }).fit(X, y)).coef);
});

test("the examples of the documentation hold", async () => {
  const model = await new SGDRegressor({ randomState: 0 }).fit([[0], [1], [2]], [1, 3, 5]);
  expect((await model.predict([[3]]))[0]).toBeCloseTo(6.326, 3);
  const classifier = await new SGDClassifier({ randomState: 0 }).fit([[-2], [-1], [1], [2]], [0, 0, 1, 1]);
  expect(await classifier.predict([[-3], [3]])).toEqual([0, 1]);
});
