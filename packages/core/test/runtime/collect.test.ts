import { beforeEach, describe, expect, it } from "vitest";
import * as ir from "../../src/ir/build.ts";
import type { Node } from "../../src/ir/node.ts";
import { collect } from "../../src/lower/collect.ts";
import { constantLike } from "../../src/ops/masks.ts";
import { Storage } from "../../src/runtime/storage.ts";
import type { Shape } from "../../src/shape.ts";
import { expectMemoryLeft } from "../../src/testing/leaks.ts";

function leaf(shape: Shape, dtype: "f32" | "i32" = "f32"): Node {
  const node = ir.buffer(shape, dtype);
  node.storage = new Storage(4, { kind: "pending" });
  return node;
}

const keyOf = (...outputs: readonly Node[]): string => collect(outputs).key.units.join();

beforeEach(() => expectMemoryLeft("nobody fills or frees the leaves of graphs that are not run"));

describe("collect", () => {
  it("orders inputs before users, each node once", () => {
    const a = leaf([2]);
    const b = ir.map("exp", a);
    const c = ir.map("mul", b, a);
    const d = ir.map("add", c, b);
    expect(collect([d]).order).toEqual([a, b, c, d]);
  });

  it("stops at nodes that have storage, and follows custom nodes to their value only", () => {
    const inner = ir.map("exp", leaf([2]));
    inner.storage = new Storage(8, { kind: "pending" });
    const aside = leaf([2]);
    const custom = ir.custom(ir.map("neg", inner), [aside], () => []);
    const graph = collect([custom]);
    expect(graph.leaves).toEqual([inner]);
    expect(graph.order).toHaveLength(3);
  });

  it("lists leaves and scalars in canonical order, whatever they were built in", () => {
    const build = (isSwapped: boolean) => {
      const scalars = isSwapped ? [ir.number(0.5, "f32"), ir.number(0.25, "f32")] : undefined;
      const a = leaf([]);
      const x = ir.map("mul", a, scalars?.[1] ?? ir.number(0.25, "f32"));
      return ir.map("add", x, scalars?.[0] ?? ir.number(0.5, "f32"));
    };
    for (const isSwapped of [false, true]) {
      const { scalars } = collect([build(isSwapped)]);
      expect(scalars.map((node) => node.spec.kind === "scalar" && node.spec.value)).toEqual([0.25, 0.5]);
    }
    expect(keyOf(build(false))).toBe(keyOf(build(true)));
  });

  it("takes 100,000 nodes in a chain", () => {
    let x = leaf([4]);
    for (let i = 0; i < 100_000; i++) x = ir.map("neg", x);
    expect(collect([x]).order).toHaveLength(100_001);
  });
});

describe("the key", () => {
  const base = (): Node => ir.reduce("sum", ir.map("mul", leaf([2, 3]), leaf([2, 3])), [1]);

  it("is equal for graphs built alike", () => {
    expect(keyOf(base())).toBe(keyOf(base()));
  });

  it("leaves out free numbers and keeps structural ones", () => {
    const scaled = (value: number) => keyOf(ir.map("mul", leaf([]), ir.number(value, "f32")));
    expect(scaled(0.1)).toBe(scaled(0.01));
    expect(scaled(1)).not.toBe(scaled(2));
    expect(scaled(1)).not.toBe(scaled(-1));
    expect(scaled(1)).not.toBe(scaled(0.1));
  });

  const x = leaf([2, 3]);
  const y = leaf([2, 3]);
  const wide = leaf([70_000]);
  const distinct: Readonly<Record<string, readonly Node[]>> = {
    "one operation": [ir.map("add", x, y)],
    "another operation": [ir.map("mul", x, y)],
    "the same leaf twice": [ir.map("add", x, x)],
    "operands swapped": [ir.map("sub", y, ir.map("add", x, y))],
    "operands as they are": [ir.map("sub", ir.map("add", x, y), y)],
    "a sum over axis 0": [ir.reduce("sum", x, [0])],
    "a sum over axis 1": [ir.reduce("sum", x, [1])],
    "a maximum": [ir.reduce("max", x, [1])],
    "two outputs": [ir.reduce("max", x, [1]), ir.reduce("sum", x, [1])],
    "two outputs, swapped": [ir.reduce("sum", x, [1]), ir.reduce("max", x, [1])],
    "another shape": [ir.map("add", leaf([3, 2]), leaf([3, 2]))],
    "another dtype": [ir.map("add", leaf([2, 3], "i32"), leaf([2, 3], "i32"))],
    "padding before": [ir.pad(x, [1, 0], [0, 0])],
    "padding after": [ir.pad(x, [0, 0], [1, 0])],
    "a part": [ir.shrink(wide, [0], [65_536])],
    "a part elsewhere": [ir.shrink(wide, [1], [65_537])],
    "a part of another length": [ir.shrink(wide, [0], [65_535])],
    "a constant": [ir.map("mul", x, constantLike(x, 1))],
    "a constant that rounds to it": [ir.map("mul", x, constantLike(x, 1.25))],
    "a constant of another size": [ir.map("mul", x, constantLike(x, 2 ** 100))],
    "a constant of another sign": [ir.map("mul", x, constantLike(x, -1))],
  };

  it("differs where graphs do", () => {
    const keys = new Map<string, string>();
    for (const [name, outputs] of Object.entries(distinct)) {
      const key = keyOf(...outputs);
      expect(keys.get(key), `${name} has a key of its own`).toBeUndefined();
      keys.set(key, name);
    }
  });
});
