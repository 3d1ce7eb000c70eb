/**
 * @file The third CTC kernel: the gradient with respect to the logits, softmax − occupancy, frame by frame.
 *
 * The occupancies of a frame are normalised by their own sum, so that no error of the loss enters. They are summed
 * label by label along a chain, in a fixed order: no atomics, and the same bits every time.
 */
import { buildKernel, type Expr, type Kernel, k } from "@adjoint/core";
import { type ExtendedFloat, IMPOSSIBLE, inUnitsOf, LOWEST, multiply, select } from "./extended-float.ts";
import { blankSlot, declareSizes, emissionRow, factRow, positionsOf, scaleSlot, slotsOf, stateRow } from "./sizes.ts";
import { bufferRow } from "./state-rows.ts";

export interface GradientVariant {
  /** Labels that fit the shared array of weights; undefined to keep the weights in a scratch buffer f32[N, T, U]. */
  readonly capacity: number | undefined;
  /** How the cotangent comes: one or one for each sequence in a buffer, or one number given at launch. */
  readonly cotangent: "buffer" | "number";
}

/** The most labels whose weights are held in shared memory: 16 KiB. */
export const MAX_WEIGHTS = 4096;

/**
 * Grid (N, T), lanes over labels, then over classes. Buffers: logits, labels, emissions, states, facts[, cotangent] →
 * gradient[, weights]. Frames beyond the length, and sequences without a path, get zeros; nothing of them is read.
 */
export function buildGradientKernel({ capacity, cotangent }: GradientVariant): Kernel {
  return buildKernel("ctc_gradient", (b) => {
    const n = b.gridIndex("n");
    const t = b.gridIndex("t");
    const logits = b.input("logits", "f32");
    const labels = b.input("labels", "i32");
    const emissions = b.input("emissions", "i32");
    const states = b.input("states", "i32");
    const facts = b.input("facts", "i32");
    const cotangents = cotangent === "buffer" ? b.input("cotangent", "f32") : undefined;
    const gradient = b.buffer("gradient", "f32", "readwrite");
    const weights =
      capacity === undefined ? b.buffer("weights", "f32", "readwrite") : b.shared("weights", "f32", capacity);
    const size = declareSizes(b);
    const cotangentStride = b.param("cotangentStride", "i32");
    /** What the reduction multiplies each loss by, and whether it also divides it by the number of labels. */
    const scale = b.param("scale", "f32");
    const isPerLabel = b.param("isPerLabel", "i32");
    const givenCotangent = cotangents === undefined ? b.param("cotangent", "f32") : undefined;
    b.hintLanes(256);

    const fact = b.let("fact", factRow(size, n));
    const labelCount = b.let("labelCount", b.load(facts, k.add(fact, 1)));
    const row = b.let("row", k.add(k.mul(n, size.itemStride), k.mul(t, size.frameStride)));

    const zero = (): void => {
      b.lanes(size.classes, (c) => {
        b.store(gradient, k.add(row, c), k.constant(0, "f32"));
      });
    };

    const differentiate = (): void => {
      const upstream = cotangents === undefined ? givenCotangent : b.load(cotangents, k.mul(n, cotangentStride));
      const divisor = k.where(k.ne(isPerLabel, 0), k.cast(k.max(labelCount, 1), "f32"), 1);
      const factor = b.let("factor", k.mul(upstream as Expr, k.div(scale, divisor)));
      const mantissas = b.let("mantissas", emissionRow(size, n, t));
      const exponents = b.let("exponents", k.add(mantissas, slotsOf(size)));
      const emission = (slot: Expr): ExtendedFloat => ({
        mantissa: k.bitcast(b.load(emissions, k.add(mantissas, slot)), "f32"),
        exponent: b.load(emissions, k.add(exponents, slot)),
      });
      const forward = bufferRow(b, states, stateRow(size, 0, n, t), positionsOf(size));
      const backward = bufferRow(b, states, stateRow(size, 1, n, t), positionsOf(size));
      const blankEmission = emission(blankSlot(size));
      const blankMantissa = b.let("blankMantissa", blankEmission.mantissa);
      const blankExponent = b.let("blankExponent", blankEmission.exponent);
      const none: ExtendedFloat = { mantissa: k.constant(0, "f32"), exponent: k.constant(LOWEST + IMPOSSIBLE, "i32") };

      /** The weight of all paths through a blank, and through the label behind it. */
      const through = (u: Expr): { blank: ExtendedFloat; label: ExtendedFloat } => {
        const at = b.let("at", k.add(u, 1));
        const blank = multiply(forward.load("blank", u), backward.load("blank", u));
        const label = multiply(multiply(forward.load("label", at), backward.load("label", at)), emission(at));
        return {
          blank: multiply(blank, { mantissa: blankMantissa, exponent: blankExponent }),
          label: select(k.lt(u, labelCount), label, none),
        };
      };
      const blanks = b.let("blanks", k.add(labelCount, 1));
      const { peak } = b.reduceAll(blanks, (u) => {
        const { blank, label } = through(u);
        return { peak: { op: "max", value: k.max(blank.exponent, label.exponent) } };
      });
      const weightRow = b.let(
        "weightRow",
        capacity === undefined ? k.mul(k.add(k.mul(n, size.frames), t), k.add(size.labels, 1)) : k.constant(0, "i32"),
      );
      const { blankSum, labelSum } = b.reduceAll(blanks, (u) => {
        const { blank, label } = through(u);
        const weight = b.let("weight", inUnitsOf(label, peak));
        b.store(weights, k.add(weightRow, u), weight);
        return {
          blankSum: { op: "sum", value: inUnitsOf(blank, peak) },
          labelSum: { op: "sum", value: weight },
        };
      });
      const perWeight = b.let("perWeight", k.div(factor, k.add(blankSum, labelSum)));
      const blankShare = b.let("blankShare", k.mul(blankSum, perWeight));
      const top = b.let("top", k.bitcast(b.load(emissions, k.add(mantissas, scaleSlot(size))), "f32"));
      const logTotal = b.let("logTotal", k.bitcast(b.load(emissions, k.add(exponents, scaleSlot(size))), "f32"));
      b.lanes(size.classes, (c) => {
        const softmax = k.exp(k.sub(k.sub(b.load(logits, k.add(row, c)), top), logTotal));
        const occupied = k.where(k.eq(c, size.blank), blankShare, 0);
        b.store(gradient, k.add(row, c), k.sub(k.mul(softmax, factor), occupied));
      });
      const target = b.let("target", k.mul(n, size.labels));
      const counts = b.let("counts", k.add(fact, 2));
      const nexts = b.let("nexts", k.add(counts, size.labels));
      b.lanes(labelCount, (u) => {
        const count = b.let("count", b.load(facts, k.add(counts, u)));
        const sum = b.variable("sum", k.constant(0, "f32"));
        const v = b.variable("v", u);
        b.loop("occurrence", count, () => {
          b.set(sum, k.add(sum, b.load(weights, k.add(weightRow, v))));
          b.set(v, b.load(facts, k.add(nexts, v)));
        });
        const label = b.let("label", b.load(labels, k.add(target, u)));
        const isClass = k.and(k.le(0, label), k.lt(label, size.classes));
        const at = b.let("place", k.add(row, k.where(isClass, label, 0)));
        const value = k.sub(b.load(gradient, at), k.mul(sum, perWeight));
        b.store(gradient, at, value, { condition: k.and(k.lt(0, count), isClass) });
      });
    };

    b.if(k.lt(t, b.load(facts, fact)), differentiate, zero);
  });
}
