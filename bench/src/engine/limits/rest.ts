/**
 * @file Dawn's binding for Node asks the device for events in every turn of the event loop while a promise is pending: a core that a
 * software adapter would compute with. So nothing is awaited before it is nearly due.
 */

/** Which part of the shortest time so far is slept through, so that what goes faster is seen to. */
const SLEPT_PART = 0.8;
/** Less is left to polling, since sleepers wake up late. */
const SHORTEST_MS = 1;

/** Sleeps for most of `expectedMs`, in Node alone. */
export function rest(expectedMs: number): void {
  const ms = expectedMs * SLEPT_PART;
  if (globalThis.process?.versions?.node === undefined || ms < SHORTEST_MS || !Number.isFinite(ms)) return;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}
