import { createRandom, type Digit, loadDigits, split } from "@adjoint/examples-shared";
import { crossEntropy, nn, noGrad, optim, relu, scope, type Tensor, tensor } from "adjoint";

const PIXELS = 64;
const CLASSES = 10;
const BATCH = 32;

export interface Options {
  readonly seed: number;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Called after each step. */
  readonly onStep?: (step: number, steps: number, loss: number) => void;
}

export interface Result {
  /** The loss at each step. */
  readonly losses: readonly number[];
  readonly trainCount: number;
  /** Images that were never trained on, and what they were taken for. */
  readonly test: readonly Digit[];
  readonly guesses: readonly number[];
  /** The share of test images that were recognised. */
  readonly accuracy: number;
}

/** Trains a small network on four fifths of the digits and tests it on the others. */
export async function train({ seed, epochs, onStep }: Options): Promise<Result> {
  const random = createRandom(seed);
  const digits = split(loadDigits(), 0.2, random);
  const stepsPerEpoch = Math.floor(digits.train.length / BATCH);
  const steps = epochs * stepsPerEpoch;

  const network = nn.sequential(nn.linear(PIXELS, 128), relu, nn.dropout(0.2), nn.linear(128, CLASSES));
  const optimizer = optim.adam(network.params, { lr: optim.cosineDecay(4e-3, { steps }) });

  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const shuffled = random.shuffled(digits.train);
    for (let i = 0; i < stepsPerEpoch; i++) {
      const batch = shuffled.slice(i * BATCH, (i + 1) * BATCH);

      // All tensors of a step but its loss are freed at the end of the scope.
      const loss = scope(() => {
        const loss = crossEntropy(network(images(batch)), labels(batch));
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        return loss;
      });

      losses.push(await loss.item());
      loss.dispose();
      onStep?.(losses.length, steps, losses.at(-1) ?? Number.NaN);
    }
  }

  const scores = noGrad(() => network(images(digits.test), { isTraining: false }));
  const guesses = Array.from(await scores.argmax(1).data());
  const right = digits.test.filter(({ label }, i) => label === guesses[i]).length;
  return { losses, trainCount: digits.train.length, test: digits.test, guesses, accuracy: right / guesses.length };
}

/** Images as rows of 64 pixels, moved and scaled to about mean 0 and deviation 1. */
function images(digits: readonly Digit[]): Tensor {
  const pixels = new Float32Array(digits.length * PIXELS);
  digits.forEach((digit, i) => {
    pixels.set(
      digit.pixels.map((ink) => 2.7 * (ink - 0.3)),
      i * PIXELS,
    );
  });
  return tensor(pixels, { shape: [digits.length, PIXELS] });
}

function labels(digits: readonly Digit[]): Tensor<"i32"> {
  return tensor(Int32Array.from(digits, ({ label }) => label));
}
