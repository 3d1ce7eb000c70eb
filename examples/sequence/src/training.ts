/** @file A reader in training, step by step: for a command line, which trains to the end, and for a page, which looks on. */
import { createRandom, type Digit, split } from "@adjoint/examples-shared/portable";
import { cer, ctcGreedyDecode, ctcLoss, noGrad, optim, scope, type Tensor, tensor } from "adjoint";
import { type Batch, FEATURES, toBatch } from "./batch.ts";
import { createReader } from "./reader.ts";
import { type DigitString, drawString, LONGEST, WIDTH } from "./strings.ts";

/** An epoch is a hundred batches of 32 strings, which are drawn anew for each. */
export const STEPS_PER_EPOCH = 100;

const BATCH = 32;

/** The rate falls to 0 along half a cosine. */
const RATE = 8e-3;

/** A short memory of squares lets Adam leave the long plateau at the start, where nothing but blanks is read. */
const BETAS = [0.9, 0.99] as const;

/** Shrinking the weights a little at each step keeps them from learning the training images by heart. */
const WEIGHT_DECAY = 0.3;

export interface TrainingOptions {
  /** A fifth of them is never trained on. */
  readonly digits: readonly Digit[];
  readonly seed: number;
  /** Steps until the learning rate is 0. */
  readonly steps: number;
}

/** A string that was never trained on, and what was read. */
export interface Reading {
  readonly string: DigitString;
  readonly read: readonly number[];
}

export interface Training {
  /** Trains on one batch of strings. Resolves to the loss before the step. */
  step(): Promise<number>;
  /** Reads the first `count` strings of a test, the same at each call, made of images that are never trained on. */
  test(count: number): Promise<Reading[]>;
}

/** A new reader of digit strings, and what trains it. Its weights come from the global generator. */
export function createTraining({ digits, seed, steps }: TrainingOptions): Training {
  const images = split(digits, 0.2, createRandom(seed, 0));
  const random = createRandom(seed, 1);
  const reader = createReader();
  const optimizer = optim.adamw(reader.params, {
    lr: optim.cosineDecay(RATE, { steps }),
    betas: BETAS,
    weightDecay: WEIGHT_DECAY,
  });

  return {
    async step() {
      const batch = toBatch(drawStrings(BATCH, images.train, random));
      // All tensors of a step but its loss are freed at the end of the scope.
      const loss = scope(() => {
        const { inputLengths, labelLengths } = batch;
        const loss = ctcLoss(reader.read(windows(batch)), labels(batch), { inputLengths, labelLengths });
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        return loss;
      });
      const value = await loss.item();
      loss.dispose();
      return value;
    },

    async test(count) {
      const strings = drawStrings(count, images.test, createRandom(seed, 2));
      const readings: Reading[] = [];
      for (let begin = 0; begin < count; begin += BATCH) {
        const part = strings.slice(begin, begin + BATCH);
        const batch = toBatch(part);
        using scores = noGrad(() => reader.read(windows(batch)));
        const decoded = await ctcGreedyDecode(scores, { inputLengths: batch.inputLengths });
        part.forEach((string, i) => {
          readings.push({ string, read: (decoded[i]?.labels ?? []).map((label) => label - 1) });
        });
      }
      return readings;
    },
  };
}

/** Edits that turn what was read into what was written, by the number of digits written. */
export function characterErrorRate(readings: readonly Reading[]): number {
  return cer(
    readings.map(({ read }) => read),
    readings.map(({ string }) => string.labels),
  );
}

function drawStrings(count: number, digits: readonly Digit[], random: ReturnType<typeof createRandom>): DigitString[] {
  return Array.from({ length: count }, () => drawString(digits, random));
}

function windows(batch: Batch): Tensor {
  return tensor(batch.windows, { shape: [batch.inputLengths.length, WIDTH, FEATURES] });
}

function labels(batch: Batch): Tensor<"i32"> {
  return tensor(batch.labels, { shape: [batch.labelLengths.length, LONGEST] });
}
