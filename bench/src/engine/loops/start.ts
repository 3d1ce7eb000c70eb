/** @file What one would write without a library: loops over typed arrays, in an order that is kind to the cache. */
import { engineOf } from "../by-kind.ts";
import type { Engine } from "../contract.ts";
import { conv, convForward } from "./conv.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { ctc } from "./ctc.ts";
import { gelu } from "./gelu.ts";
import { layerNorm } from "./layer-norm.ts";
import { lstm, lstmCtc } from "./lstm.ts";
import { batchMatmul, matmul } from "./matmul.ts";
import { mlp } from "./mlp.ts";
import { coldStart, softmax } from "./softmax.ts";
import { tinyOps } from "./tiny-ops.ts";
import { transformer } from "./transformer.ts";

export async function loops(): Promise<Engine> {
  return engineOf(
    { threads: 1 },
    {
      matmul,
      "batch-matmul": batchMatmul,
      gelu,
      softmax,
      "layer-norm": layerNorm,
      "cross-entropy": crossEntropy,
      conv,
      "conv-forward": convForward,
      ctc,
      mlp,
      memory: mlp,
      lstm,
      "lstm-ctc": lstmCtc,
      transformer,
      "tiny-ops": tinyOps,
      "cold-start": coldStart,
    },
  );
}
