/** @file What TensorFlow.js has, on any backend. It has no CTC, and computes at once: there is no graph to build. */
import { engineOf, type Jobs } from "../by-kind.ts";
import type { Engine, EngineFacts, Inputs, Job } from "../contract.ts";
import type { Settle } from "./compute-job.ts";
import { conv, convForward } from "./conv.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { gelu } from "./gelu.ts";
import { lstm } from "./lstm.ts";
import { batchMatmul, coldStart, matmul } from "./matmul.ts";
import { mlp } from "./mlp.ts";
import { layerNorm, softmax } from "./rows.ts";
import { tinyOps } from "./tiny-ops.ts";
import { transformer } from "./transformer.ts";

/** For backends that compute before a call returns. */
export const isDone: Settle = async () => undefined;

export function tfjsEngine(facts: EngineFacts, settle: Settle): Engine {
  const on =
    <W>(open: (of: W, inputs: Inputs, settle: Settle) => Job | Promise<Job>) =>
    (of: W, inputs: Inputs) =>
      open(of, inputs, settle);
  const jobs: Jobs = {
    matmul: on(matmul),
    "batch-matmul": on(batchMatmul),
    gelu: on(gelu),
    softmax: on(softmax),
    "layer-norm": on(layerNorm),
    "cross-entropy": on(crossEntropy),
    conv: on(conv),
    "conv-forward": on(convForward),
    mlp,
    memory: mlp,
    lstm,
    transformer,
    "tiny-ops": on(tinyOps),
    "cold-start": on(coldStart),
  };
  return engineOf(facts, jobs);
}
