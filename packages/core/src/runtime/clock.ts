/**
 * @file The clock and the event loop, which every platform has, though the types of the bare language do not.
 */

/** Resolves after the event loop has turned. */
export function nextTurn(): Promise<void> {
  const { setTimeout } = globalThis as unknown as {
    readonly setTimeout: (run: () => void, delayMs: number) => unknown;
  };
  return new Promise((resolve) => void setTimeout(resolve, 0));
}

/** Milliseconds since some fixed moment. */
export function nowMs(): number {
  return (globalThis as unknown as { readonly performance: { now(): number } }).performance.now();
}
