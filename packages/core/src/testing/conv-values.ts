/**
 * @file Convolution and the sum over windows, by plain loops from their definitions.
 */
import type { ConvPart, NodeSpec } from "../ir/node.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { eachIndex, offsetOf } from "./view-values.ts";

interface Factor {
  readonly values: Float64Array;
  readonly shape: Shape;
}

type SpecOf<K extends NodeSpec["kind"]> = Extract<NodeSpec, { kind: K }>;

/** One factor of y[n, o, p] = Σ x[n, c, p · stride + k · dilation − before] · w[o, c, k] from the two others. */
export function convValues({ of, geometry }: SpecOf<"conv">, a: Factor, b: Factor, shape: Shape): Float64Array {
  const result: Factor = { values: new Float64Array(sizeOf(shape)), shape };
  const [x, w, y] = of === "output" ? [a, b, result] : of === "input" ? [result, b, a] : [a, result, b];
  const [outputs = 1, channels = 1, ...kernel] = w.shape;
  const { stride, dilation, before, groups } = geometry;
  let at = 0;
  for (const [n = 0, o = 0, ...p] of eachIndex(y.shape)) {
    const first = Math.floor(o / (outputs / groups)) * channels;
    let term = o * channels * sizeOf(kernel);
    for (const [c = 0, ...k] of eachIndex([channels, ...kernel])) {
      const place = k.map((ki, i) => (p[i] ?? 0) * (stride[i] ?? 1) + ki * (dilation[i] ?? 1) - (before[i] ?? 0));
      const from = offsetOf(x.shape, [n, first + c, ...place]);
      if (from !== undefined) addProduct(of, x.values, from, w.values, term, y.values, at);
      term++;
    }
    at++;
  }
  return result.values;
}

function addProduct(of: ConvPart, x: Float64Array, i: number, w: Float64Array, j: number, y: Float64Array, l: number) {
  const [xi, wj, yl] = [x[i] as number, w[j] as number, y[l] as number];
  if (of === "output") y[l] = yl + xi * wj;
  else if (of === "input") x[i] = xi + yl * wj;
  else w[j] = wj + xi * yl;
}

/** Adds each element of a window to where it came from. */
export function foldValues(
  { axis, stride, dilation }: SpecOf<"fold">,
  y: Float64Array,
  from: Shape,
  to: Shape,
): Float64Array {
  const out = new Float64Array(sizeOf(to));
  let i = 0;
  for (const index of eachIndex(from)) {
    const k = index[to.length] as number;
    const target = to.map((_, j) => (index[j] as number) * (j === axis ? stride : 1) + (j === axis ? k * dilation : 0));
    const place = offsetOf(to, target) as number;
    out[place] = (out[place] as number) + (y[i++] as number);
  }
  return out;
}
