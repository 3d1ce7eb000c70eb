/** @file The machine, as far as its times depend on it. It is not named: a host's name says nothing of its speed. */
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import type { Report } from "./report/schema.ts";

type Machine = Report["machine"];

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || "unknown processor",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: platform(),
    arch: arch(),
  };
}

/** The processor and its cores, for the name of a file: `amd-epyc-2c`. */
export function machineSlug({ cpu, cores }: Pick<Machine, "cpu" | "cores">): string {
  const model = cpu
    .toLowerCase()
    .replace(/\((r|tm)\)|@.*|\b(cpu|processor|\d+-core)\b/g, " ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${model || "unknown"}-${cores}c`;
}
