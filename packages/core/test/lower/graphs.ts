/**
 * @file Random graphs for property tests: a program is a list of small choices, from which operations and shapes follow.
 */
import * as ir from "../../src/ir/build.ts";
import type { Node } from "../../src/ir/node.ts";
import { broadcastShapes, extentOf, type Shape, sizeOf } from "../../src/shape.ts";

/** One choice: what to do, to which of the nodes so far, and how. */
export interface Choice {
  readonly op: number;
  readonly on: number;
  readonly with: number;
  readonly how: number;
}

type Step = (x: Node, y: Node, how: number) => Node | undefined;

const axisOf = (x: Node, how: number): number => how % Math.max(1, x.shape.length);

function rotate<T>(items: readonly T[], by: number): T[] {
  const k = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(k), ...items.slice(0, k)];
}

/** Shapes stay small, so that the interpreter keeps up. */
const fits = (shape: Shape): boolean => sizeOf(shape) <= 300 && shape.length <= 4;

const STEPS: readonly Step[] = [
  (x) => ir.map("neg", x),
  (x) => ir.map("tanh", x),
  (x) => ir.map("abs", x),
  (x) => ir.map("where", ir.map("lt", x, ir.full(0, x.shape, "f32")), ir.map("exp", x), x),
  (x, _, how) => ir.map("mul", x, ir.full([0, 1, -1, 0.5, 3][how % 5] ?? 1, x.shape, "f32")),
  (x, y, how) => {
    const ok = x.shape.every((n, i) => {
      const m = y.shape[y.shape.length - x.shape.length + i];
      return m === undefined || m === n || m === 1 || n === 1;
    });
    if (!ok) return undefined;
    const shape = broadcastShapes("add", x.shape, y.shape);
    if (!fits(shape)) return undefined;
    return ir.map((["add", "mul", "sub", "max"] as const)[(how % 4) as 0], ir.expand(x, shape), ir.expand(y, shape));
  },
  (x, _, how) =>
    ir.reduce((["sum", "max", "min", "sum"] as const)[(how % 4) as 0], x, x.shape.length === 0 ? [] : [axisOf(x, how)]),
  (x, _, how) => {
    const axes = x.shape.map((_extent, axis) => axis).filter((axis) => (how >> axis) % 2 === 0);
    return ir.reduce("sum", x, axes);
  },
  (x, _, how) =>
    ir.permute(
      x,
      rotate(
        x.shape.map((_extent, axis) => axis),
        how,
      ),
    ),
  (x, _, how) => {
    const size = sizeOf(x.shape);
    const divisors = [1, 2, 3, 4, 5, 6, 8, 10, 12].filter((d) => size % d === 0);
    const d = divisors[how % divisors.length] ?? 1;
    return ir.reshape(x, how % 2 === 0 ? [d, size / d] : [size]);
  },
  (x, _, how) => {
    const before = x.shape.map((_extent, axis) => (how >> axis) % 2);
    const after = x.shape.map((_extent, axis) => (how >> (axis + 1)) % 3);
    return ir.pad(x, before, after);
  },
  (x, _, how) => {
    if (x.shape.some((n) => n < 2)) return undefined;
    return ir.shrink(
      x,
      x.shape.map((_n, axis) => (how >> axis) % 2),
      [...x.shape],
    );
  },
  (x, _, how) => ir.flip(x, x.shape.length === 0 ? [] : [axisOf(x, how)]),
  (x, _, how) => ir.expand(x, [2 + (how % 2), ...x.shape]),
  (x) => {
    if (x.shape.length === 0) return undefined;
    const axis = x.shape.length - 1;
    const mean = ir.expand(ir.reduce("max", x, [axis]), x.shape);
    const e = ir.map("exp", ir.map("sub", x, mean));
    return ir.map("div", e, ir.expand(ir.reduce("sum", e, [axis]), x.shape));
  },
  (x) => {
    if (x.shape.length < 2) return undefined;
    return ir.dot(x, ir.transpose(x));
  },
  (x, _, how) => {
    if (x.shape.length === 0) return undefined;
    const axis = axisOf(x, how);
    const shape = x.shape.map((n, i) => (i === axis ? 3 : n));
    const indices = ir.map("sub", ir.iota(shape, axis), ir.expand(ir.cast(ir.number(how % 3, "f32"), "i32"), shape));
    return ir.gather(x, indices, axis);
  },
  (x) => ir.barrier(x),
  (x) => ir.cast(ir.map("lt", x, ir.full(0, x.shape, "f32")), "f32"),
  (x, _, how) =>
    x.shape.length === 0 ? undefined : ir.map("add", x, ir.cast(ir.iota(x.shape, axisOf(x, how)), "f32")),
];

/** The nodes of a program over the given leaves; choices that do not apply are passed over. */
export function grow(leaves: readonly Node[], choices: readonly Choice[]): Node[] {
  const nodes = [...leaves];
  for (const choice of choices) {
    const x = nodes[choice.on % nodes.length] as Node;
    const y = nodes[choice.with % nodes.length] as Node;
    const node = STEPS[choice.op % STEPS.length]?.(x, y, choice.how);
    if (node !== undefined && fits(node.shape) && node.shape.every((_, axis) => extentOf(node.shape, axis) > 0))
      nodes.push(node);
  }
  return nodes;
}
