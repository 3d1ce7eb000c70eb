/** @file Adjoint, on either backend, as its users would write the workloads. */
import { BackendError, backendInfo, configure } from "adjoint";
import { engineOf, type Jobs } from "../by-kind.ts";
import { type Engine, MissingError } from "../contract.ts";
import { conv, convForward } from "./conv.ts";
import { graphBuilding } from "./graph-building.ts";
import { crossEntropy, ctc } from "./losses.ts";
import { lstm, lstmCtc } from "./lstm.ts";
import { gelu, layerNorm, softmax } from "./maps.ts";
import { batchMatmul, matmul } from "./matmul.ts";
import { mlp } from "./mlp.ts";
import { coldStart, tinyOps } from "./overheads.ts";
import { transformer } from "./transformer.ts";

const jobs: Jobs = {
  matmul,
  "batch-matmul": batchMatmul,
  gelu,
  softmax,
  conv,
  "conv-forward": convForward,
  "layer-norm": layerNorm,
  "cross-entropy": crossEntropy,
  ctc,
  mlp,
  memory: mlp,
  lstm,
  "lstm-ctc": lstmCtc,
  transformer,
  "tiny-ops": tinyOps,
  "graph-building": graphBuilding,
  "cold-start": coldStart,
};

function ready(): Engine {
  const { backend, threads, adapter, features } = backendInfo();
  const isNamed = backend === "webgpu" && adapter !== undefined;
  return engineOf({ threads, features, ...(isNamed ? { adapter } : {}) }, jobs);
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
    // What runs must not depend on what ran before.
    await configure({ backend: "webgpu", tune: false });
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    throw new MissingError(error.message);
  }
  return ready();
}
