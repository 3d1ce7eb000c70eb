import { expect, test } from "vitest";
import { timeRuns } from "../../src/worker/time-runs.ts";

/** A clock that only runs move on: each by the next of `costs`, the last of them again and again. */
function runner(...costs: number[]) {
  let [now, runs] = [0, 0];
  return {
    now: () => now,
    runs: () => runs,
    async run() {
      now += costs[Math.min(runs++, costs.length - 1)] ?? 0;
    },
  };
}

const pace = { warmUpMs: 20, samples: 3, sampleMs: 10, budgetMs: 1_000 };

test("samples are means of as many runs as the time of a sample holds", async () => {
  const { run, runs, now } = runner(30, 2);
  // One run warms up, for 30 ms: the next sample is planned by it and has a run.
  expect(await timeRuns(run, pace, { now })).toEqual([2, 2, 2]);
  expect(runs()).toBe(4);
});

test("the warm-up ends with its time and says how many runs a sample has", async () => {
  const { run, runs, now } = runner(2);
  expect(await timeRuns(run, pace, { now })).toEqual([2, 2, 2]);
  expect(runs()).toBe(10 + 3 * (1 + 5));
});

test("runs that a clock cannot tell apart are doubled", async () => {
  const { run, now } = runner(0.001);
  expect(await timeRuns(run, { ...pace, sampleMs: 1 }, { now })).toEqual(Array(3).fill(expect.closeTo(0.001)));
});

test("a run that follows a pause is not counted", async () => {
  // Two runs a sample, by the one that warms up; each sample's first wakes threads up.
  const { run, now } = runner(20, 50, 5, 5, 50, 5, 5, 50, 5);
  expect(await timeRuns(run, { ...pace, sampleMs: 40 }, { now })).toEqual([5, 5, 5]);
});

test("no sample begins after the budget, but there is one", async () => {
  const { run, now } = runner(600);
  expect(await timeRuns(run, pace, { now })).toEqual([600, 600]);
  expect(await timeRuns(run, { ...pace, budgetMs: 0 }, { now })).toEqual([600]);
});

test("a run that is longer than the warm-up is not thrown away again", async () => {
  const { run, runs, now } = runner(600);
  await timeRuns(run, { ...pace, samples: 1 }, { now, typicalMs: 600 });
  expect(runs()).toBe(1);
  await timeRuns(run, { ...pace, samples: 1 }, { now, typicalMs: 2 });
  expect(runs()).toBe(3);
});
