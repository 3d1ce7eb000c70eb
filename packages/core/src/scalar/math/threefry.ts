/**
 * @file Threefry-2x32-20 as an expression of 32-bit additions, rotations and exclusive ors.
 */
import { add, bitcast, constant, or, shl, shr, xor } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { THREEFRY_PARITY, THREEFRY_ROTATIONS } from "../reference.ts";

const rotateLeft = (x: Expr, bits: number): Expr => or(shl(x, bits), shr(x, 32 - bits));

/**
 * Both words of Threefry-2x32 with 20 rounds, of the counter (counter0, counter1) under the key (key0, key1), all u32.
 *
 * Numerics: exact.
 * @see Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
 */
export function threefry2x32(key0: Expr, key1: Expr, counter0: Expr, counter1: Expr): [word0: Expr, word1: Expr] {
  const schedule = [key0, key1, xor(xor(key0, key1), THREEFRY_PARITY)] as const;
  let x0 = add(counter0, key0);
  let x1 = add(counter1, key1);
  for (let round = 0; round < 20; round++) {
    x0 = add(x0, x1);
    x1 = xor(rotateLeft(x1, THREEFRY_ROTATIONS[(round % 8) as 0]), x0);
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = add(x0, schedule[(injection % 3) as 0]);
      x1 = add(x1, add(schedule[((injection + 1) % 3) as 0], injection));
    }
  }
  return [x0, x1];
}

/** The first word for the counter (counter, 0), in the type of the operands. */
export function threefry(key0: Expr, key1: Expr, counter: Expr): Expr {
  const [a, b, c] = [key0, key1, counter].map((word) => bitcast(word, "u32")) as [Expr, Expr, Expr];
  const [word] = threefry2x32(a, b, c, constant(0, "u32"));
  return counter.dtype === "i32" ? bitcast(word, "i32") : word;
}
