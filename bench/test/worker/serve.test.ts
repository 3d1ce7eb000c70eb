import { expect, test } from "vitest";
import { type Engine, type Job, MissingError, type StartEngine } from "../../src/engine/contract.ts";
import type { OpenRequest } from "../../src/worker/protocol.ts";
import { Server } from "../../src/worker/serve.ts";
import type { Mlp } from "../../src/workload/types.ts";
import { tiny } from "../support.ts";

/** Counts what is asked of it; the result of a run is its number. */
function countingJob(log: string[]): Job {
  let runs = 0;
  return {
    run: async () => void runs++,
    outputs: async () => ({ out: [10, 11, 12], loss: [1 / runs] }),
    heldBytes: () => runs,
    close: async () => void log.push(`closed after ${runs}`),
  };
}

function serverOf(open: Engine["open"], facts = { threads: 3 }): Server {
  const start: StartEngine = async () => ({ facts, open });
  return new Server(async () => start, { residentBytes: () => 4096 });
}

const open: OpenRequest = {
  kind: "open",
  workload: tiny,
  inputs: { a: { kind: "constant", shape: [2], value: 5 } },
  samples: { out: [2, 0, 7], gradient: [0] },
};

test("opens a workload with its inputs, and gives the elements that are asked for", async () => {
  let given: unknown;
  const server = serverOf(async (_of, inputs) => {
    given = inputs;
    return countingJob([]);
  });
  expect(await server.answer({ kind: "start" })).toMatchObject({ kind: "started", facts: { threads: 3 } });
  const opened = await server.answer(open);
  expect(given).toEqual({ a: { shape: [2], data: new Float32Array([5, 5]) } });
  expect(opened).toMatchObject({ outputs: { out: [12, 10, Number.NaN] }, losses: [], residentBytes: 4096 });
});

test("training takes its steps and gives the loss of each", async () => {
  const server = serverOf(async () => countingJob([]));
  const workload: Mlp = { ...tiny, kind: "mlp", batch: 1, sizes: [1], steps: 4 };
  await server.answer({ kind: "start" });
  expect(await server.answer({ ...open, workload })).toMatchObject({ losses: [1, 1 / 2, 1 / 3, 1 / 4] });
});

test("holds after a tenth of the runs, and after all", async () => {
  const server = serverOf(async () => countingJob([]));
  await server.answer({ kind: "start" });
  await server.answer(open);
  const held = await server.answer({ kind: "hold", runs: 20 });
  // Opening is a run, too.
  expect(held).toMatchObject({ before: { heldBytes: 3 }, after: { heldBytes: 21, residentBytes: 4096 } });
});

test("closes the workload before the next, and once", async () => {
  const log: string[] = [];
  const server = serverOf(async () => countingJob(log));
  await server.answer({ kind: "start" });
  await server.answer(open);
  await server.answer(open);
  for (let i = 0; i < 2; i++) expect(await server.answer({ kind: "close" })).toEqual({ kind: "closed" });
  expect(log).toEqual(["closed after 1", "closed after 1"]);
});

test("an engine without the workload says so", async () => {
  const server = serverOf(async () => undefined);
  await server.answer({ kind: "start" });
  expect(await server.answer(open)).toEqual({ kind: "absent" });
});

test("an error is an answer, and the next request is taken", async () => {
  const server = serverOf(async () => {
    throw new Error(`no such kernel${"!".repeat(10_000)}`);
  });
  const failed = (message: unknown, isMissing = false) => ({ kind: "failed", message, isMissing });
  expect(await server.answer(open)).toEqual(failed("the engine has not started"));
  await server.answer({ kind: "start" });
  expect(await server.answer(open)).toEqual(failed(expect.stringMatching(/^no such kernel!{500,600}$/)));
  expect(await server.answer({ kind: "hold", runs: 1 })).toEqual(failed("no workload is open"));
  const missing = new Server(
    async () => async () => {
      throw new MissingError("there is no card");
    },
    { residentBytes: () => undefined },
  );
  expect(await missing.answer({ kind: "start" })).toEqual(failed("there is no card", true));
});
