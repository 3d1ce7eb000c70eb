/** @file What is tested where this machine has no PyTorch: that the harness says so. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { python } from "../../scripts/ask-pytorch.ts";
import { MissingError } from "../../src/engine/contract.ts";
import { openPythonChannel } from "../../src/host/python-channel.ts";
import { Session, SessionError } from "../../src/host/session.ts";

export function hasPython(): boolean {
  return spawnSync(python, ["--version"]).status === 0;
}

/** Whether Python is there and finds the module. */
export function hasModule(name: "numpy" | "torch"): boolean {
  const find = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)";
  return spawnSync(python, ["-c", find, name]).status === 0;
}

export function testThatHarnessMisses(name: "numpy" | "torch"): void {
  test(`nothing can be compared without ${name}: the harness says that it is missing`, async () => {
    const error = await startPyTorch().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const isSaid = error instanceof MissingError || (error instanceof SessionError && error.fault === "missing");
    expect(isSaid, String(error)).toBe(true);
  });
}

async function startPyTorch(): Promise<void> {
  const session = new Session(await openPythonChannel());
  await session.ask({ kind: "start" }, 20_000).finally(() => session.end());
}
