/** @file Recurrences that go step by step, against those that one kernel runs; and how many kernels layers take. */
import { grad, gradcheck, valueAndGrad } from "@adjoint/autograd";
import { add, mul, ones, realize, scope, sum, Tensor, tensor } from "@adjoint/core";
import { explain } from "adjoint";
import { describe, expect, test } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { gru, lstm } from "../src/index.ts";
import { type Cell, gruCell, lstmCell, reluCell, tanhCell } from "../src/recurrent/cells.ts";
import type { Extents, RealType } from "../src/recurrent/launch.ts";
import { type RecurrenceResult, recurrence } from "../src/recurrent/recurrence.ts";
import { stepwise } from "../src/recurrent/stepwise.ts";
import { expectClose } from "./support/close.ts";
import { randomValues } from "./support/random-values.ts";

useBackend();

type Four = readonly [Tensor, Tensor, Tensor, Tensor];
type Run = (cell: Cell, extents: Extents, inputs: Four) => RecurrenceResult;

const whole: Run = (cell, extents, [a, b, c, d]) => recurrence(cell, extents, [a.node, b.node, c.node, d.node]);
const bySteps: Run = (cell, extents, [a, b, c, d]) =>
  stepwise({ cell, extents, dtype: a.dtype as RealType }, [a.node, b.node, c.node, d.node]);

function inputsOf(cell: Cell, { batch, steps, directions, hidden }: Extents): Four {
  const columns = cell.gates * hidden;
  const random = (shape: readonly number[], seed: number): Tensor =>
    tensor(
      randomValues(
        shape.reduce((a, b) => a * b, 1),
        seed,
      ),
      { shape },
    );
  return [
    random([batch, steps, directions, columns], 1),
    random([directions, hidden, columns], 2),
    random([directions, columns], 3),
    random([cell.states, directions, batch, hidden], 4),
  ];
}

/** Weighs all results, so that none has the gradient of another. */
const weighed =
  (run: Run, cell: Cell, extents: Extents) =>
  (inputs: Four): Tensor => {
    const { hidden, lastCell } = run(cell, extents, inputs);
    const weigh = (x: Tensor): Tensor => {
      const weights = tensor(randomValues(x.size, 5), { shape: x.shape, dtype: x.dtype });
      return sum(mul(x, weights));
    };
    const total = weigh(new Tensor(hidden));
    return lastCell === undefined ? total : add(total, weigh(new Tensor(lastCell)));
  };

const cells: readonly Cell[] = [tanhCell, reluCell, gruCell, lstmCell];
const layouts: readonly (readonly [string, Extents])[] = [
  ["one step", { batch: 2, steps: 1, directions: 1, isReversed: false, hidden: 3 }],
  ["a reversed sequence", { batch: 2, steps: 4, directions: 1, isReversed: true, hidden: 5 }],
  ["both directions", { batch: 3, steps: 3, directions: 2, isReversed: false, hidden: 4 }],
];

describe.each(cells)("$name, step by step", (cell) => {
  test.each(layouts)("gives what one kernel gives: %s", async (_, extents) => {
    const inputs = inputsOf(cell, extents);
    const [want, wanted] = valueAndGrad(weighed(whole, cell, extents))(inputs);
    const [got, gotten] = valueAndGrad(weighed(bySteps, cell, extents))(inputs);
    expectClose(await got.data(), await want.data(), 1e-5, "value");
    for (const [i, gradient] of wanted.entries()) {
      expectClose(await (gotten[i] ?? expect.fail()).data(), await gradient.data(), 1e-5, `gradient ${i}`);
    }
  });

  // In double precision, which WebGPU lacks.
  if (testedBackend() === "cpu") {
    test("has right gradients of gradients", async () => {
      const extents: Extents = { batch: 1, steps: 2, directions: 2, isReversed: false, hidden: 2 };
      const f = weighed(bySteps, cell, extents);
      await gradcheck(
        (inputs: Four) => {
          const [input, weight] = grad(f)(inputs);
          return add(sum(mul(input, input)), sum(mul(weight, weight)));
        },
        [inputsOf(cell, extents)],
      );
    });
  }
});

describe("few kernels", () => {
  const layer = { lstm: () => lstm(128, 128), gru: () => gru(128, 128, { bidirectional: true }) };

  test.each(["lstm", "gru"] as const)("%s of 100 steps", async (kind) => {
    const { params, with: bind } = layer[kind]();
    const x = ones([2, 100, 128]);
    await realize(...Object.values(params), x);
    const forward = scope(() => explain(bind(params)(x).output));
    expect(forward.dispatches).toBeLessThanOrEqual(10);
    const f = (p: typeof params): Tensor => sum(bind(p)(x).output);
    const both = scope(() => {
      const [value, gradients] = valueAndGrad(f)(params);
      return explain(value, ...Object.values(gradients));
    });
    expect(both.dispatches).toBeLessThanOrEqual(30);
    expect(both.submits).toBe(1);
  });

  test("a layer too wide for shared memory takes at most three a step", async () => {
    const steps = 12;
    const { params, with: bind } = lstm(2, 1024);
    const x = ones([1, steps, 2]);
    await realize(...Object.values(params), x);
    const loss = (p: typeof params): Tensor => sum(bind(p)(x).output);
    const forward = scope(() => explain(bind(params)(x).output));
    const both = scope(() => explain(...Object.values(grad(loss)(params))));
    // Besides the steps: the input's part, the joining of what the steps gave, and the gradients of all steps at once.
    expect(forward.dispatches).toBeLessThanOrEqual(3 * steps);
    expect(both.dispatches).toBeLessThanOrEqual(2 * 3 * steps);
  });
});
