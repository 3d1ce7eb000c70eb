/** @file The CTC loss of tfjsctcloss, on the CPU backend of TensorFlow.js. */
import { dispose, env, memory, type Tensor, type Tensor3D, tensor3d, tidy, valueAndGrad } from "@tensorflow/tfjs";
import { CTC_LOSS_USE_ARRAY_ENGINE, ctcLossGradient } from "tfjsctcloss";
import type { Ctc } from "../../workload/types.ts";
import { engineOf } from "../by-kind.ts";
import type { Engine, Inputs, Job } from "../contract.ts";
import { floats, integers } from "../inputs.ts";
import { startBackend } from "../tfjs/start-backend.ts";
import { blankFirst, blankLast, oneHotLabels } from "./layout.ts";

/** What a workload may need. */
const ALLOWED_BYTES = 4 * 2 ** 30;

/** On the CPU, since its gradient does not run on all other backends, by its own word. */
export async function tfjsCtcLoss(): Promise<Engine> {
  await startBackend("cpu");
  return engineOf({ threads: 1 }, { ctc });
}

function ctc(of: Ctc, inputs: Inputs): Job {
  const { batch, frames, classes } = of;
  const shape: [number, number, number] = [batch, frames, classes];
  const bytes = neededBytes(of);
  if (bytes > ALLOWED_BYTES) throw new Error(`would need about ${(bytes / 2 ** 30).toFixed(1)} GiB`);
  // Its advice for batches below 64, and faster in larger ones as well.
  env().set(CTC_LOSS_USE_ARRAY_ENGINE, true);
  const logits = tensor3d(blankLast(floats(inputs, "logits"), classes), shape);
  const labels = tensor3d(oneHotLabels(of, integers(inputs, "labels")), shape);
  const lossesAndGradient = valueAndGrad((x: Tensor) => ctcLossGradient(labels, x as Tensor3D));
  let last: { value: Tensor; grad: Tensor } | undefined;
  return {
    async run() {
      dispose([last?.value, last?.grad].filter((tensor) => tensor !== undefined));
      last = tidy(() => lossesAndGradient(logits));
    },
    async outputs() {
      if (last === undefined) return {};
      const [losses, gradient] = await Promise.all([last.value.data(), last.grad.data()]);
      return { losses, gradient: blankFirst(gradient, classes) };
    },
    heldBytes: () => memory().numBytes,
    async close() {
      dispose([logits, labels, ...(last === undefined ? [] : [last.value, last.grad])]);
    },
  };
}

/** As it was seen to hold, in nested arrays most of all: of the logits, and of paths padded to twice the frames. */
function neededBytes({ batch, frames, classes }: Ctc): number {
  return batch * frames * (64 * classes + 100 * (2 * frames + 1));
}
