/**
 * @file In which order `einsum` contracts its operands, two at a time: the cheapest of all orders for up to four operands,
 * else always the cheapest pair. Costs are multiply-adds; of equal ones, the one with less to store.
 */
import type { Label } from "./parse.ts";

/** Positions of two operands in the list that is left. They leave it, and their product is put at its end. */
export type Pair = readonly [number, number];

/** Up to so many operands all orders are tried: 18 for four, 180 for five. */
const MOST_TRIED = 4;

type Labels = ReadonlySet<Label>;

interface Cost {
  /** Multiply-adds. */
  readonly work: number;
  /** Elements of all intermediate results. */
  readonly stored: number;
}

const NOTHING: Cost = { work: 0, stored: 0 };

/** The pairs to contract, in order. */
export function contractionOrder(
  operands: readonly (readonly Label[])[],
  output: readonly Label[],
  extents: ReadonlyMap<Label, number>,
): Pair[] {
  const sizeOf = (labels: Iterable<Label>): number => {
    let size = 1;
    for (const label of labels) size *= extents.get(label) ?? 1;
    return size;
  };
  const list = operands.map((labels): Labels => new Set(labels));
  const goal: Labels = new Set(output);
  if (list.length <= MOST_TRIED) return cheapest(list, goal, sizeOf).pairs;
  const pairs: Pair[] = [];
  while (list.length > 1) {
    const [next] = choices(list, goal, sizeOf).sort((a, b) => compare(a.cost, b.cost));
    if (next === undefined) break;
    pairs.push(next.pair);
    list.splice(0, list.length, ...next.left);
  }
  return pairs;
}

interface Choice {
  readonly pair: Pair;
  readonly cost: Cost;
  /** The operands afterwards. */
  readonly left: readonly Labels[];
}

type SizeOf = (labels: Iterable<Label>) => number;

/** What each pair would cost. */
function choices(list: readonly Labels[], goal: Labels, sizeOf: SizeOf): Choice[] {
  return list.flatMap((a, i) =>
    list.slice(i + 1).map((b, offset): Choice => {
      const j = i + 1 + offset;
      const others = list.filter((_, at) => at !== i && at !== j);
      const all = new Set([...a, ...b]);
      const kept = new Set([...all].filter((label) => goal.has(label) || others.some((other) => other.has(label))));
      return { pair: [i, j], cost: { work: sizeOf(all), stored: sizeOf(kept) }, left: [...others, kept] };
    }),
  );
}

function cheapest(list: readonly Labels[], goal: Labels, sizeOf: SizeOf): { pairs: Pair[]; cost: Cost } {
  let best: { pairs: Pair[]; cost: Cost } | undefined;
  for (const { pair, cost, left } of list.length > 1 ? choices(list, goal, sizeOf) : []) {
    const rest = cheapest(left, goal, sizeOf);
    const total = { work: cost.work + rest.cost.work, stored: cost.stored + rest.cost.stored };
    if (best === undefined || compare(total, best.cost) < 0) best = { pairs: [pair, ...rest.pairs], cost: total };
  }
  return best ?? { pairs: [], cost: NOTHING };
}

const compare = (a: Cost, b: Cost): number => a.work - b.work || a.stored - b.stored;
