/**
 * @file The clock, which every platform has, though the types of the bare language do not.
 */

/** Milliseconds since some fixed moment. */
export function nowMs(): number {
  return (globalThis as unknown as { readonly performance: { now(): number } }).performance.now();
}
