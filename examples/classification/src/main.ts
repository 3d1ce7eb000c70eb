/** @file Handwritten digits, told apart by a network of one hidden layer with softmax cross-entropy. */
import { describeBackend, type Flags, startProgress } from "@adjoint/examples-shared";
import { configure } from "adjoint";
import { train } from "./train.ts";

/** Runs the example and prints what it finds. */
export async function main({ backend, epochs = 25, seed }: Flags): Promise<void> {
  const info = await configure({ backend, seed });
  console.log(`Classification of handwritten digits, on ${describeBackend(info)}.`);
  let progress: ReturnType<typeof startProgress> | undefined;
  const result = await train({
    seed,
    epochs,
    onStep: (step, steps, loss) => {
      progress ??= startProgress(steps);
      progress.update(step, loss);
    },
  });
  progress?.stop();

  const { losses, test, guesses, accuracy, trainCount } = result;
  console.log(`\nTrained on ${trainCount} images in ${losses.length} steps, tested on ${test.length} others.`);
  console.log(
    `Loss ${losses[0]?.toFixed(3)} → ${losses.at(-1)?.toFixed(3)}. Recognised: ${(100 * accuracy).toFixed(2)} %.\n`,
  );
  console.log(`     taken for\n     ${[...Array(10).keys()].map((digit) => String(digit).padStart(4)).join("")}`);
  for (let label = 0; label < 10; label++) {
    const counts = new Array<number>(10).fill(0);
    test.forEach((digit, i) => {
      const guess = guesses[i] ?? 0;
      if (digit.label === label) counts[guess] = (counts[guess] ?? 0) + 1;
    });
    console.log(`${String(label).padStart(4)} ${counts.map((count) => String(count || "·").padStart(4)).join("")}`);
  }
}
