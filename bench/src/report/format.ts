/** @file How numbers are written for readers. */
import type { Report, Result } from "./schema.ts";

/** Three digits that matter. */
export function formatNumber(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace("e+", "e");
  return size >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const timeUnits = [
  [1000, "s"],
  [1, "ms"],
  [1e-3, "µs"],
  [1e-6, "ns"],
] as const;

export function formatMs(ms: number): string {
  const [size, unit] = timeUnits.find(([least]) => ms >= least) ?? timeUnits[3];
  return `${formatNumber(ms / size)} ${unit}`;
}

export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${formatNumber(bytes / 1024 ** power)} ${units[power]}`;
}

export function formatPercent(fraction: number): string {
  const percent = 100 * fraction;
  return percent >= 10 || percent === 0 ? `${percent.toFixed(0)} %` : `${percent.toPrecision(2)} %`;
}

/**
 * Half of the interval's width, as a part of the median; the interval itself where that would reach below zero. Nothing for a
 * single sample.
 */
export function formatSpread({ median, low, high }: NonNullable<Result["time"]>): string {
  if (median === 0 || low === high) return "";
  const half = (high - low) / 2 / median;
  return half < 1 ? `±${formatPercent(half)}` : `${formatMs(low)} … ${formatMs(high)}`;
}

export function formatRatio(ratio: number): string {
  return `×${formatNumber(ratio)}`;
}

/** GFLOP/s where there is arithmetic to speak of, else GB/s: that of the nearest limit. */
export function formatRate({ gflops, gigabytesPerSecond, share }: Result): string {
  if (share?.limit === "copy" && gigabytesPerSecond !== undefined) return `${formatNumber(gigabytesPerSecond)} GB/s`;
  if (gflops !== undefined && gflops > 0) return `${formatNumber(gflops)} GFLOP/s`;
  return gigabytesPerSecond === undefined ? "" : `${formatNumber(gigabytesPerSecond)} GB/s`;
}

export function formatShare(share: Result["share"]): string {
  return share === undefined ? "" : `${formatPercent(share.fraction)} ${share.limit}`;
}

export function formatLoss(loss: Result["loss"]): string {
  if (loss === undefined) return "";
  const value = loss.value === null ? "lost" : loss.value.toPrecision(5);
  return loss.isOff ? `${value} OFF (${loss.reference.toPrecision(5)})` : value;
}

export function formatCounters(counters: NonNullable<Result["counters"]>): string {
  const { dispatches, submits, movedBytes, flops, peakBytes, planHits, planRuns } = counters;
  const parts = [
    `${dispatches} dispatches`,
    `${submits} submits`,
    `${formatBytes(movedBytes)} moved`,
    `${formatNumber(flops / 1e6)} MFLOP`,
    `${formatBytes(peakBytes)} at the peak`,
    `${planHits} of ${planRuns} plans known`,
  ];
  return parts.join(", ");
}

/** What was held while a workload ran many times. */
export function formatHeld({ before, after }: NonNullable<Result["held"]>): string {
  const change = (what: string, from: number | undefined, to: number | undefined): string[] =>
    from === undefined || to === undefined ? [] : [`${what} ${formatBytes(from)} → ${formatBytes(to)}`];
  return [
    ...change("holds", before.heldBytes, after.heldBytes),
    ...change("process", before.residentBytes, after.residentBytes),
  ].join(", ");
}

/** What the machine allowed, as sentences by device. */
export function formatLimits({ cpu, webgpu }: Report["limits"]): Readonly<Record<"cpu" | "webgpu", string>> {
  const rates = (copies: readonly { readonly bytes: number; readonly gigabytesPerSecond: number }[]): string =>
    copies.map((copy) => `${formatNumber(copy.gigabytesPerSecond)} at ${formatBytes(copy.bytes)}`).join(", ");
  return {
    cpu:
      "trouble" in cpu
        ? `not measured: ${cpu.trouble}`
        : `${cpu.isFused ? "fused" : "separate"} multiply-adds ${formatNumber(cpu.fma.one)} GFLOP/s on one thread, ${formatNumber(cpu.fma.all)} on ${cpu.threads}; copies in GB/s on one thread ${rates(cpu.copy.one)}; on ${cpu.threads} ${rates(cpu.copy.all)}`,
    webgpu:
      "trouble" in webgpu
        ? `not measured: ${webgpu.trouble}`
        : `multiply-adds ${formatNumber(webgpu.fma)} GFLOP/s; copies in GB/s ${rates(webgpu.copy)}; an empty dispatch ${formatMs(webgpu.dispatchMs)}; 4 bytes read back ${formatMs(webgpu.readbackMs)} (${webgpu.adapter})`,
  };
}
