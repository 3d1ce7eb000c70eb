import { expect, test } from "vitest";
import { startProgress } from "../src/index.ts";

test("prints a line for every tenth, where there is no terminal", () => {
  const lines: string[] = [];
  const output = { isTTY: false, write: (text: string) => lines.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const progress = startProgress(20, output);
  for (let step = 1; step <= 20; step++) progress.update(step, 2);
  progress.stop();
  expect(lines).toHaveLength(10);
  expect(lines[0]).toMatch(/^step 2\/20 {2}loss 2\.0000 {2}[\d.]+ ms\/step {2}\d+ s left\n$/);
  expect(progress.stepMs).toHaveLength(20);
});
