/** @file CTC losses: the sizes that warp-ctc is measured at, and long sequences. */
import type { Ctc } from "../../workload/types.ts";

type Sizes = Pick<Ctc, "frames" | "labels" | "classes">;

/** Letters of speech, and many classes. */
const letters = { frames: 150, labels: 40, classes: 28 };
const words = { frames: 150, labels: 20, classes: 5000 };
const long = { frames: 1000, labels: 200, classes: 128 };
/** For tests of the harness. */
const tiny = { frames: 10, labels: 3, classes: 6 };
const batches = [1, 16, 32, 64, 128];

export const ctcs: readonly Ctc[] = [
  ctc(tiny, 2, false),
  ...batches.map((batch) => ctc(letters, batch, batch <= 16)),
  ...batches.map((batch) => ctc(words, batch, batch === 1)),
  ctc(long, 32, false),
];

/** Grows in sequences. */
function ctc(sizes: Sizes, batch: number, isQuick: boolean): Ctc {
  const family = `ctc-t${sizes.frames}-u${sizes.labels}-c${sizes.classes}`;
  return { kind: "ctc", name: `${family}-n${batch}`, family, size: batch, isQuick, batch, ...sizes };
}
