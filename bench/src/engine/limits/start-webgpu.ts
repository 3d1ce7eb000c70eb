/** @file What a WebGPU device allows: multiply-adds in registers, copies, an empty kernel, a read of four bytes. */
import { engineOf } from "../by-kind.ts";
import type { Engine } from "../contract.ts";
import { openDevice } from "./device.ts";
import { GpuProbes } from "./gpu-probes.ts";

/** @throws {MissingError} without an adapter. */
export async function limitsWebgpu(): Promise<Engine> {
  const opened = await openDevice();
  const probes = new GpuProbes(opened);
  return engineOf({ threads: 1, adapter: opened.adapter }, { limit: (of) => probes[of.of](of) });
}
