/** @file Gradients of recurrent layers against finite differences, in double precision. */
import { grad, gradcheck } from "@adjoint/autograd";
import { concat, reshape, square, sum, type Tensor, tensor } from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { gru, lstm, type RecurrentParams, rnn } from "../src/index.ts";
import { randomValues } from "./support/random-values.ts";

useBackend();

const randomTensor = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    randomValues(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
    { shape },
  );

describe("gradients in double precision", () => {
  const shapes = (columns: number) => [[2, 2 * columns], [2 * columns], [2, 3, columns], [2, columns]] as const;
  const params = (columns: number): RecurrentParams => {
    const [inputWeight, inputBias, hiddenWeight, hiddenBias] = shapes(columns).map((shape, i) =>
      randomTensor(shape, 10 + i),
    ) as [Tensor, Tensor, Tensor, Tensor];
    return { inputWeight, inputBias, hiddenWeight, hiddenBias };
  };
  const x = randomTensor([2, 3, 2], 1);
  const h = randomTensor([2, 2, 3], 2);
  const c = randomTensor([2, 2, 3], 3);

  const cells: Readonly<Record<string, (p: RecurrentParams, x: Tensor, h: Tensor, c: Tensor) => Tensor>> = {
    rnn: (p, x, h) => rnn(2, 3, { bidirectional: true }).with(p)(x, h).output,
    gru: (p, x, h) => gru(2, 3, { bidirectional: true }).with(p)(x, h).output,
    lstm: (p, x, h, c) => lstm(2, 3, { bidirectional: true }).with(p)(x, { hidden: h, cell: c }).output,
    "lstm's cell": (p, x, h, c) => lstm(2, 3, { bidirectional: true }).with(p)(x, { hidden: h, cell: c }).state.cell,
  };
  const columns: Readonly<Record<string, number>> = { rnn: 3, gru: 9 };

  test.each(Object.keys(cells))("%s", async (name) => {
    const f = cells[name] ?? expect.fail();
    const report = await gradcheck(f, [params(columns[name] ?? 12), x, h, c]);
    expect(report.checked).toBeGreaterThan(50);
  });

  test.each(["rnn", "gru", "lstm"])("%s, of gradients", async (name) => {
    const f = cells[name] ?? expect.fail();
    const slope = (p: RecurrentParams, x: Tensor, h: Tensor, c: Tensor): Tensor => {
      const g = grad((q: { p: RecurrentParams; x: Tensor }) => sum(square(f(q.p, q.x, h, c))))({ p, x });
      return concat([reshape(g.p.hiddenWeight, [-1]), reshape(g.x, [-1])]);
    };
    await gradcheck(slope, [params(columns[name] ?? 12), x, h, c]);
  });
});
