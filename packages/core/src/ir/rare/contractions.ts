/** @file Matrix products and convolutions, with their gradient rules: both are linear in each operand. */
import { extentOf, formatShape, type Shape, sameShape } from "../../shape.ts";
import type { VjpRule } from "../gradient-rule.ts";
import { expect, make } from "../make.ts";
import type { ConvGeometry, ConvPart, DotReads, Node } from "../node.ts";
import { transpose } from "./movement.ts";
import { countWindows } from "./windows.ts";

/** Matrix product over the last two axes; all leading axes are batch axes, and equal. */
export function dot(a: Node, b: Node, reads: DotReads = {}): Node {
  const rank = a.shape.length;
  const rule = "a[…, M, K] and b[…, K, N] need equal batch axes and K";
  expect(rank >= 2 && b.shape.length === rank && a.dtype === b.dtype, "dot", rule, a, b);
  const batch = a.shape.slice(0, -2);
  expect(sameShape(batch, b.shape.slice(0, -2)) && a.shape[rank - 1] === b.shape[rank - 2], "dot", rule, a, b);
  return make(
    { kind: "dot", ...reads },
    [a, b],
    [...batch, extentOf(a.shape, rank - 2), extentOf(b.shape, rank - 1)],
    a.dtype,
    dotRule,
  );
}

const dotRule: VjpRule<"dot"> = (c, { inputs: [a, b] }, { wants }) => [
  wants[0] === true && b !== undefined ? dot(c, transpose(b)) : undefined,
  wants[1] === true && a !== undefined ? dot(transpose(a), c) : undefined,
];

/** One factor of a convolution, of the given shape, from the two others; see `ConvPart`. */
export function conv(of: ConvPart, geometry: ConvGeometry, a: Node, b: Node, shape: Shape): Node {
  const [x, w, y] =
    of === "output"
      ? [a.shape, b.shape, shape]
      : of === "input"
        ? [shape, b.shape, a.shape]
        : [a.shape, shape, b.shape];
  const { stride, dilation, before, after, groups } = geometry;
  const [outputs = 0, channels = 0, ...kernel] = w;
  const counts = kernel.map((size, i) => {
    const padded = extentOf(x, i + 2) + extentOf(before, i) + extentOf(after, i);
    return countWindows(padded, size, extentOf(stride, i), extentOf(dilation, i));
  });
  const fits = x[1] === channels * groups && outputs % groups === 0 && a.dtype === b.dtype;
  const isWhole = fits && sameShape(y, [x[0] ?? 0, outputs, ...counts]);
  expect(isWhole, "conv", () => `factors must fit ${formatShape(shape)}`, a, b);
  return make({ kind: "conv", of, geometry }, [a, b], shape, a.dtype, convRule);
}

/** The factors of a convolution, each with the two that it is computed from. */
const CONV_FACTORS = { output: ["input", "weight"], input: ["output", "weight"], weight: ["input", "output"] } as const;

/** ⟨y, conv(x, w)⟩ is linear in each factor: the cotangent of one is the part of that name of the two others. */
const convRule: VjpRule<"conv"> = (c, node, { wants }) => {
  const { of, geometry } = node.spec;
  const operandsOf = CONV_FACTORS[of];
  return operandsOf.map((part, i) => {
    const factors = { [of]: c, [operandsOf[1 - i] as ConvPart]: node.inputs[1 - i] };
    const [a, b] = CONV_FACTORS[part].map((name) => factors[name] as Node) as [Node, Node];
    return wants[i] === true ? conv(part, geometry, a, b, node.inputs[i]?.shape ?? []) : undefined;
  });
};
