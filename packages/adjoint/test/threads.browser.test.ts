/** @file Threads in pages: workers of isolated pages share memory with theirs, and no one else has any. */
import { configure, shutdown } from "adjoint";
import { afterAll, expect, inject, test } from "vitest";
import type { Report, Task } from "./support/page-worker.ts";
import { PROGRAMS } from "./support/programs.ts";
import { sameBits, valuesOn } from "./support/values-on.ts";

afterAll(() => shutdown());

function runInWorker(task: Task): Promise<Report> {
  const worker = new Worker(new URL("./support/page-worker.ts", import.meta.url), { type: "module" });
  const report = new Promise<Report>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  });
  return report.finally(() => worker.terminate());
}

test("a page itself, which must not wait, has one thread", async () => {
  expect(await configure({ backend: "cpu", threads: 2 })).toMatchObject({ backend: "cpu", threads: 1 });
});

test.each(["products", "a training step of a recurrent network with CTC"])(
  "a worker of an isolated page has threads, and the same bits as the page: %s",
  async (program) => {
    const { threads, workers, values } = await runInWorker({ program, threads: 2 });
    expect({ threads, areThereWorkers: workers > 0 }).toEqual(
      inject("isolated") ? { threads: 2, areThereWorkers: true } : { threads: 1, areThereWorkers: false },
    );
    const expected = await valuesOn({ backend: "cpu" }, PROGRAMS[program] ?? (() => []));
    expect(sameBits(values, expected)).toEqual(expected.map(() => true));
  },
);
