/** @file The process of PyTorch keeps to the protocol, whatever happens. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { askPyTorch, python, pytorchFolder } from "../../scripts/ask-pytorch.ts";
import { workload } from "../../src/catalogue/workloads.ts";
import type { OpenRequest } from "../../src/worker/protocol.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { hasModule, hasPython, testThatHarnessMisses } from "./missing.ts";

const tiny = workload("matmul-16-nn");
const open: OpenRequest = { kind: "open", workload: tiny, inputs: inputSpecs(tiny), samples: { out: [0, 255, 256] } };
const time = { kind: "time", warmUpMs: 1, samples: 2, sampleMs: 1, budgetMs: 1_000 } as const;

if (hasPython()) {
  test("without the modules that it needs it says so, and nothing but answers is on its output", () => {
    const broken = fileURLToPath(new URL("fixtures/broken", import.meta.url));
    const answers = askPyTorch([{ kind: "start" }, { kind: "close" }], { env: { PYTHONPATH: broken } });
    const message = expect.stringContaining("numpy is broken");
    expect(answers).toEqual([{ kind: "failed", isMissing: true, message }, { kind: "closed" }]);
  });

  test("an error is an answer, and the next request is taken", () => {
    const answers = askPyTorch([open, time, { kind: "hold", runs: 1 }, { kind: "close" }]);
    const failed = (message: string) => ({ kind: "failed", isMissing: false, message: `RuntimeError: ${message}` });
    const isClosed = failed("no workload is open");
    expect(answers).toEqual([failed("the engine has not started"), isClosed, isClosed, { kind: "closed" }]);
  });

  test("an interrupt is not for it", async () => {
    const child = spawn(python, [`${pytorchFolder}serve.py`], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async () => {
      child.stdin.write('{"kind":"close"}\n');
      return (await lines.next()).value as unknown;
    };
    expect(await ask()).toBe('{"kind": "closed"}');
    child.kill("SIGINT");
    expect(await ask()).toBe('{"kind": "closed"}');
    const exit = new Promise((resolve) => child.once("exit", (status, signal) => resolve([status, signal])));
    child.stdin.end();
    expect(await exit).toEqual([0, null]);
  });
}

if (hasModule("torch"))
  test("a workload is opened, timed, held and closed", () => {
    const answers = askPyTorch([{ kind: "start" }, open, time, { kind: "hold", runs: 20 }, { kind: "close" }, time]);
    const [started, opened, timed, held, closed, after] = answers;
    const ms = expect.any(Number);
    expect(started).toMatchObject({ kind: "started", startMs: ms, facts: { threads: expect.any(Number) } });
    // There is no element 256.
    expect(opened).toMatchObject({ kind: "opened", setUpMs: ms, firstRunMs: ms, outputs: { out: [ms, ms, "NaN"] } });
    expect(timed).toMatchObject({ kind: "timed", times: [ms, ms] });
    expect(held).toMatchObject({ kind: "held", before: {}, after: {} });
    expect(closed).toEqual({ kind: "closed" });
    expect(after).toMatchObject({ kind: "failed", message: "RuntimeError: no workload is open" });
  });
else testThatHarnessMisses("torch");
