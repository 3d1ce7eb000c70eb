/**
 * @file The second CTC kernel: sums over all paths, forward and backward at the same time.
 *
 * A state holds the weight of all ways to reach it, without the probability of its own frame; so one step serves both
 * directions. Blanks and labels are two rows, and going backward only swaps which neighbour of a blank a label is.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import {
  addExtended,
  type ExtendedFloat,
  LOWEST,
  logarithm,
  multiply,
  NEGLIGIBLE,
  normalise,
  STEPS_PER_NORMALISATION,
  select,
} from "./extended-float.ts";
import { clampLength, declareLengths, type GivenLengths } from "./lengths.ts";
import { blankSlot, declareSizes, emissionRow, factRow, positionsOf, slotsOf, stateRow } from "./sizes.ts";
import { bufferRow, declareSharedRows, type StateKind, type StateRow } from "./state-rows.ts";

/** Names the parts of a value, so that each is computed once. */
function name(b: KernelBuilder, as: string, x: ExtendedFloat): ExtendedFloat {
  return { mantissa: b.let(as, x.mantissa), exponent: b.let(`${as}Exponent`, x.exponent) };
}

const aboveLowest = (x: ExtendedFloat): ExtendedFloat => ({ ...x, exponent: k.max(x.exponent, LOWEST) });

const ZERO: ExtendedFloat = { mantissa: k.constant(0, "f32"), exponent: k.constant(LOWEST, "i32") };

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
    const blanks = b.let("blanks", k.add(labelCount, 1));
    const positions = b.let("positions", k.add(labelCount, 2));
    const target = b.let("target", k.mul(n, size.labels));
    const fact = b.let("fact", factRow(size, n));
    const isForward = b.let("isForward", k.eq(direction, 0));

    const shared = capacity === undefined ? undefined : declareSharedRows(b, capacity);
    const storedRow = (frame: Expr): StateRow =>
      bufferRow(b, states, stateRow(size, direction, n, frame), positionsOf(size));
    /** The row that the next step reads: in shared memory, or the stored one. */
    const workingRow = (step: Expr, frame: Expr): StateRow => shared?.row(b, k.and(step, 1)) ?? storedRow(frame);

    const emissionsOf = (frame: Expr): ((slot: Expr) => ExtendedFloat) => {
      const mantissas = b.let("emissionMantissas", emissionRow(size, n, frame));
      const exponents = b.let("emissionExponents", k.add(mantissas, slotsOf(size)));
      return (slot) => ({
        mantissa: k.bitcast(b.load(emissions, k.add(mantissas, slot)), "f32"),
        exponent: b.load(emissions, k.add(exponents, slot)),
      });
    };

    /** True if a path may go from label u − 1 to label u without a blank. */
    const isSkip = (u: Expr): Expr => {
      const label = b.load(labels, k.add(target, u), true);
      const before = b.load(labels, k.sub(k.add(target, u), 1), true);
      return k.and(k.and(k.lt(0, u), k.lt(u, labelCount)), k.ne(label, before));
    };

    /** Where a path may begin: the first blank or label; backward, the last blank or label. */
    const begin = (first: Expr): void => {
      const firstBlank = b.let("firstBlank", k.where(isForward, 0, labelCount));
      const firstLabel = b.let("firstLabel", k.where(isForward, 1, labelCount));
      const rows = [
        storedRow(first),
        ...(shared === undefined ? [] : [0, 1].map((i) => shared.row(b, k.constant(i, "i32")))),
      ];
      b.lanes(positions, (position) => {
        if (shared !== undefined) b.store(shared.skips, position, k.where(isSkip(position), k.constant(1, "i32"), 0));
        const start = (kind: StateKind, at: Expr): void => {
          const isStart = b.let("isStart", k.eq(position, at));
          const one = { mantissa: k.constant(1, "f32"), exponent: k.constant(0, "i32") };
          for (const row of rows) row.store(kind, position, select(isStart, one, ZERO));
        };
        start("blank", firstBlank);
        start("label", firstLabel);
      });
    };

    const advance = (step: Expr, before: Expr, frame: Expr): void => {
      const emission = emissionsOf(before);
      const blankEmission = name(b, "blankEmission", emission(blankSlot(size)));
      const from = workingRow(k.sub(step, 1), before);
      const stored = storedRow(frame);
      const to = shared?.row(b, k.and(step, 1)) ?? stored;
      // Only one of the two zero positions is written below; the other would stay undefined in a fresh row.
      if (shared === undefined) stored.store("label", k.where(isForward, 0, blanks), ZERO);
      b.lanes(blanks, (u) => {
        const beside = b.let("beside", k.add(u, direction));
        const own = b.let("own", k.sub(k.add(u, 1), direction));
        const labelAt = (as: string, at: Expr): ExtendedFloat =>
          name(b, as, multiply(from.load("label", at), emission(at)));
        const blank = name(b, "blank", multiply(from.load("blank", u), blankEmission));
        const neighbour = labelAt("neighbour", beside);
        const label = labelAt("label", own);
        const both = name(b, "both", addExtended(blank, neighbour));
        const mayskip = shared === undefined ? isSkip(u) : k.ne(b.load(shared.skips, u), 0);
        const arriving = name(b, "arriving", select(b.let("maySkip", mayskip), both, blank));
        const newBlank = name(b, "newBlank", aboveLowest(both));
        const newLabel = name(b, "newLabel", aboveLowest(addExtended(arriving, label)));
        for (const row of shared === undefined ? [stored] : [stored, to]) {
          row.store("blank", u, newBlank);
          row.store("label", own, newLabel);
        }
      });
      b.if(k.eq(k.mod(step, STEPS_PER_NORMALISATION), 0), () => {
        b.lanes(positions, (position) => {
          to.store("blank", position, normalise(name(b, "blank", to.load("blank", position))));
          to.store("label", position, normalise(name(b, "label", to.load("label", position))));
        });
      });
    };

    /** The loss, from the last row of the forward direction, and whether the sequence has a gradient. */
    const finish = (): void => {
      const last = b.let("last", k.sub(frameCount, 1));
      const row = workingRow(last, last);
      const emission = emissionsOf(last);
      const blank = multiply(row.load("blank", labelCount), emission(blankSlot(size)));
      const total = name(b, "total", addExtended(blank, multiply(row.load("label", labelCount), emission(labelCount))));
      const isImpossible = b.let("isImpossible", k.or(k.eq(total.mantissa, 0), k.lt(total.exponent, NEGLIGIBLE)));
      const value = b.let("value", k.neg(logarithm(total)));
      b.store(loss, n, k.where(isImpossible, infeasibleLoss, k.where(k.lt(value, 0), 0, value)));
      b.store(facts, fact, k.where(isImpossible, 0, frameCount));
    };

    b.if(k.lt(0, frameCount), () => {
      begin(b.let("first", k.where(isForward, 0, k.sub(frameCount, 1))));
      b.loop("i", k.sub(frameCount, 1), (i) => {
        const step = b.let("step", k.add(i, 1));
        const before = b.let("before", k.where(isForward, i, k.sub(k.sub(frameCount, 1), i)));
        advance(step, before, b.let("frame", k.where(isForward, step, k.sub(before, 1))));
      });
    });
    b.if(
      isForward,
      () => {
        b.if(k.lt(0, frameCount), finish, () => {
          b.store(loss, n, k.where(k.eq(labelCount, 0), 0, infeasibleLoss));
          b.store(facts, fact, k.constant(0, "i32"));
        });
        const isOutside = k.or(k.ne(lengths.input(n, size), frameCount), k.ne(lengths.label(n, size), labelCount));
        b.if(isOutside, () => {
          b.store(loss, n, unknown);
        });
      },
      () => {
        b.store(facts, k.add(fact, 1), labelCount);
        const counts = b.let("counts", k.add(fact, 2));
        const nexts = b.let("nexts", k.add(counts, size.labels));
        b.lanes(labelCount, (u) => {
          const label = b.let("label", b.load(labels, k.add(target, u)));
          const count = b.variable("count", k.constant(0, "i32"));
          const next = b.variable("next", u);
          b.loop("back", labelCount, (back) => {
            const v = b.let("v", k.sub(k.sub(labelCount, 1), back));
            const isSame = b.let("isSame", k.eq(b.load(labels, k.add(target, v)), label));
            const isEarlier = k.lt(v, u);
            // An earlier occurrence owns the chain: it turns the count to 0, and nothing adds to it any more.
            b.set(count, k.where(isSame, k.where(isEarlier, 0, k.add(count, 1)), count));
            b.set(next, k.where(k.and(isSame, k.lt(u, v)), v, next));
          });
          b.store(facts, k.add(counts, u), count);
          b.store(facts, k.add(nexts, u), next);
        });
      },
    );
  });
}
