/**
 * @file The first CTC kernel: for each frame, the log-sum-exp of its logits and the probabilities of the blank and of
 * every label of the target. This takes all transcendental functions, and the look-ups by label, out of the serial part.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { exponential, IMPOSSIBLE, LOWEST_LOG } from "./extended-float.ts";
import { clampLength, declareLengths, type GivenLengths } from "./lengths.ts";
import type { CtcInput } from "./problem.ts";
import { blankSlot, declareSizes, emissionRow, scaleSlot, slotsOf } from "./sizes.ts";

/**
 * Grid (N, frames of the window), lanes over classes, then over slots. Frames beyond the length are not read, and their
 * rows stay undefined. Log-probabilities are taken as they are, in units of the greatest of their frame.
 * Buffers: logits, labels[, input lengths][, label lengths] → emissions. A label that is no class gives `unknown` (NaN).
 */
export function buildFramesKernel(given: GivenLengths, input: CtcInput, lanesHint: number): Kernel {
  return buildKernel("ctc_frames", (b) => {
    const n = b.gridIndex("n");
    const row = b.gridIndex("row");
    const logits = b.input("logits", "f32");
    const labels = b.input("labels", "i32");
    const lengths = declareLengths(b, given);
    const emissions = b.output("emissions", "i32");
    const size = declareSizes(b);
    const unknown = b.param("unknown", "f32");
    /** The window's first frame, and the item of the emissions at which the batch begins. */
    const firstFrame = b.param("firstFrame", "i32");
    const firstItem = b.param("firstItem", "i32");
    const t = b.let("t", k.add(firstFrame, row));
    b.hintLanes(lanesHint);
    b.if(k.lt(t, lengths.input(n, size)), () => {
      const frame = b.let("frame", k.add(k.mul(n, size.itemStride), k.mul(t, size.frameStride)));
      const greatest = b.reduce("greatest", "max", size.classes, (c) => b.load(logits, k.add(frame, c)));
      const { top, logTotal } = unitsOf(b, input, greatest, size.classes, (c) => b.load(logits, k.add(frame, c)));
      const labelCount = b.let("labelCount", clampLength(lengths.label(n, size), size.labels));
      const mantissas = b.let("mantissas", emissionRow(size, k.add(firstItem, n), row));
      const exponents = b.let("exponents", k.add(mantissas, slotsOf(size)));
      const target = b.let("target", k.sub(k.mul(n, size.labels), 1));
      const blankAt = b.let("blankAt", blankSlot(size));
      b.store(emissions, k.add(mantissas, scaleSlot(size)), k.bitcast(top, "i32"));
      b.store(emissions, k.add(exponents, scaleSlot(size)), k.bitcast(logTotal, "i32"));
      b.lanes(scaleSlot(size), (slot) => {
        const isBlank = b.let("isBlank", k.eq(slot, blankAt));
        const isLabel = k.and(k.le(1, slot), k.le(slot, labelCount));
        const class_ = b.let("class", k.where(isBlank, size.blank, b.load(labels, k.add(target, slot), true)));
        const isClass = b.let("isClass", k.and(k.le(0, class_), k.lt(class_, size.classes)));
        const logit = b.load(logits, k.add(frame, k.where(isClass, class_, 0)));
        const logProbability = b.let("logProbability", k.where(isClass, k.sub(k.sub(logit, top), logTotal), 0));
        const isPossible = b.let("isPossible", k.and(k.or(isBlank, isLabel), k.not(k.lt(logProbability, LOWEST_LOG))));
        const { mantissa, exponent } = exponential(logProbability);
        const value = b.let("value", k.where(isPossible, k.where(isClass, mantissa, unknown), 0));
        b.store(emissions, k.add(mantissas, slot), k.bitcast(value, "i32"));
        b.store(emissions, k.add(exponents, slot), k.where(isPossible, exponent, IMPOSSIBLE));
      });
    });
  });
}

/** What logarithms of a frame are relative to: the greatest, and what normalises them. */
function unitsOf(
  b: KernelBuilder,
  input: CtcInput,
  greatest: Expr,
  classes: Expr,
  at: (c: Expr) => Expr,
): { readonly top: Expr; readonly logTotal: Expr } {
  if (input === "logProbs") {
    // In a frame in which nothing is possible there is no unit.
    const top = b.let("top", k.where(k.lt(greatest, LOWEST_LOG), 0, greatest));
    return { top, logTotal: k.constant(0, "f32") };
  }
  const total = b.reduce("total", "sum", classes, (c) => k.exp(k.sub(at(c), greatest)));
  return { top: greatest, logTotal: b.let("logTotal", k.log(total)) };
}
