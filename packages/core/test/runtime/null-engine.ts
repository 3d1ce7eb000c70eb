/** @file Starts the null backend for a test, and stops it after. */
import { afterEach, beforeEach } from "vitest";
import { NullBackend, type NullBackendOptions } from "../../src/backend/null.ts";
import { registerBackend } from "../../src/runtime/backends.ts";
import { configure, shutdown } from "../../src/runtime/configure.ts";
import { openTestScope } from "../../src/runtime/scope.ts";

/** Makes `cpu` a null backend. Returns it once it has started. */
export async function startNull(options: NullBackendOptions = {}): Promise<NullBackend> {
  const backend = new NullBackend(options);
  registerBackend("cpu", async () => backend);
  await configure({ backend: "cpu" });
  return backend;
}

/** Every test in a scope of its own; the backend is stopped after it. */
export function isolateTests(): void {
  let close: (() => void) | undefined;
  beforeEach(() => {
    close = openTestScope();
  });
  afterEach(async () => {
    close?.();
    await shutdown();
  });
}
