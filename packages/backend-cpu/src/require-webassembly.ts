/** @file Whether WebAssembly may be compiled here at all: content policies and hardened browsers forbid it. */
import { BackendError } from "@adjoint/core";

/** The smallest module: the magic number and the version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** @throws {BackendError} that says what to allow */
export function requireWebAssembly(): void {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (cause) {
    throw new BackendError({
      op: "configure",
      rule: "the cpu backend needs WebAssembly",
      got: String(cause),
      hint: "a page's content security policy must allow 'wasm-unsafe-eval' in script-src",
      cause,
    });
  }
}
