/** @file PyTorch computes what every workload should come to. */
import { expect, test } from "vitest";
import { askPyTorch } from "../../scripts/ask-pytorch.ts";
import { workloads } from "../../src/catalogue/workloads.ts";
import { decode } from "../../src/host/python-channel.ts";
import { compareOutputs, expectedOutputs } from "../../src/workload/expected.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { draw } from "../../src/workload/numbers.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import { isTraining, type Workload } from "../../src/workload/types.ts";
import { hasModule, testThatHarnessMisses } from "./missing.ts";

const quick = workloads.filter(({ isQuick }) => isQuick);

if (hasModule("torch")) {
  test("values are right, and losses those of double precision", () => {
    const tasks = quick.map(prepare);
    const [started, ...answers] = askPyTorch([{ kind: "start" }, ...tasks.map(({ request }) => request)]);
    expect(started).toMatchObject({ kind: "started", facts: { versions: { torch: expect.any(String) } } });
    for (const [i, { of, expected }] of tasks.entries()) {
      const answer = decode(JSON.stringify(answers[i]));
      if (of.kind === "graph-building") {
        expect(answer).toEqual({ kind: "absent" });
        continue;
      }
      if (answer?.kind !== "opened") throw new Error(`${of.name}: ${JSON.stringify(answer)}`);
      expect(compareOutputs(expected, answer.outputs).complaint, of.name).toBeUndefined();
      expect(Object.keys(answer.outputs).length, of.name).toBeGreaterThan(0);
      if (isTraining(of)) expectLosses(of.name, answer.losses, 1e-4);
    }
  });

  test("the recorded losses are those of the inputs as they are now", () => {
    const trainings = quick.filter(isTraining);
    const requests = trainings.map((of) => prepare(of).request);
    const [, ...answers] = askPyTorch([{ kind: "start" }, ...requests], { precision: "float64" });
    for (const [i, { name, steps }] of trainings.entries()) {
      const answer = answers[i];
      if (answer?.kind !== "opened") throw new Error(`${name}: ${JSON.stringify(answer)}`);
      expect(answer.losses.length, name).toBe(steps);
      expectLosses(name, answer.losses, 1e-9);
    }
  });
} else testThatHarnessMisses("torch");

test("there are losses for each step of every training workload", () => {
  for (const { name, steps } of workloads.filter(isTraining)) {
    const losses = referenceLosses(name);
    expect(losses.length, name).toBe(steps);
    expect(losses.at(-1), name).toBeLessThan(losses[0] ?? Number.NaN);
  }
});

function prepare(of: Workload) {
  const inputs = inputSpecs(of);
  const drawn = Object.fromEntries(Object.entries(inputs).map(([name, spec]) => [name, draw(spec)]));
  const expected = expectedOutputs(of, drawn);
  const samples = Object.fromEntries(Object.entries(expected).map(([name, { indices }]) => [name, indices]));
  return { of, expected, request: { kind: "open", workload: of, inputs, samples } as const };
}

function expectLosses(name: string, losses: readonly number[], relative: number): void {
  const reference = referenceLosses(name);
  losses.forEach((loss, step) => {
    const right = reference[step] ?? Number.NaN;
    expect(Math.abs(loss / right - 1), `${name}, step ${step}: ${loss}, expected ${right}`).toBeLessThan(relative);
  });
}
