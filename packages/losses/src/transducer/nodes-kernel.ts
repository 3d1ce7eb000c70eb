/** @file The first transducer kernel: the softmax of each node, as far as paths need it. */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { type ExtendedFloat, exponential, IMPOSSIBLE, LOWEST_LOG } from "../ctc/extended-float.ts";
import { clampLength } from "../ctc/lengths.ts";
import { declareRnntLengths, type GivenLengths } from "./lengths.ts";
import type { RnntInput } from "./problem.ts";
import { declareSizes, emissionRow, nodeIndex } from "./sizes.ts";

/** The greatest logarithm of a probability: as many nodes as there may be in a path multiply it without overflow. */
const HIGHEST_LOG = 1e4;

/**
 * Grid (N, T, U + 1), lanes over classes. Nodes beyond the lengths are not read, and what they would give stays undefined.
 * Log-probabilities are taken as they are; of those no lane looks at more than two.
 * Buffers: logits, labels[, input lengths][, label lengths] → emissions. A label that is no class gives `unknown` (NaN).
 */
export function buildNodesKernel(given: GivenLengths, input: RnntInput, lanesHint: number): Kernel {
  return buildKernel("rnnt_nodes", (b) => {
    const [n, t, u] = [b.gridIndex("n"), b.gridIndex("t"), b.gridIndex("u")];
    const logits = b.input("logits", "f32");
    const labels = b.input("labels", "i32");
    const lengths = declareRnntLengths(b, given);
    const emissions = b.output("emissions", "i32");
    const size = declareSizes(b);
    const unknown = b.param("unknown", "f32");
    b.hintLanes(lanesHint);
    const labelCount = b.let("labelCount", clampLength(lengths.label(n, size), k.sub(size.positions, 1)));
    b.if(k.and(k.lt(t, lengths.input(n, size)), k.le(u, labelCount)), () => {
      const node = b.let("node", k.mul(nodeIndex(size, n, t, u), size.classes));
      const logit = (c: Expr): Expr => b.load(logits, k.add(node, c));
      const { top, logTotal, logProbability } =
        input === "logits" ? normalised(b, size.classes, logit) : asTheyAre(logit);
      const probability = (c: Expr): ExtendedFloat => probabilityOf(b, logProbability(c));
      const hasLabel = b.let("hasLabel", k.lt(u, labelCount));
      const label = b.let("label", b.load(labels, k.where(hasLabel, k.add(k.mul(n, size.labelStride), u), 0)));
      const isClass = b.let("isClass", k.and(k.le(0, label), k.lt(label, size.classes)));
      const [blank, next] = [probability(size.blank), probability(k.where(isClass, label, 0))];
      const row = b.let("row", emissionRow(size, n, k.add(t, u)));
      const words = [
        ...[k.bitcast(blank.mantissa, "i32"), blank.exponent],
        k.bitcast(k.where(isClass, next.mantissa, unknown), "i32"),
        ...[k.where(isClass, next.exponent, 0), k.bitcast(top, "i32"), k.bitcast(logTotal, "i32")],
      ];
      words.forEach((word, i) => {
        b.store(emissions, k.add(row, k.add(k.mul(size.positions, i), u)), word);
      });
    });
  });
}

/** Logarithms of the probabilities of classes, and what was taken off. */
interface NodeLogs {
  readonly top: Expr;
  readonly logTotal: Expr;
  logProbability(c: Expr): Expr;
}

function normalised(b: KernelBuilder, classes: Expr, logit: (c: Expr) => Expr): NodeLogs {
  const top = b.reduce("top", "max", classes, logit);
  const total = b.reduce("total", "sum", classes, (c) => k.exp(k.sub(logit(c), top)));
  const logTotal = b.let("logTotal", k.log(total));
  return { top, logTotal, logProbability: (c) => k.sub(k.sub(logit(c), top), logTotal) };
}

function asTheyAre(logit: (c: Expr) => Expr): NodeLogs {
  const none = k.constant(0, "f32");
  return {
    top: none,
    logTotal: none,
    logProbability: (c) => k.where(k.lt(HIGHEST_LOG, logit(c)), HIGHEST_LOG, logit(c)),
  };
}

function probabilityOf(b: KernelBuilder, logarithm: Expr): ExtendedFloat {
  const x = b.let("logProbability", logarithm);
  const isPossible = b.let("isPossible", k.not(k.lt(x, LOWEST_LOG)));
  const { mantissa, exponent } = exponential(x);
  return {
    mantissa: b.let("mantissa", k.where(isPossible, mantissa, 0)),
    exponent: b.let("exponent", k.where(isPossible, exponent, IMPOSSIBLE)),
  };
}
