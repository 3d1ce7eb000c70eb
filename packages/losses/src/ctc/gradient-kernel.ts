/**
 * @file The third CTC kernel: the gradient, frame by frame: softmax − occupancy with respect to logits, and −occupancy with
 * respect to log-probabilities.
 *
 * The occupancies of a frame are normalised by their own sum, so that no error of the loss enters. They are summed
 * label by label along a chain, in a fixed order: no atomics, and the same bits every time.
 */
import {
  type BufferParam,
  buildKernel,
  type Expr,
  type Kernel,
  type KernelBuilder,
  k,
  type Memory,
} from "@adjoint/core";
import { type Emissions, emissionsAt, nameParts } from "./emissions.ts";
import { type ExtendedFloat, IMPOSSIBLE, inUnitsOf, LOWEST, multiply, select } from "./extended-float.ts";
import type { CtcInput } from "./problem.ts";
import { declareSizes, factRow, LABEL_FACTS, positionsOf, type SizeParams, stateRow } from "./sizes.ts";
import { bufferRow, type StateRow } from "./state-rows.ts";

export interface GradientVariant {
  /** Labels that fit the shared array of weights; undefined to keep the weights in a scratch buffer f32[N, rows, U + 1]. */
  readonly capacity: number | undefined;
  /** How the cotangent comes: one or one for each sequence in a buffer, or one number given at launch. */
  readonly cotangent: "buffer" | "number";
  readonly input: CtcInput;
  readonly lanesHint: number;
}

/** The most labels whose weights are held in shared memory: 12 of 16 KiB, as reductions take some. */
export const MAX_WEIGHTS = 3072;

/**
 * Grid (N, frames of the window), lanes over labels, then over classes. Buffers: [logits, ]labels, emissions, states,
 * facts[, cotangent] → gradient[, weights]. Frames beyond the length, and sequences without a path, get zeros; nothing of them is read.
 */
export function buildGradientKernel({ capacity, cotangent, input, lanesHint }: GradientVariant): Kernel {
  return buildKernel("ctc_gradient", (b) => {
    const n = b.gridIndex("n");
    const local = b.gridIndex("local");
    const logits = input === "logits" ? b.input("logits", "f32") : undefined;
    const labels = b.input("labels", "i32");
    const emissions = b.input("emissions", "i32");
    const states = b.input("states", "i32");
    const facts = b.input("facts", "i32");
    const cotangents = cotangent === "buffer" ? b.input("cotangent", "f32") : undefined;
    const gradient = b.buffer("gradient", "f32", "readwrite");
    const memory =
      capacity === undefined ? b.buffer("weights", "f32", "readwrite") : b.shared("weights", "f32", capacity);
    const size = declareSizes(b);
    const cotangentStride = b.param("cotangentStride", "i32");
    /** What the reduction multiplies each loss by, and whether it also divides it by the number of labels. */
    const scale = b.param("scale", "f32");
    const isPerLabel = b.param("isPerLabel", "i32");
    const firstFrame = b.param("firstFrame", "i32");
    const upstream =
      cotangents === undefined ? b.param("cotangent", "f32") : b.load(cotangents, k.mul(n, cotangentStride));
    b.hintLanes(lanesHint);

    const fact = b.let("fact", factRow(size, n));
    const labelCount = b.let("labelCount", b.load(facts, k.add(fact, 1)));
    const t = b.let("t", k.add(firstFrame, local));
    const row = b.let("row", k.add(k.mul(n, size.itemStride), k.mul(t, size.frameStride)));

    const differentiate = (): void => {
      const divisor = k.where(k.ne(isPerLabel, 0), k.cast(k.max(labelCount, 1), "f32"), 1);
      const factor = b.let("factor", k.mul(upstream, k.div(scale, divisor)));
      const frame = emissionsAt(b, emissions, size, n, local);
      const rows = ([0, 1] as const).map((direction) =>
        bufferRow(b, states, stateRow(size, direction, n, local), positionsOf(size)),
      );
      const start =
        capacity === undefined ? k.mul(k.add(k.mul(n, size.rows), local), k.add(size.labels, 1)) : k.constant(0, "i32");
      const weights = { memory, start: b.let("weightRow", start) };
      const unit = b.let("unit", b.load(facts, k.add(fact, 2)));
      const sums = storeWeights(b, { frame, rows, labelCount, unit }, weights);
      const perWeight = b.let("perWeight", k.div(factor, k.add(sums.blankSum, sums.labelSum)));

      const blankShare = b.let("blankShare", k.mul(sums.blankSum, perWeight));
      const top = b.let("top", frame.top);
      const logTotal = b.let("logTotal", frame.logTotal);
      b.lanes(size.classes, (c) => {
        const occupied = k.where(k.eq(c, size.blank), blankShare, 0);
        // A log-probability moves no other of its frame.
        const spread = logits && k.mul(k.exp(k.sub(k.sub(b.load(logits, k.add(row, c)), top), logTotal)), factor);
        b.store(gradient, k.add(row, c), k.sub(spread ?? 0, occupied));
      });
      subtractLabels(b, { labels, facts, gradient }, weights, { size, n, row, fact, labelCount, perWeight });
    };

    b.if(k.lt(t, b.load(facts, fact)), differentiate, () => {
      b.lanes(size.classes, (c) => {
        b.store(gradient, k.add(row, c), k.constant(0, "f32"));
      });
    });
  });
}

interface LabelPlaces {
  readonly size: SizeParams;
  readonly n: Expr;
  /** Where the frame's gradients begin, and the sequence's facts. */
  readonly row: Expr;
  readonly fact: Expr;
  readonly labelCount: Expr;
  /** What a unit of weight takes from the gradient. */
  readonly perWeight: Expr;
}

/** Subtracts the occupancy of each label from the gradient of its class: the first occurrence adds up all of them. */
function subtractLabels(
  b: KernelBuilder,
  { labels, facts, gradient }: Readonly<Record<"labels" | "facts" | "gradient", BufferParam>>,
  weights: Weights,
  { size, n, row, fact, labelCount, perWeight }: LabelPlaces,
): void {
  const counts = b.let("counts", k.add(fact, LABEL_FACTS));
  const nexts = b.let("nexts", k.add(counts, size.labels));
  const target = b.let("target", k.mul(n, size.labels));
  b.lanes(labelCount, (u) => {
    const count = b.let("count", b.load(facts, k.add(counts, u)));
    const label = b.let("label", b.load(labels, k.add(target, u)));
    const sum = b.variable("sum", k.constant(0, "f32"));
    const v = b.variable("v", u);
    b.loop("occurrence", count, () => {
      b.set(sum, k.add(sum, b.load(weights.memory, k.add(weights.start, v))));
      b.set(v, b.load(facts, k.add(nexts, v)));
    });
    const isClass = k.and(k.le(0, label), k.lt(label, size.classes));
    const place = b.let("place", k.add(row, k.where(isClass, label, 0)));
    const rest = k.sub(b.load(gradient, place), k.mul(sum, perWeight));
    b.store(gradient, place, rest, { condition: k.and(k.lt(0, count), isClass) });
  });
}

/** The weights of a frame's labels. */
interface Weights {
  readonly memory: Memory;
  readonly start: Expr;
}

const NONE: ExtendedFloat = { mantissa: k.constant(0, "f32"), exponent: k.constant(LOWEST + IMPOSSIBLE, "i32") };

/** What of a frame its weights are made of. */
interface FrameStates {
  readonly frame: Emissions;
  /** Of either direction. */
  readonly rows: readonly StateRow[];
  readonly labelCount: Expr;
  /** The power of two just below the weight of all paths. */
  readonly unit: Expr;
}

/**
 * Stores, label by label, the weight of all paths through it, in units of the power of two; and sums the weights of blanks
 * and labels. All paths pass through each frame, so that the sum lies near [1, 2) whatever the frame.
 */
function storeWeights(b: KernelBuilder, { frame, rows, labelCount, unit }: FrameStates, weights: Weights) {
  const blankEmission = nameParts(b, "blankEmission", frame.blank);
  const blanks = b.let("blanks", k.add(labelCount, 1));
  const product = (kind: "blank" | "label", position: Expr, emission: ExtendedFloat): ExtendedFloat =>
    rows.reduce((weight, row) => multiply(weight, row.load(kind, position)), emission);
  return b.reduceAll(blanks, (u) => {
    // A blank, and the label behind it.
    const position = b.let("position", k.add(u, 1));
    const label = select(k.lt(u, labelCount), product("label", position, frame.label(position)), NONE);
    const weight = b.let("weight", inUnitsOf(label, unit));
    b.store(weights.memory, k.add(weights.start, u), weight);
    return {
      blankSum: { op: "sum", value: inUnitsOf(product("blank", u, blankEmission), unit) },
      labelSum: { op: "sum", value: weight },
    };
  });
}
