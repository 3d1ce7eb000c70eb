/** @file Whatever an engine does, it becomes a cell, and the others are measured. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineName } from "../../src/catalogue/engines.ts";
import { Fleet, type FleetOptions } from "../../src/measure/fleet.ts";
import { type MeasureOptions, measureWorkload } from "../../src/measure/measure.ts";
import type { Cell } from "../../src/measure/result.ts";
import { bundleFixture, openFaults, shortPace, tiny, untilGone } from "../support.ts";

let folder = "";
let program = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "adjoint-faults-"));
  program = await bundleFixture("fake-worker", folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Faults = Partial<Record<EngineName, string>>;

function fleetWith(faults: Faults, more: Partial<FleetOptions> = {}) {
  const { openChannel, opened } = openFaults(program, faults);
  return { fleet: new Fleet({ runtime: "node", openChannel, pace: shortPace, ...more }), opened };
}

/** Measures the engines that have faults. */
function measure(fleet: Fleet, faults: Faults, more: Partial<MeasureOptions> = {}): Promise<Cell[]> {
  const { signal } = new AbortController();
  const options = { pace: shortPace, onStep: () => undefined, signal };
  return measureWorkload(tiny, Object.keys(faults) as EngineName[], fleet, { ...options, ...more });
}

test("each fault is a cell of its own", async () => {
  const faults = {
    "adjoint-cpu": "missing",
    "tfjs-cpu": "absent",
    "tfjs-wasm": "fails",
    "jax-js-wasm": "crashes",
    tfjsctcloss: "crashes later",
    "gpu.js-cpu": "wrong",
    loops: "none",
  };
  const { fleet, opened } = fleetWith(faults);
  const cells = await measure(fleet, faults);
  expect(cells.map(({ engine, trouble }) => [engine, trouble?.kind, trouble?.reason])).toEqual([
    ["adjoint-cpu", "missing", "there is no such card"],
    ["tfjs-cpu", "absent", "does not have it"],
    ["tfjs-wasm", "failed", "the kernel is not written yet"],
    ["jax-js-wasm", "crashed", "ended with status 7: the driver is gone"],
    ["tfjsctcloss", "crashed", "ended with status 8"],
    ["gpu.js-cpu", "wrong", expect.stringMatching(/^out\[0\] is .*, expected /)],
    ["loops", undefined, undefined],
  ]);
  expect(cells.map(({ rounds }) => rounds.length)).toEqual([0, 0, 0, 0, 0, 0, shortPace.rounds]);
  expect(cells.at(-1)).toMatchObject({ threads: 1, error: expect.toSatisfy((error: number) => error <= 1) });
  await fleet.endAll();
  await Promise.all(opened.map(({ channel }) => channel.ended));
});

test("what takes too long is ended", async () => {
  const faults = { "tfjs-cpu": "hangs", "tfjs-wasm": "hangs later" };
  const pace = { ...shortPace, openLimitMs: 500, roundLimitMs: 300 };
  const { fleet, opened } = fleetWith(faults, { pace });
  const cells = await measure(fleet, faults, { pace });
  expect(cells.map(({ trouble }) => trouble)).toEqual([
    { kind: "timeout", reason: "took longer than 0.5 s" },
    { kind: "timeout", reason: "took longer than 0.3 s" },
  ]);
  await Promise.all(opened.map(({ channel }) => channel.ended));
});

test("what takes too much memory is ended", async () => {
  const faults = { "tfjs-cpu": "grows" };
  const { fleet, opened } = fleetWith(faults, { session: { memoryLimitBytes: 2 ** 29, watchMs: 10 } });
  const [cell] = await measure(fleet, faults);
  const reason = expect.stringMatching(/^was ended for its memory: it held [\d.]+ GiB, and 0.5 GiB are allowed$/);
  expect(cell?.trouble).toEqual({ kind: "crashed", reason });
  await Promise.all(opened.map(({ channel }) => channel.ended));
});

test("a process that keeps memory is replaced, another one goes on", async () => {
  const faults = { "tfjs-cpu": "keeps", loops: "none" };
  const { fleet, opened } = fleetWith(faults, { keptLimitBytes: 2 ** 28 });
  for (let i = 0; i < 2; i++)
    expect((await measure(fleet, faults)).map(({ trouble }) => trouble)).toEqual([undefined, undefined]);
  expect(opened.map(({ name }) => name)).toEqual(["tfjs-cpu", "loops", "tfjs-cpu"]);
  await fleet.endAll();
});

test("what is missing is not looked for again; what crashes at its start is started twice", async () => {
  const faults = { "tfjs-cpu": "missing", "tfjs-wasm": "crashes at start" };
  const { fleet, opened } = fleetWith(faults);
  const reasons: unknown[] = [];
  for (let i = 0; i < 3; i++) reasons.push(...(await measure(fleet, faults)).map(({ trouble }) => trouble?.reason));
  const twice = "ended with status 5 (at its start, 2 times)";
  expect(reasons.filter((_, i) => i % 2 === 0)).toEqual(Array(3).fill("there is no such card"));
  expect(reasons.filter((_, i) => i % 2 === 1)).toEqual(["ended with status 5", "ended with status 5", twice]);
  expect(opened.map(({ name }) => name)).toEqual(["tfjs-cpu", "tfjs-wasm", "tfjs-wasm"]);
});

test("an engine that crashed is started anew for the next workload", async () => {
  const faults = { "tfjs-cpu": "crashes later" };
  const { fleet, opened } = fleetWith(faults);
  for (let i = 0; i < 2; i++) await measure(fleet, faults);
  expect(opened).toHaveLength(2);
});

test("after Ctrl-C, what is done is kept, and what runs is given up at once", async () => {
  const faults = { loops: "none", "tfjs-cpu": "hangs later", "tfjs-wasm": "none" };
  const { fleet, opened } = fleetWith(faults);
  const controller = new AbortController();
  const cells = await measure(fleet, faults, {
    signal: controller.signal,
    onStep: ({ engine, round }) => {
      if (engine === "tfjs-cpu" && round === 1) setTimeout(() => controller.abort(), 50);
    },
  });
  const interrupted = { kind: "interrupted", reason: "the run was interrupted" };
  expect(cells.map(({ trouble }) => trouble)).toEqual([undefined, interrupted, interrupted]);
  expect(cells.map(({ rounds }) => rounds.length)).toEqual([1, 0, 0]);
  await fleet.endAll();
  await Promise.all(opened.map(({ channel }) => channel.ended));
});

test.skipIf(process.platform === "win32")("ending an engine ends what it started", async () => {
  const faults = { "tfjs-cpu": "breeds" };
  const { fleet } = fleetWith(faults);
  const [cell] = await measure(fleet, faults);
  await fleet.endAll();
  await untilGone(Number(cell?.trouble?.reason));
});

test.each([
  ["take turns", undefined, ["loops 0", "tfjs-cpu 0", "loops 1", "tfjs-cpu 1", "loops 2", "tfjs-cpu 2"]],
  [
    "are measured alone if memory is short",
    1,
    ["loops 0", "loops 1", "loops 2", "tfjs-cpu 0", "tfjs-cpu 1", "tfjs-cpu 2"],
  ],
] as const)("engines %s", async (_, togetherBytes, expected) => {
  const faults = { loops: "none", "tfjs-cpu": "none" };
  const { fleet, opened } = fleetWith(faults);
  const steps: string[] = [];
  const onStep: MeasureOptions["onStep"] = ({ engine, round }) => void steps.push(`${engine} ${round}`);
  const cells = await measure(fleet, faults, { onStep, ...(togetherBytes === undefined ? {} : { togetherBytes }) });
  expect(steps).toEqual(expected);
  expect(cells.map(({ rounds }) => rounds.length)).toEqual([shortPace.rounds, shortPace.rounds]);
  await fleet.endAll();
  await Promise.all(opened.map(({ channel }) => channel.ended));
});
