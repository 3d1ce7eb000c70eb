import { tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { flatten, mapTree } from "../src/tree.ts";

describe("trees of tensors", () => {
  const [a, b, c] = [tensor(1), tensor(2), tensor(3)];

  it("names leaves by place, object keys in order of the alphabet", () => {
    const { leaves, paths } = flatten("test", { w: a, layers: [{ bias: b }, c] });
    expect(paths).toEqual(["params.layers[0].bias", "params.layers[1]", "params.w"]);
    expect(leaves).toEqual([b, c, a]);
  });

  it("puts other leaves in the same places, and keeps the order of keys", () => {
    const tree = { z: a, a: [b, { k: c }] };
    const next = mapTree("test", tree, (leaf) => (leaf === a ? b : leaf));
    expect(next).toEqual({ z: b, a: [b, { k: c }] });
    expect(Object.keys(next)).toEqual(["z", "a"]);
    expect(next).not.toBe(tree);
  });

  it("lines up with a tree whose keys were written in another order", () => {
    expect(flatten("test", { a, b }).leaves).toEqual(flatten("test", { b, a }).leaves);
  });

  it("takes a tensor alone, an empty tree, and absent leaves", () => {
    expect(flatten("test", a).paths).toEqual(["params"]);
    expect(flatten("test", {}).leaves).toEqual([]);
    const tree = { a, bias: undefined };
    expect(flatten("test", tree).leaves).toEqual([a]);
    expect(mapTree("test", tree, (leaf) => leaf)).toEqual(tree);
  });

  it.each([
    [{ w: 3 }, "number 3 at params.w"],
    [{ w: [a, null] }, "null at params.w[1]"],
    [{ w: new Map() }, "an instance of Map at params.w"],
    [{ w: () => a }, "a function at params.w"],
  ])("refuses other leaves, by place", (tree, got) => {
    expect(() => flatten("grad", tree)).toThrow(UsageError);
    expect(() => flatten("grad", tree)).toThrow(`grad: leaves of a tree must be tensors; got ${got}`);
  });
});
