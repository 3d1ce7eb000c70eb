/** @file How workers make a module runnable. It is sent to them as text, and keeps the rules of `worker-main.ts`. */
import type { AddMessage, RunFunction } from "./control.ts";

/** Adds a posted module to `runs`, with the memory and the modules that it calls; left out while one of these is missing. */
export function linkModule(
  { id, module }: AddMessage,
  memory: WebAssembly.Memory,
  runs: (RunFunction | undefined)[],
): void {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const value = kind === "memory" ? memory : runs[Number(name)];
    if (value === undefined) return;
    imports[from] = { ...imports[from], [name]: value };
  }
  runs[id] = new WebAssembly.Instance(module, imports).exports["run"] as RunFunction;
}
