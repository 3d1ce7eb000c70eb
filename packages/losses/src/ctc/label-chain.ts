/** @file Which labels of a target are the same: the order in which the gradient kernel sums their weights. */
import { type BufferParam, type Expr, type KernelBuilder, k } from "@adjoint/core";
import { LABEL_FACTS, type SizeParams } from "./sizes.ts";

/**
 * For each label, stores how often it occurs (0 but at its first occurrence) and where it occurs next.
 * `target` and `fact` are where the labels of the sequence and its facts begin.
 */
export function storeLabelChain(
  b: KernelBuilder,
  labels: BufferParam,
  facts: BufferParam,
  at: { readonly size: SizeParams; readonly target: Expr; readonly fact: Expr; readonly labelCount: Expr },
): void {
  const { size, target, fact, labelCount } = at;
  b.store(facts, k.add(fact, 1), labelCount);
  const counts = b.let("counts", k.add(fact, LABEL_FACTS));
  const nexts = b.let("nexts", k.add(counts, size.labels));
  b.lanes(labelCount, (u) => {
    const label = b.let("label", b.load(labels, k.add(target, u)));
    const count = b.variable("count", k.constant(0, "i32"));
    const next = b.variable("next", u);
    b.loop("back", labelCount, (back) => {
      const v = b.let("v", k.sub(k.sub(labelCount, 1), back));
      const isSame = b.let("isSame", k.eq(b.load(labels, k.add(target, v)), label));
      // An earlier occurrence owns the chain: it turns the count to 0, and nothing adds to it any more.
      b.set(count, k.where(isSame, k.where(k.lt(v, u), 0, k.add(count, 1)), count));
      b.set(next, k.where(k.and(isSame, k.lt(u, v)), v, next));
    });
    b.store(facts, k.add(counts, u), count);
    b.store(facts, k.add(nexts, u), next);
  });
}
