/** @file Whether the engine has relaxed SIMD, whose fused multiply-add nearly doubles the speed of matrix products. */
import { BackendError } from "@adjoint/core";
import { nodeModule } from "./threads/thread-count.ts";
import { ModuleBuilder } from "./wasm/module-builder.ts";

/** A module that is valid only with relaxed SIMD. */
function isSupported(): boolean {
  const m = new ModuleBuilder();
  m.function("probe", { params: ["v128"], results: ["v128"] }, (f) => {
    const [x] = f.params;
    if (x !== undefined) f.get(x).get(x).get(x).op("f32x4.relaxed_madd");
  });
  return WebAssembly.validate(m.build());
}

/**
 * Whether to use fused multiply-add: by default where the engine has it. If asked for, V8's experimental flag is set for the
 * process where that is what it takes (Node 20).
 * @throws {BackendError} if relaxed SIMD is asked for and not to be had.
 */
export function canUseFma(asked: "simd128" | "relaxed" | undefined): boolean {
  if (asked === "simd128") return false;
  if (isSupported()) return true;
  if (asked === undefined) return false;
  nodeModule<typeof import("node:v8")>("node:v8")?.setFlagsFromString("--experimental-wasm-relaxed-simd");
  if (isSupported()) return true;
  throw new BackendError({
    op: "configure",
    rule: "relaxed SIMD needs an engine that has it",
    hint: 'leave simd out, or ask for "simd128"',
  });
}
