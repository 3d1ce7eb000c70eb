/**
 * @file The loops that measure a core, as WebAssembly text: short enough to be read and trusted, and made by none of the
 * engines that they judge.
 */

/** How a core may multiply and add: in one instruction, which not every WebAssembly has, or in two. */
export type Arithmetic = "fused" | "separate";

/**
 * How many independent sums are under way, by loop. They must hide the latency of the units (about 4 cycles, two to four units)
 * and fit the registers (16 or 32): which is best is tried.
 */
export const accumulatorCounts = [8, 12, 16, 24] as const;
export type AccumulatorCount = (typeof accumulatorCounts)[number];

/** Multiply-adds of each accumulator in a turn of the loop. */
export const UNROLLED = 4;
/** What a copy moves in a turn of its loop. */
export const COPY_BLOCK_BYTES = 128;

const LANES = 4;

/** FLOPs of a turn of the loop: a multiply-add is two. */
export function flopsPerTurn(accumulators: AccumulatorCount): number {
  return accumulators * UNROLLED * LANES * 2;
}

/** A module with a memory, `multiplyAdd<accumulators>(turns, factor, term) → number`, and `copy(from, to, bytes, times)`. */
export function moduleText(arithmetic: Arithmetic): string {
  const loops = accumulatorCounts.map((count) => multiplyAddText(arithmetic, count));
  return `(module\n(memory (export "memory") 1)\n${loops.join("\n")}\n${copyText()}\n)`;
}

/**
 * Nothing but multiply-adds on registers. The accumulator stands where an instruction can overwrite it: as the term if fused,
 * as the factor if separate, where a product of two constants would be computed once for all.
 */
function multiplyAddText(arithmetic: Arithmetic, count: AccumulatorCount): string {
  const step = (sum: string): string =>
    arithmetic === "fused"
      ? `(local.set ${sum} (f32x4.relaxed_madd (local.get $a) (local.get $b) (local.get ${sum})))`
      : `(local.set ${sum} (f32x4.add (f32x4.mul (local.get ${sum}) (local.get $a)) (local.get $b)))`;
  const sums = Array.from({ length: count }, (_, i) => `$sum${i}`);
  // Each starts with a value of its own, so that no two are the same.
  const start = sums.map((sum, i) => `(local.set ${sum} (f32x4.splat (f32.const ${i})))`);
  const turn = Array.from({ length: UNROLLED }, () => sums.map(step).join("\n")).join("\n");
  const total = sums.reduce((text, sum) => `(f32x4.add ${text} (local.get ${sum}))`, "(local.get $b)");
  return `(func (export "multiplyAdd${count}") (param $turns i32) (param $factor f32) (param $term f32) (result f32)
(local $a v128) (local $b v128) ${sums.map((sum) => `(local ${sum} v128)`).join(" ")}
(local.set $a (f32x4.splat (local.get $factor)))
(local.set $b (f32x4.splat (local.get $term)))
${start.join("\n")}
(loop $again
${turn}
(br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
(f32x4.extract_lane 0 ${total}))`;
}

/** `bytes` is a positive multiple of the block. */
function copyText(): string {
  const offsets = Array.from({ length: COPY_BLOCK_BYTES / 16 }, (_, i) => i * 16);
  const moves = offsets.map(
    (at) => `(v128.store offset=${at} (local.get $target) (v128.load offset=${at} (local.get $source)))`,
  );
  const advance = (pointer: string): string =>
    `(local.set ${pointer} (i32.add (local.get ${pointer}) (i32.const ${COPY_BLOCK_BYTES})))`;
  return `(func (export "copy") (param $from i32) (param $to i32) (param $bytes i32) (param $times i32)
(local $source i32) (local $target i32) (local $end i32)
(local.set $end (i32.add (local.get $from) (local.get $bytes)))
(loop $again
(local.set $source (local.get $from))
(local.set $target (local.get $to))
(loop $block
${moves.join("\n")}
${advance("$source")}
${advance("$target")}
(br_if $block (i32.lt_u (local.get $source) (local.get $end))))
(br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))`;
}
