/** @file Estimators given tensors, on either backend: the same bits as with arrays of their values. */
import { type DType, estimators, manualSeed, tensor } from "adjoint";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend();

const { SGDClassifier, SGDRegressor } = estimators;
const X = [
  [0, 1],
  [1, 0.5],
  [2, -1],
  [0.25, 0.5],
  [-1, 2],
];
const y = [1, 2, 3.5, 1.25, -0.5];
const options = { randomState: 3, maxIter: 20 };

test("tensors and arrays give the same model", async () => {
  const [x, target, weight] = [tensor(X), tensor(y), tensor([1, 2, 1, 0, 1])];
  const byTensors = await new SGDRegressor(options).fit(x, target, { sampleWeight: weight });
  const byArrays = await new SGDRegressor(options).fit(
    X.map((row) => Float64Array.from(row)),
    Float32Array.from(y),
    {
      sampleWeight: [1, 2, 1, 0, 1],
    },
  );
  expect(byTensors.coef).toEqual(byArrays.coef);
  expect(await byTensors.predict(x)).toEqual(await byArrays.predict(X));
  expect(await byTensors.score(x, target)).toBe(await byArrays.score(X, y));
  for (const one of [x, target, weight]) one.dispose();
});

test.each<[DType, readonly (number | boolean)[]]>([
  ["i32", [0, 1]],
  ["f32", [0, 1]],
  ["bool", [false, true]],
])("labels may be a tensor of %s", async (dtype, classes) => {
  const labels = tensor([0, 1, 1, 0, 0], { dtype });
  const model = await new SGDClassifier<number | boolean>(options).fit(X, labels);
  expect(model.classes).toEqual(classes);
  expect(await model.predict(X)).toEqual([0, 1, 1, 0, 0].map((label) => classes[label]));
  expect(await model.score(X, labels)).toBe(1);
  labels.dispose();
});

test("what is computed on the device is waited for", async () => {
  const x = tensor(X).mul(2).div(2);
  const model = await new SGDRegressor(options).fit(x, x.slice([0, 0], [5, 1]).reshape([5]));
  expect(model.coef).toEqual(
    (
      await new SGDRegressor(options).fit(
        X,
        X.map(([first = 0]) => first),
      )
    ).coef,
  );
});

test("manualSeed decides where no seed is given", async () => {
  const coefficients = async () => (await new SGDRegressor({ maxIter: 1, tol: null }).fit(X, y)).coef;
  manualSeed(5);
  const first = [await coefficients(), await coefficients()];
  manualSeed(5);
  expect([await coefficients(), await coefficients()]).toEqual(first);
  expect(first[0]).not.toEqual(first[1]);
});
