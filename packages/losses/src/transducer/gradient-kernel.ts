/** @file The fourth transducer kernel: the gradient with respect to the logits, or log-probabilities, node by node. */
import { type BufferParam, buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import type { RnntInput } from "./problem.ts";
import { declareSizes, emissionRow, FACTS, nodeIndex } from "./sizes.ts";

/**
 * Grid (N, T, U + 1), lanes over classes. Buffers: [logits, ]labels, emissions, facts, weights[, cotangent] → gradient.
 * Nodes beyond the lengths, and sequences without a path, get zeros; nothing of them is read.
 */
export function buildGradientKernel(input: RnntInput, cotangent: "buffer" | "number", lanesHint: number): Kernel {
  return buildKernel("rnnt_gradient", (b) => {
    const [n, t, u] = [b.gridIndex("n"), b.gridIndex("t"), b.gridIndex("u")];
    const logits = input === "logits" ? b.input("logits", "f32") : undefined;
    const labels = b.input("labels", "i32");
    const emissions = b.input("emissions", "i32");
    const facts = b.input("facts", "i32");
    const weights = b.input("weights", "f32");
    const cotangents = cotangent === "buffer" ? b.input("cotangent", "f32") : undefined;
    const gradient = b.output("gradient", "f32");
    const size = declareSizes(b);
    const cotangentStride = b.param("cotangentStride", "i32");
    const scale = b.param("scale", "f32");
    /** What the weights of labels are multiplied by, and how far from 0 the gradient of a loss may be. */
    const [labelFactor, bound] = [b.param("labelFactor", "f32"), b.param("bound", "f32")];
    const upstream =
      cotangents === undefined ? b.param("cotangent", "f32") : b.load(cotangents, k.mul(n, cotangentStride));
    b.hintLanes(lanesHint);
    const fact = b.let("fact", k.mul(n, FACTS));
    const labelCount = b.let("labelCount", b.load(facts, k.add(fact, 1)));
    const node = b.let("node", nodeIndex(size, n, t, u));
    const row = b.let("row", k.mul(node, size.classes));
    const unitsOf = (): Units => {
      const units = b.let("units", k.add(emissionRow(size, n, k.add(t, u)), k.add(k.mul(size.positions, 4), u)));
      const top = b.let("top", k.bitcast(b.load(emissions, units), "f32"));
      return { top, logTotal: b.let("logTotal", k.bitcast(b.load(emissions, k.add(units, size.positions)), "f32")) };
    };
    const differentiate = (): void => {
      const factor = b.let("factor", k.mul(upstream, scale));
      const weight = b.let("weight", k.mul(node, 2));
      const byBlank = b.let("byBlank", b.load(weights, weight));
      const byLabel = b.let("byLabel", k.mul(b.load(weights, k.add(weight, 1)), labelFactor));
      const share = logits === undefined ? undefined : shareOf(b, logits, row, unitsOf());
      const both = b.let("both", k.add(byBlank, byLabel));
      const hasLabel = b.let("hasLabel", k.lt(u, labelCount));
      const label = b.let("label", b.load(labels, k.where(hasLabel, k.add(k.mul(n, size.labelStride), u), 0)));
      b.lanes(size.classes, (c) => {
        // What normalises is part of what logits are differentiated through, and of nothing else.
        const spread = share === undefined ? k.constant(0, "f32") : k.mul(share(c), both);
        const taken = k.where(k.eq(c, size.blank), byBlank, 0);
        const given = k.where(k.and(hasLabel, k.eq(c, label)), byLabel, 0);
        const slope = b.let("slope", k.sub(k.sub(spread, taken), given));
        const held = k.where(k.lt(bound, slope), bound, k.where(k.lt(slope, k.neg(bound)), k.neg(bound), slope));
        b.store(gradient, k.add(row, c), k.mul(held, factor));
      });
    };
    b.if(k.and(k.lt(t, b.load(facts, fact)), k.le(u, labelCount)), differentiate, () => {
      b.lanes(size.classes, (c) => b.store(gradient, k.add(row, c), k.constant(0, "f32")));
    });
  });
}

interface Units {
  readonly top: Expr;
  readonly logTotal: Expr;
}

/** The softmax of a node, by class. */
function shareOf(b: KernelBuilder, logits: BufferParam, row: Expr, { top, logTotal }: Units): (c: Expr) => Expr {
  return (c) => k.exp(k.sub(k.sub(b.load(logits, k.add(row, c)), top), logTotal));
}
