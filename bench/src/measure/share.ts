/** @file How near a time is to what the machine allows. */
import { engines } from "../catalogue/engines.ts";
import type { Cost } from "../workload/cost.ts";
import { isTraining } from "../workload/types.ts";
import type { CopyRate, CpuLimits, Limits, WebgpuLimits } from "./limits.ts";
import type { Cell } from "./result.ts";
import type { SummaryRow } from "./summary.ts";

type Share = NonNullable<SummaryRow["share"]>;
/** Milliseconds that the workload would take if one limit were all that bound it. */
type LimitTimes = Partial<Readonly<Record<Share["limit"], number>>>;

/**
 * The nearest limit, which is the one that alone takes most of the time, and what part of the measured time that is. It may be above
 * 1: PyTorch is native code, with wider vectors than WebAssembly's, whose limit it is compared with; and small results stay in
 * caches. Undefined where no limit was measured.
 */
export function shareOf(cell: Cell, cost: Cost, ms: number, limits: Limits): Share | undefined {
  const times = Object.entries(limitTimes(cell, cost, limits)) as [Share["limit"], number][];
  const found = times.filter(([, limitMs]) => limitMs > 0 && Number.isFinite(limitMs));
  if (found.length === 0) return undefined;
  const [limit, limitMs] = found.reduce((nearest, other) => (other[1] > nearest[1] ? other : nearest));
  return { limit, fraction: limitMs / ms };
}

function limitTimes(cell: Cell, cost: Cost, { cpu, webgpu }: Limits): LimitTimes {
  if (engines[cell.engine].device === "webgpu") return "trouble" in webgpu ? {} : gpuTimes(cell, cost, webgpu);
  return "trouble" in cpu ? {} : coreTimes(cell, cost, cpu);
}

/** An engine on one thread is held to what one thread can, any other to what all can. */
function coreTimes({ threads }: Cell, cost: Cost, { fma, copy }: CpuLimits): LimitTimes {
  const which = threads === 1 ? "one" : "all";
  return timesBy(cost, fma[which], copy[which]);
}

/** What is computed takes a dispatch at least, and what is read a readback. Describing alone takes neither. */
function gpuTimes({ workload }: Cell, cost: Cost, { fma, copy, dispatchMs, readbackMs }: WebgpuLimits): LimitTimes {
  if (workload.kind === "graph-building") return {};
  const times = { ...timesBy(cost, fma, copy), dispatch: dispatchMs };
  return isTraining(workload) ? { ...times, readback: readbackMs } : times;
}

function timesBy({ flops, bytes }: Cost, gflops: number, copy: readonly CopyRate[]): LimitTimes {
  const rate = rateFor(bytes, copy);
  const fma = flops / (gflops * 1e6);
  return rate === undefined ? { fma } : { fma, copy: bytes / (rate * 1e6) };
}

/** GB/s of the smallest copy that is not smaller, or of the largest: what fits a cache is to be compared with that cache. */
function rateFor(bytes: number, copy: readonly CopyRate[]): number | undefined {
  const bySize = [...copy].sort((a, b) => a.bytes - b.bytes);
  return (bySize.find((rate) => rate.bytes >= bytes) ?? bySize.at(-1))?.gigabytesPerSecond;
}
