/** @file How many threads a machine runs at once. */

/** Module of Node by its name; undefined elsewhere. No import, so that bundles for browsers need no stand-in. */
export function nodeModule<T>(name: string): T | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as T | undefined;
}

/** As many threads as the machine runs at once, but no more than 8. */
export function defaultThreadCount(): number {
  const os = nodeModule<typeof import("node:os")>("node:os");
  const available = os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(8, available));
}
