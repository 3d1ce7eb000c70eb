/** @file Which probes are run to learn a machine's limits. */
import type { LimitProbe } from "../workload/types.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** From what fits the first cache of a core to what fits none. */
export const copySizes = [32 * KIB, 256 * KIB, 2 * MIB, 16 * MIB, 128 * MIB] as const;
/** A WebGPU kernel on less takes no time beside its dispatch. */
export const gpuCopySizes = [2 * MIB, 16 * MIB, 128 * MIB] as const;

/** Of one thread: a millisecond or two, so short that some runs are not interrupted by what else the machine does. */
const CORE_FLOPS = 2 ** 25 * 1.5;
const CORE_MOVED_BYTES = 64 * MIB;
/** Of a WebGPU device, to begin with: a few milliseconds of one that computes in software. */
const GPU_FLOPS = 2 ** 25;

type Threads = LimitProbe["threads"];

export function multiplyAddProbe(threads: Threads, count: number): LimitProbe {
  return probe({ of: "fma", threads, flops: CORE_FLOPS * count });
}

export function copyProbe(bytes: number, threads: Threads, count: number): LimitProbe {
  return probe({ of: "copy", threads, bytes, times: Math.ceil((CORE_MOVED_BYTES * count) / bytes) });
}

/** `scale` is how much more than to begin with. */
export function gpuMultiplyAddProbe(scale: number): LimitProbe {
  return probe({ of: "fma", flops: GPU_FLOPS * scale });
}

export function gpuCopyProbe(bytes: number, scale: number): LimitProbe {
  return probe({ of: "copy", bytes, times: scale });
}

export const dispatchProbe = probe({ of: "dispatch" });
export const readbackProbe = probe({ of: "readback", bytes: 4 });

type Particulars = Pick<LimitProbe, "of"> & Partial<LimitProbe>;

function probe(particulars: Particulars): LimitProbe {
  const { of, threads = "all", flops = 0, bytes = 0 } = particulars;
  return {
    kind: "limit",
    name: `limit-${of}-${threads}-${of === "fma" ? flops : bytes}`,
    family: `limit-${of}-${threads}`,
    size: of === "fma" ? flops : bytes,
    isQuick: true,
    threads,
    flops,
    bytes,
    times: 1,
    ...particulars,
  };
}
