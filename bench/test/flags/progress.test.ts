import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { workloads } from "../../src/catalogue/workloads.ts";
import { startProgress } from "../../src/progress.ts";

function output(isTTY: boolean): { readonly stream: NodeJS.WriteStream; readonly said: () => string } {
  let said = "";
  const stream = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  const terminal = { isTTY, columns: 200, cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  return { stream: Object.assign(stream, terminal) as unknown as NodeJS.WriteStream, said: () => said };
}

const [workload] = workloads;
if (workload === undefined) throw new Error("there are no workloads");

test("elsewhere than on a terminal, every workload is a line", () => {
  const { stream, said } = output(false);
  const progress = startProgress(20, 2, stream);
  progress.announce("limits");
  progress.step({ workload, engine: "loops", round: 0 });
  progress.finish("matmul", 10, "1 measured");
  progress.finish("gelu", 10, "1 failed");
  progress.stop();
  expect(said().trimEnd().split("\n")).toEqual([
    "limits",
    expect.stringMatching(/^\[1\/2\] matmul: 1 measured; about \d+ s left$/),
    "[2/2] gelu: 1 failed; about 0 s left",
  ]);
});

test("on a terminal, a bar says what runs, and skipped steps count as done", () => {
  const { stream, said } = output(true);
  const progress = startProgress(20, 2, stream);
  progress.step({ workload, engine: "loops", round: 2 });
  progress.finish("matmul", 10, "1 absent");
  progress.stop();
  expect(said()).toMatch(/10\/20/);
});
