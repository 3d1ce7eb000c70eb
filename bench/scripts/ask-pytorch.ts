/** @file Puts questions to the process of PyTorch and waits for all answers: for tests and for what is written beforehand. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Request, Response } from "../src/worker/protocol.ts";

export interface AskOptions {
  readonly precision?: "float32" | "float64";
  /** On top of this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export const python = process.env["ADJOINT_PYTHON"] ?? "/usr/bin/python3";
export const pytorchFolder = fileURLToPath(new URL("../src/engine/pytorch/", import.meta.url));

/**
 * One answer for each request. Numbers that JSON does not have stay strings.
 * @throws {Error} if there is no Python, or its process fails.
 */
export function askPyTorch(
  requests: readonly Request[],
  { precision = "float32", env = {} }: AskOptions = {},
): Response[] {
  const lines = requests.map((request) => `${JSON.stringify(request)}\n`).join("");
  return runPython([`${pytorchFolder}serve.py`, precision], lines, env)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Response);
}

/** What Python prints. */
export function runPython(args: readonly string[], input: string, env: Readonly<Record<string, string>> = {}): string {
  const { error, status, stdout, stderr } = spawnSync(python, args, {
    input,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${python} ended with status ${status}: ${stderr}`);
  return stdout;
}
