/** @file Rules of `simplify.ts` for permutations, long reductions and matrix products. */
import * as ir from "../ir/build.ts";
import type { DotReads, Node } from "../ir/node.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { extentOf, type Shape, sizeOf } from "../shape.ts";
import { convAsDot } from "./conv/conv-as-dot.ts";
import { foldAsSums } from "./conv/fold-as-sums.ts";
import { isWidened } from "./dot-layout.ts";
import { underViews } from "./mark.ts";
import { LONG_REDUCTION } from "./rare-part.ts";
import { type Rule, structural, trailingStart } from "./simplify.ts";

const mergePermutations: Rule = (spec, [x], node) => {
  const source = x?.inputs[0];
  if (spec.kind !== "permute" || x === undefined || source === undefined) return undefined;
  if (x.spec.kind === "expand" && source.shape.length === 0) return ir.expand(source, node.shape);
  if (x.spec.kind !== "permute") return undefined;
  const inner = x.spec.order;
  return ir.permute(
    source,
    spec.order.map((axis) => extentOf(inner, axis)),
  );
};

/** A permutation that moves only axes of extent 1 is a reshape. */
const permuteAsReshape: Rule = (spec, [x], node) => {
  if (spec.kind !== "permute" || x === undefined) return undefined;
  const moved = spec.order.filter((axis) => x.shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? -1)) ? ir.reshape(x, node.shape) : undefined;
};

/** Rows are shared by lanes, and fuse with what surrounds them; columns are read by one lane each. */
const FEW_ROWS = 8;
const FEW_COLUMNS = 2048;
const STAGE_LENGTH = 4096;

/** Largest divisor of n that is at most `limit`. */
function divisorUpTo(n: number, limit: number): number {
  for (let d = Math.min(limit, n); d > 1; d--) if (n % d === 0) return d;
  return 1;
}

const stageLongReduction: Rule = (spec, [x], node) => {
  if (spec.kind !== "reduce" || x === undefined) return undefined;
  const count = sizeOf(x.shape) / sizeOf(node.shape);
  const isTrailing = spec.axes.every((axis) => axis >= trailingStart(x.shape, spec.axes));
  const results = sizeOf(node.shape);
  if (isTrailing && (count < LONG_REDUCTION || results > FEW_ROWS)) return undefined;
  if (count * Math.min(results, 64) < LONG_REDUCTION || results > FEW_COLUMNS) return undefined;
  const first = spec.axes[0] ?? 0;
  const last = spec.axes[spec.axes.length - 1] ?? 0;
  if (last - first + 1 !== spec.axes.length) return undefined;
  return stage(
    spec.op,
    x,
    node,
    first,
    last,
    count,
    isTrailing ? STAGE_LENGTH : Math.max(64, Math.floor(Math.sqrt(count))),
  );
};

/** Reduces axes first to last in two stages. A sum is padded with zeros to a multiple; others need a divisor. */
function stage(
  op: ReduceOp,
  x: Node,
  node: Node,
  first: number,
  last: number,
  count: number,
  length: number,
): Node | undefined {
  const before = x.shape.slice(0, first);
  const after = x.shape.slice(last + 1);
  let part = divisorUpTo(count, length);
  let flat = ir.reshape(x, [...before, count, ...after]);
  if (part < length / 8) {
    if (op !== "sum") return undefined;
    part = length;
    const missing = Math.ceil(count / part) * part - count;
    const amount = flat.shape.map((_, axis) => (axis === first ? missing : 0));
    flat = ir.pad(
      flat,
      flat.shape.map(() => 0),
      amount,
    );
  }
  const parts = extentOf(flat.shape, first) / part;
  if (parts <= 1) return undefined;
  const inner = ir.reduce(op, ir.reshape(flat, [...before, parts, part, ...after]), [first + 1]);
  const outer = ir.reduce(op, ir.reshape(inner, [...before, parts, ...after]), [first]);
  return ir.reshape(outer, node.shape);
}

/** Matrix products run in f32; other types are a product and a sum. f16 is widened. */
const dotsOfOtherTypes: Rule = (spec, [a, b], node, { hasHalfProducts }) => {
  if (spec.kind !== "dot" || a === undefined || b === undefined) return undefined;
  if (sizeOf(node.shape) === 0 || sizeOf(a.shape) === 0) return ir.expand(structural(0, node.dtype), node.shape);
  if (node.dtype === "f32") return undefined;
  if (node.dtype === "f16") {
    const reads: DotReads = { ...spec, ...(hasHalfProducts === true ? { hasHalves: true } : {}) };
    return ir.cast(ir.dot(ir.cast(a, "f32"), ir.cast(b, "f32"), reads), "f16");
  }
  const batch = a.shape.slice(0, -2);
  const [m, k, n] = [a.shape.at(-2) ?? 1, a.shape.at(-1) ?? 1, b.shape.at(-1) ?? 1];
  const shape: Shape = [...batch, m, n, k];
  const rows = ir.expand(ir.reshape(a, [...batch, m, 1, k]), shape);
  const columns = ir.expand(ir.reshape(ir.transpose(b), [...batch, 1, n, k]), shape);
  return ir.reshape(ir.reduce("sum", ir.map("mul", rows, columns), [shape.length - 1]), node.shape);
};

/** Operands that were widened are read as they were before, if the device can. */
const dotsOfHalves: Rule = (spec, [a, b], _, { hasHalfProducts }) => {
  if (spec.kind !== "dot" || spec.hasHalves === true || hasHalfProducts !== true) return undefined;
  if (a === undefined || b === undefined || ![a, b].some((operand) => isWidened(underViews(operand)))) return undefined;
  return ir.dot(a, b, { ...spec, hasHalves: true });
};

export const RARE_RULES: readonly Rule[] = [
  convAsDot,
  foldAsSums,
  mergePermutations,
  permuteAsReshape,
  stageLongReduction,
  dotsOfOtherTypes,
  dotsOfHalves,
];
