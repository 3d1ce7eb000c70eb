import { createRandom, type Digit, loadDigits, split } from "@adjoint/examples-shared";
import { cer, ctcGreedyDecode, ctcLoss, noGrad, optim, scope, type Tensor, tensor } from "adjoint";
import { type Batch, FEATURES, toBatch } from "./batch.ts";
import { createReader, type Reader } from "./reader.ts";
import { type DigitString, drawString, LONGEST, WIDTH } from "./strings.ts";

const BATCH = 32;
const TEST_STRINGS = 256;

/** The rate falls to 0 along half a cosine. */
const RATE = 8e-3;

/** A short memory of squares lets Adam leave the long plateau at the start, where nothing but blanks is read. */
const BETAS = [0.9, 0.99] as const;

/** Shrinking the weights a little at each step keeps them from learning the training images by heart. */
const WEIGHT_DECAY = 0.3;

export interface Options {
  readonly seed: number;
  /** Batches of strings to train on. */
  readonly steps: number;
  /** Called after each step. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** A string that was never trained on, and what was read. */
export interface Reading {
  readonly string: DigitString;
  readonly read: readonly number[];
}

export interface Result {
  /** The loss at each step. */
  readonly losses: readonly number[];
  readonly readings: readonly Reading[];
  /** Edits that turn what was read into what was written, by the number of digits written. */
  readonly characterErrorRate: number;
  /** The share of strings without an error. */
  readonly exactShare: number;
}

/** Trains a reader of digit strings, and tests it on strings made of other images. */
export async function train({ seed, steps, onStep }: Options): Promise<Result> {
  const digits = split(loadDigits(), 0.2, createRandom(seed, 0));
  const random = createRandom(seed, 1);
  const reader = createReader();
  const optimizer = optim.adamw(reader.params, {
    lr: optim.cosineDecay(RATE, { steps }),
    betas: BETAS,
    weightDecay: WEIGHT_DECAY,
  });

  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const batch = toBatch(drawStrings(BATCH, digits.train, random));

    // All tensors of a step but its loss are freed at the end of the scope.
    const loss = scope(() => {
      const { inputLengths, labelLengths } = batch;
      const loss = ctcLoss(reader.read(windows(batch)), labels(batch), { inputLengths, labelLengths });
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      return loss;
    });

    losses.push(await loss.item());
    loss.dispose();
    onStep?.(step, losses.at(-1) ?? Number.NaN);
  }

  const readings = await readAll(reader, drawStrings(TEST_STRINGS, digits.test, createRandom(seed, 2)));
  const exact = readings.filter(({ string, read }) => read.join() === string.labels.join());
  return {
    losses,
    readings,
    characterErrorRate: cer(
      readings.map(({ read }) => read),
      readings.map(({ string }) => string.labels),
    ),
    exactShare: exact.length / readings.length,
  };
}

/** Reads strings, batch by batch. */
async function readAll(reader: Reader, strings: readonly DigitString[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (let begin = 0; begin < strings.length; begin += BATCH) {
    const part = strings.slice(begin, begin + BATCH);
    const batch = toBatch(part);
    const scores = noGrad(() => reader.read(windows(batch)));
    const decoded = await ctcGreedyDecode(scores, { inputLengths: batch.inputLengths });
    part.forEach((string, i) => {
      readings.push({ string, read: (decoded[i]?.labels ?? []).map((label) => label - 1) });
    });
  }
  return readings;
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
