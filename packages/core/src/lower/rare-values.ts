/** @file Values at an index of nodes that few graphs have: what moves elements beyond reshaping, and what reads by data. */
import { valueTypeOf } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import * as k from "../kernel/expr.ts";
import type { Expr } from "../kernel/types.ts";
import { extentOf, sizeOf } from "../shape.ts";
import { addForms, assumeRange, constantForm, dataForm, type Form, scaleForm, shiftForm } from "./index-form.ts";
import type { Resolver } from "./resolve.ts";

export function rareValue(resolver: Resolver, node: Node, indices: readonly Form[], isGuarded: boolean): Expr {
  const { spec } = node;
  const [x, second] = node.inputs;
  const index = (axis: number): Form => indices[axis] ?? constantForm(0);
  if (spec.kind === "iota") return resolver.reader.index(index(spec.axis));
  if (x !== undefined)
    switch (spec.kind) {
      case "bitcast":
        return k.bitcast(resolver.value(x, indices, isGuarded), node.dtype as "f32" | "i32" | "u32");
      case "permute": {
        const inner = new Array<Form>(indices.length);
        spec.order.forEach((axis, i) => {
          inner[axis] = index(i);
        });
        return resolver.value(x, inner, isGuarded);
      }
      case "shrink":
        return resolver.value(
          x,
          indices.map((form, axis) => shiftForm(form, extentOf(spec.begin, axis))),
          isGuarded,
        );
      case "flip": {
        const flipped = indices.map((form, axis) =>
          spec.axes.includes(axis) ? shiftForm(scaleForm(form, -1), extentOf(node.shape, axis) - 1) : form,
        );
        return resolver.value(x, flipped, isGuarded);
      }
      case "window": {
        const within = scaleForm(index(x.shape.length), spec.dilation);
        const inner = x.shape.map((_, axis) =>
          axis === spec.axis ? addForms(scaleForm(index(axis), spec.stride), within) : index(axis),
        );
        return resolver.value(x, inner, isGuarded);
      }
      case "pad":
        return padded(resolver, x, spec.before, indices, isGuarded);
      case "gather":
        if (second !== undefined) return gathered(resolver, x, second, spec.axis, indices, isGuarded);
    }
  throw new Error(`${spec.kind} has no value at an index; it must be computed by a step of its own`);
}

function padded(
  resolver: Resolver,
  x: Node,
  before: readonly number[],
  indices: readonly Form[],
  isGuarded: boolean,
): Expr {
  const conditions: Expr[] = [];
  const inner = indices.map((form, axis) => {
    const shifted = shiftForm(form, -extentOf(before, axis));
    const last = extentOf(x.shape, axis) - 1;
    if (shifted.min < 0) conditions.push(k.ge(resolver.reader.index(shifted), 0));
    if (shifted.max > last) conditions.push(k.le(resolver.reader.index(shifted), last));
    return assumeRange(shifted, 0, last);
  });
  const zero = k.constant(0, valueTypeOf(x.dtype));
  if (sizeOf(x.shape) === 0) return zero;
  return select(conditions, resolver.value(x, inner, isGuarded || conditions.length > 0), zero);
}

function gathered(
  resolver: Resolver,
  x: Node,
  indices: Node,
  axis: number,
  at: readonly Form[],
  isGuarded: boolean,
): Expr {
  const extent = extentOf(x.shape, axis);
  const zero = k.constant(0, valueTypeOf(x.dtype));
  if (extent === 0) return zero;
  const pointed = resolver.value(indices, at, isGuarded);
  const inner = at.map((form, i) => (i === axis ? dataForm(pointed, resolver.dataName(), extent) : form));
  return select([k.ge(pointed, 0), k.lt(pointed, extent)], resolver.value(x, inner, true), zero);
}

function select(conditions: readonly Expr[], value: Expr, otherwise: Expr): Expr {
  const [first, ...rest] = conditions;
  if (first === undefined) return value;
  return k.where(
    rest.reduce((all, condition) => k.and(all, condition), first),
    value,
    otherwise,
  );
}
