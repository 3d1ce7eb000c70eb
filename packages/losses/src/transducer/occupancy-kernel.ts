/**
 * @file The third transducer kernel: how likely paths are to leave each node by a blank, and by its label. Every path
 * crosses each diagonal once, so that these sum to 1 there; they are normalised so, and no error of the loss enters.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { nameParts } from "../ctc/emissions.ts";
import { type ExtendedFloat, IMPOSSIBLE, inUnitsOf, LOWEST, multiply, select } from "../ctc/extended-float.ts";
import { emissionsFrom, type NodeEmissions } from "./emissions.ts";
import { type NodeRow, storedRow } from "./node-rows.ts";
import { declareSizes, emissionRow, FACTS, nodeIndex, nodesOf, stateRow } from "./sizes.ts";

const NONE: ExtendedFloat = { mantissa: k.constant(0, "f32"), exponent: k.constant(LOWEST + IMPOSSIBLE, "i32") };

/** Grid (N, T + U), lanes over the nodes of a diagonal. Buffers: emissions, states, facts → weights f32[N, T, U + 1, 2]. */
export function buildOccupancyKernel(lanesHint: number): Kernel {
  return buildKernel("rnnt_occupancy", (b) => {
    const [n, diagonal] = [b.gridIndex("n"), b.gridIndex("diagonal")];
    const emissions = b.input("emissions", "i32");
    const states = b.input("states", "i32");
    const facts = b.input("facts", "i32");
    const weights = b.buffer("weights", "f32", "readwrite");
    const size = declareSizes(b);
    b.hintLanes(lanesHint);
    const frameCount = b.let("frameCount", b.load(facts, k.mul(n, FACTS)));
    const labelCount = b.let("labelCount", b.load(facts, k.add(k.mul(n, FACTS), 1)));
    const { first, count } = nodesOf(b, diagonal, frameCount, labelCount);
    b.if(k.and(k.lt(0, frameCount), k.lt(0, count)), () => {
      const isLast = b.let("isLast", k.eq(k.add(diagonal, 1), k.add(frameCount, labelCount)));
      const row = (direction: number, at: Expr): NodeRow =>
        storedRow(b, states, stateRow(size, direction, n, at), size.positions);
      const through = leave(b, {
        ...{ diagonal, frameCount, labelCount, isLast, first },
        emissions: emissionsFrom(b, emissions, emissionRow(size, n, diagonal), size.positions),
        forward: row(0, diagonal),
        // The last diagonal has none behind it; its blank leads to the end.
        backward: row(1, k.where(isLast, diagonal, k.add(diagonal, 1))),
      });
      // In units of it the sum over a diagonal lies near [1, 2).
      const unit = b.let("unit", b.load(facts, k.add(k.mul(n, FACTS), 2)));
      const place = (lane: Expr): Expr => {
        const u = k.add(first, lane);
        return b.let("place", k.mul(nodeIndex(size, n, k.sub(diagonal, u), u), 2));
      };
      const { total } = b.reduceAll(count, (lane) => {
        const { blank, label } = through(lane);
        const byBlank = b.let("blankWeight", inUnitsOf(blank, unit));
        const byLabel = b.let("labelWeight", inUnitsOf(label, unit));
        const at = place(lane);
        b.store(weights, at, byBlank);
        b.store(weights, k.add(at, 1), byLabel);
        return { total: { op: "sum", value: k.add(byBlank, byLabel) } };
      });
      b.lanes(count, (lane) => {
        const at = place(lane);
        for (const i of [0, 1]) b.store(weights, k.add(at, i), k.div(b.load(weights, k.add(at, i)), total));
      });
    });
  });
}

interface Diagonal {
  readonly diagonal: Expr;
  readonly frameCount: Expr;
  readonly labelCount: Expr;
  readonly isLast: Expr;
  readonly first: Expr;
  readonly emissions: NodeEmissions;
  readonly forward: NodeRow;
  /** Of the diagonal behind. */
  readonly backward: NodeRow;
}

/** For a lane, the weights of all paths that leave its node by a blank, and by a label. */
function leave(b: KernelBuilder, d: Diagonal): (lane: Expr) => { blank: ExtendedFloat; label: ExtendedFloat } {
  return (lane) => {
    const u = b.let("u", k.add(d.first, lane));
    const t = b.let("t", k.sub(d.diagonal, u));
    const here = nameParts(b, "here", d.forward.load(u));
    const byBlank = nameParts(b, "byBlank", multiply(here, d.emissions.blank(u)));
    const onward = select(k.lt(k.add(t, 1), d.frameCount), multiply(byBlank, d.backward.load(u)), NONE);
    const hasLabel = b.let("hasLabel", k.lt(u, d.labelCount));
    const behind = d.backward.load(k.where(hasLabel, k.add(u, 1), u));
    const labelled = multiply(multiply(here, d.emissions.label(u)), behind);
    return { blank: select(d.isLast, byBlank, onward), label: select(hasLabel, labelled, NONE) };
  };
}
