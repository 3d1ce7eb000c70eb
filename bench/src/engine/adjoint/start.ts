/** @file Adjoint, on either backend, as its users would write the workloads. */
import { backendInfo, configure } from "adjoint";
import { engineOf, type Jobs } from "../by-kind.ts";
import { type Engine, MissingError } from "../contract.ts";
import { matmul } from "./matmul.ts";

const jobs: Jobs = { matmul };

function ready(): Engine {
  const { threads, adapter, features } = backendInfo();
  return engineOf({ threads, features, ...(adapter === undefined ? {} : { adapter }) }, jobs);
}

export async function adjointCpu(): Promise<Engine> {
  await configure({ backend: "cpu" });
  return ready();
}

export async function adjointCpuOneThread(): Promise<Engine> {
  await configure({ backend: "cpu", threads: 1 });
  return ready();
}

/** @throws {MissingError} without an adapter. */
export async function adjointWebgpu(): Promise<Engine> {
  try {
    await configure({ backend: "webgpu" });
  } catch (error) {
    throw new MissingError(error instanceof Error ? error.message : String(error));
  }
  return ready();
}
