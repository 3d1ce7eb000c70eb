/**
 * @file What timestamps of a device say: nanoseconds as 64 bits, which may be rounded, and may begin anew.
 */

/** Two timestamps around something. */
export interface Interval {
  readonly begin: bigint;
  readonly end: bigint;
}

const NS_PER_MS = 1e6;

/**
 * The time between two timestamps, in ms. Counters wrap at 64 bits, or at fewer, and devices that change their clock rate may
 * reset them: a time below zero, or beyond `mostMs`, is none and counts as 0, as the specification of WebGPU advises.
 */
export function elapsedMs({ begin, end }: Interval, mostMs: number): number {
  const ms = Number(BigInt.asUintN(64, end - begin)) / NS_PER_MS;
  return ms <= mostMs ? ms : 0;
}

/**
 * The step of the clock, in ms: browsers round timestamps, so that pages cannot spy on each other. It is what all timestamps
 * are multiples of, so a few that are not 0 suffice; 0 if all are.
 */
export function resolutionMs(timestamps: Iterable<bigint>): number {
  let divisor = 0n;
  for (const timestamp of timestamps) divisor = commonDivisor(divisor, timestamp);
  return Number(divisor) / NS_PER_MS;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}
