/** @file Which samples are kept from training, for early stopping to look at. */
import { ShapeError } from "@adjoint/core";
import { countTo, type HostRandom, shuffle } from "./host-random.ts";

export interface HoldOut {
  /** Numbers of the samples to learn from. */
  readonly train: Uint32Array;
  /** Numbers of those held out. */
  readonly held: Uint32Array;
}

/**
 * Holds out a share of `count` samples at random, rounded up. Where samples have classes, each class has its share.
 * @param classOf the number of each sample's class
 * @throws {ShapeError} if a part would be too small: empty or, with classes, too small for one sample of each class.
 */
export function holdOut(
  op: string,
  count: number,
  fraction: number,
  below: HostRandom,
  classOf?: Uint32Array,
): HoldOut {
  const heldCount = Math.ceil(fraction * count);
  const sizes = { train: count - heldCount, held: heldCount };
  const order = countTo(count);
  shuffle(order, below);
  if (classOf === undefined) {
    checkSizes(op, sizes, 1, "one sample");
    return { held: order.slice(0, heldCount), train: order.slice(heldCount) };
  }
  const members = groups(order, classOf);
  const alone = members.find((group) => group.length < 2);
  if (alone !== undefined) {
    const hint = "add samples of it, or leave earlyStopping out";
    throw new ShapeError({ op, rule: "earlyStopping needs two samples of each class", got: "one of a class", hint });
  }
  checkSizes(op, sizes, members.length, `one sample of each of ${members.length} classes`);
  const kept = shares(
    members.map((group) => group.length),
    sizes.train,
  );
  return {
    train: Uint32Array.from(members.flatMap((group, i) => group.slice(0, kept[i]))),
    held: Uint32Array.from(members.flatMap((group, i) => group.slice(kept[i]))),
  };
}

function checkSizes(op: string, { train, held }: { train: number; held: number }, least: number, what: string): void {
  if (train >= least && held >= least) return;
  const got = `${train} to learn from and ${held} held out`;
  const hint = "change validationFraction, add samples, or leave earlyStopping out";
  throw new ShapeError({ op, rule: `each part of the samples needs at least ${what}`, got, hint });
}

/** The samples of each class, in the order given; classes without samples are left out. */
function groups(order: Uint32Array, classOf: Uint32Array): number[][] {
  const byClass = new Map<number, number[]>();
  for (const sample of order) {
    const label = classOf[sample] as number;
    const group = byClass.get(label);
    if (group === undefined) byClass.set(label, [sample]);
    else group.push(sample);
  }
  return [...byClass.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** `total` divided in proportion to sizes, in whole numbers: the largest remainders are rounded up. */
function shares(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * total) / all);
  const whole = exact.map(Math.floor);
  const missing = total - whole.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}
