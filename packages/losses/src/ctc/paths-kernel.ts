/** @file The second CTC kernel: sums over all paths, forward and backward at the same time. */
import { type BufferParam, buildKernel, type Expr, type Kernel, k, type ScalarParam } from "@adjoint/core";
import { emissionsAt } from "./emissions.ts";
import { storeLabelChain } from "./label-chain.ts";
import { clampLength, declareLengths, type GivenLengths } from "./lengths.ts";
import { advancePaths, beginPaths, type Paths, sumPaths } from "./paths.ts";
import { declareSizes, factRow, positionsOf, stateRow } from "./sizes.ts";
import { bufferRow, declareSharedRows } from "./state-rows.ts";

/**
 * Grid (N, 2), lanes over the blanks of a target, each with a label beside it.
 * Buffers: emissions, labels[, input lengths][, label lengths] → loss, states, facts.
 * `capacity`: positions of a row in shared memory; undefined to work in the states buffer alone.
 */
export function buildPathsKernel(given: GivenLengths, capacity: number | undefined): Kernel {
  return buildKernel("ctc_paths", (b) => {
    const n = b.gridIndex("n");
    const direction = b.gridIndex("direction");
    const emissions = b.input("emissions", "i32");
    const labels = b.input("labels", "i32");
    const lengths = declareLengths(b, given);
    const loss = b.output("loss", "f32");
    const states = b.buffer("states", "i32", "readwrite");
    const facts = b.output("facts", "i32");
    const size = declareSizes(b);
    const unknown = b.param("unknown", "f32");
    const infeasibleLoss = b.param("infeasibleLoss", "f32");
    b.hintLanes(capacity ?? 1024);

    const frameCount = b.let("frameCount", clampLength(lengths.input(n, size), size.frames));
    const labelCount = b.let("labelCount", clampLength(lengths.label(n, size), size.labels));
    const target = b.let("target", k.mul(n, size.labels));
    const fact = b.let("fact", factRow(size, n));
    const isForward = b.let("isForward", k.eq(direction, 0));
    const paths: Paths = {
      ...{ b, labels, target, frameCount, labelCount, direction, isForward },
      shared: capacity === undefined ? undefined : declareSharedRows(b, capacity),
      emissions: (frame) => emissionsAt(b, emissions, size, n, frame),
      storedRow: (frame) => bufferRow(b, states, stateRow(size, direction, n, frame), positionsOf(size)),
    };
    const isOutside = k.or(k.ne(lengths.input(n, size), frameCount), k.ne(lengths.label(n, size), labelCount));
    b.if(k.lt(0, frameCount), () => followPaths(paths));
    b.if(
      isForward,
      () => storeLoss(paths, { loss, n, facts, fact, isOutside, unknown, infeasibleLoss }),
      () => storeLabelChain(b, labels, facts, { size, target, fact, labelCount }),
    );
  });
}

/** All frames, from the first on, or backward from the last. */
function followPaths(paths: Paths): void {
  const { b, frameCount, isForward } = paths;
  beginPaths(paths);
  b.loop("i", k.sub(frameCount, 1), (i) => {
    const step = b.let("step", k.add(i, 1));
    const before = b.let("before", k.where(isForward, i, k.sub(k.sub(frameCount, 1), i)));
    advancePaths(paths, step, before, b.let("frame", k.where(isForward, step, k.sub(before, 1))));
  });
}

interface LossPlaces {
  readonly loss: BufferParam;
  readonly n: Expr;
  readonly facts: BufferParam;
  readonly fact: Expr;
  /** True if a length does not fit, which makes the loss `unknown`. */
  readonly isOutside: Expr;
  readonly unknown: ScalarParam;
  readonly infeasibleLoss: ScalarParam;
}

/** Stores the loss, and how many frames have a gradient. */
function storeLoss(paths: Paths, { loss, n, facts, fact, isOutside, unknown, infeasibleLoss }: LossPlaces): void {
  const { b, frameCount, labelCount } = paths;
  b.if(
    k.lt(0, frameCount),
    () => {
      const sum = sumPaths(paths);
      b.store(loss, n, k.where(sum.isImpossible, infeasibleLoss, sum.loss));
      b.store(facts, fact, k.where(sum.isImpossible, 0, frameCount));
    },
    () => {
      b.store(loss, n, k.where(k.eq(labelCount, 0), 0, infeasibleLoss));
      b.store(facts, fact, k.constant(0, "i32"));
    },
  );
  b.if(isOutside, () => {
    b.store(loss, n, unknown);
  });
}
