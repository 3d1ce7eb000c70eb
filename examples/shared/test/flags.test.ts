import { afterEach, expect, test, vi } from "vitest";
import { parseFlags } from "../src/flags.ts";

afterEach(() => vi.restoreAllMocks());

test("gives the defaults", () => {
  expect(parseFlags([])).toEqual({ task: "sequence", backend: "cpu", epochs: undefined, seed: 0 });
  expect(parseFlags([], { task: "regression", epochs: 3 })).toMatchObject({ task: "regression", epochs: 3 });
});

test("reads every flag", () => {
  const args = "--task classification --backend cpu --epochs 5 --seed 7".split(" ");
  expect(parseFlags(args)).toEqual({ task: "classification", backend: "cpu", epochs: 5, seed: 7 });
});

test.each([
  ["--task", "poetry", "Allowed choices are regression, classification, sequence, sgd."],
  ["--backend", "gpu", "Allowed choices are auto, cpu, webgpu."],
  ["--epochs", "0", "whole number of at least 1"],
  ["--epochs", "many", "whole number of at least 1"],
  ["--seed", "1.5", "whole number of at least 0"],
  ["--sead", "1", "unknown option '--sead'"],
])("refuses %s %s with exit code 2 and says why", (flag, value, reason) => {
  const { exitCode, stderr } = parseAndExit([flag, value]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(reason);
});

test("prints usage on --help", () => {
  expect(parseAndExit(["--help"]).exitCode).toBe(0);
});

function parseAndExit(args: readonly string[]): { readonly exitCode: unknown; readonly stderr: string } {
  const exit = vi.spyOn(process, "exit").mockImplementation(() => {
    throw new Error("exit");
  });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(() => parseFlags(args)).toThrow("exit");
  return { exitCode: exit.mock.calls[0]?.[0], stderr: write.mock.calls.map(([text]) => String(text)).join("") };
}
