/** @file Training steps, each in a size that says something and a small one for quick runs. They grow in the batch. */
import type { Lstm, LstmCtc, Mlp, TrainingWorkload, Transformer } from "../../workload/types.ts";

export const trainings: readonly TrainingWorkload[] = [
  mlp([64, 64, 10], 64, true),
  mlp([784, 512, 256, 10], 256, false),
  lstm({ frames: 20, features: 8, hidden: 16, classes: 8 }, 4, true),
  lstm({ frames: 100, features: 64, hidden: 128, classes: 10 }, 32, false),
  lstmCtc({ frames: 20, features: 8, hidden: 16, classes: 8, labels: 4 }, 4, true),
  lstmCtc({ frames: 60, features: 16, hidden: 128, classes: 11, labels: 10 }, 32, false),
  transformer({ length: 16, width: 32, heads: 2, classes: 32 }, 2, true),
  transformer({ length: 64, width: 256, heads: 8, classes: 256 }, 8, false),
];

export const memories: readonly Mlp[] = [
  {
    ...mlp([64, 32, 10], 16, true),
    kind: "memory",
    name: "memory-mlp-64x32x10-n16",
    family: "memory-mlp-64x32x10",
    steps: 5,
  },
];

function mlp(sizes: readonly number[], batch: number, isQuick: boolean): Mlp {
  const family = `mlp-${sizes.join("x")}`;
  return { kind: "mlp", name: `${family}-n${batch}`, family, size: batch, isQuick, steps: 10, batch, sizes };
}

function lstm(sizes: Pick<Lstm, "frames" | "features" | "hidden" | "classes">, batch: number, isQuick: boolean): Lstm {
  const { frames, features, hidden, classes } = sizes;
  const family = `lstm-t${frames}-f${features}-h${hidden}-c${classes}`;
  return { kind: "lstm", name: `${family}-n${batch}`, family, size: batch, isQuick, steps: 10, batch, ...sizes };
}

type Recurrent = Pick<LstmCtc, "frames" | "features" | "hidden" | "classes" | "labels">;

function lstmCtc(sizes: Recurrent, batch: number, isQuick: boolean): LstmCtc {
  const { frames, features, hidden, classes, labels } = sizes;
  const family = `lstm-ctc-t${frames}-f${features}-h${hidden}-c${classes}-u${labels}`;
  return { kind: "lstm-ctc", name: `${family}-n${batch}`, family, size: batch, isQuick, steps: 10, batch, ...sizes };
}

type Block = Pick<Transformer, "length" | "width" | "heads" | "classes">;

function transformer(sizes: Block, batch: number, isQuick: boolean): Transformer {
  const { length, width, heads, classes } = sizes;
  const family = `transformer-l${length}-d${width}-h${heads}-c${classes}`;
  return { kind: "transformer", name: `${family}-n${batch}`, family, size: batch, isQuick, steps: 10, batch, ...sizes };
}
