/**
 * @file What a node's value is at a given index: movement nodes become index maps, elementwise nodes become expressions,
 * until nodes are met that are computed elsewhere. The same walk serves analysis (which elements of which nodes are read?)
 * and emission, which differ in the `Reader` they bring.
 */
import type { ValueType } from "../dtype.ts";
import { valueTypeOf } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import * as k from "../kernel/expr.ts";
import type { Expr, ReduceOp } from "../kernel/types.ts";
import { extentOf, sizeOf } from "../shape.ts";
import {
  assumeRange,
  constantForm,
  dataForm,
  type Form,
  flatten,
  scaleForm,
  shiftForm,
  unflatten,
} from "./index-form.ts";

/** What the walk needs from its surroundings. */
export interface Reader {
  /** True if the node is computed elsewhere: `read` then gives its element. */
  isStop(node: Node): boolean;
  /** The element of a stop node at a flat position, which may lie outside where `isGuarded`. */
  read(node: Node, position: Form, isGuarded: boolean): Expr;
  /** The value of a run-time scalar. */
  scalar(node: Node): Expr;
  /** An index form as an expression. */
  index(form: Form): Expr;
  /** A reduction by a loop inside the lane: `body` gives the value for a loop index of the given name. */
  loop(op: ReduceOp, dtype: ValueType, extent: number, body: (index: Form) => Expr): Expr;
}

export class Resolver {
  readonly #reader: Reader;
  readonly #memo = new Map<Node, Map<string, Expr>>();
  #nextData = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** The value at a flat position in the node's shape. */
  at(node: Node, position: Form): Expr {
    if (this.#reader.isStop(node)) return this.#reader.read(node, position, false);
    return this.#inside(node, unflatten(position, node.shape), false);
  }

  /** The value below a node that is itself a stop: used for the node that a kernel is to compute. */
  below(node: Node, position: Form): Expr {
    return this.#inside(node, unflatten(position, node.shape), false);
  }

  #value(node: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    if (this.#reader.isStop(node)) return this.#reader.read(node, flatten(indices, node.shape), isGuarded);
    return this.#inside(node, indices, isGuarded);
  }

  #inside(node: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    const key = `${isGuarded}|${indices.map((form) => form.key).join()}`;
    let known = this.#memo.get(node);
    if (known === undefined) {
      known = new Map();
      this.#memo.set(node, known);
    }
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = this.#compute(node, indices, isGuarded);
    known.set(key, value);
    return value;
  }

  #compute(node: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    const { spec, inputs } = node;
    const input = (i: number): Node => {
      const found = inputs[i];
      if (found === undefined) throw new RangeError(`input ${i} of ${spec.kind}`);
      return found;
    };
    const index = (axis: number): Form => indices[axis] ?? constantForm(0);
    switch (spec.kind) {
      case "const":
        return k.constant(k.wrapTo(valueTypeOf(node.dtype), spec.value), valueTypeOf(node.dtype));
      case "scalar":
        return this.#reader.scalar(node);
      case "iota":
        return this.#reader.index(index(spec.axis));
      case "map":
        return k.apply(
          spec.op,
          inputs.map((x) => this.#value(x, indices, isGuarded)),
        );
      case "cast":
        return k.cast(this.#value(input(0), indices, isGuarded), valueTypeOf(node.dtype));
      case "bitcast":
        return k.bitcast(this.#value(input(0), indices, isGuarded), node.dtype as "f32" | "i32" | "u32");
      case "reshape":
        return this.#value(input(0), unflatten(flatten(indices, node.shape), input(0).shape), isGuarded);
      case "barrier":
        return this.#value(input(0), indices, isGuarded);
      case "permute": {
        const inner = new Array<Form>(indices.length);
        spec.order.forEach((axis, i) => {
          inner[axis] = index(i);
        });
        return this.#value(input(0), inner, isGuarded);
      }
      case "expand": {
        const lead = node.shape.length - input(0).shape.length;
        const inner = input(0).shape.map((extent, axis) => (extent === 1 ? constantForm(0) : index(axis + lead)));
        return this.#value(input(0), inner, isGuarded);
      }
      case "shrink":
        return this.#value(
          input(0),
          indices.map((form, axis) => shiftForm(form, extentOf(spec.begin, axis))),
          isGuarded,
        );
      case "flip": {
        const flipped = indices.map((form, axis) =>
          spec.axes.includes(axis) ? shiftForm(scaleForm(form, -1), extentOf(node.shape, axis) - 1) : form,
        );
        return this.#value(input(0), flipped, isGuarded);
      }
      case "pad":
        return this.#padded(input(0), spec.before, indices);
      case "gather":
        return this.#gathered(input(0), input(1), spec.axis, indices, isGuarded);
      case "reduce":
        return this.#reduced(spec.op, spec.axes, input(0), indices, isGuarded);
      default:
        throw new Error(`${spec.kind} has no value at an index; it must be computed by a step of its own`);
    }
  }

  #padded(x: Node, before: readonly number[], indices: readonly Form[]): Expr {
    const conditions: Expr[] = [];
    const inner = indices.map((form, axis) => {
      const shifted = shiftForm(form, -extentOf(before, axis));
      const last = extentOf(x.shape, axis) - 1;
      if (shifted.min < 0) conditions.push(k.ge(this.#reader.index(shifted), 0));
      if (shifted.max > last) conditions.push(k.le(this.#reader.index(shifted), last));
      return assumeRange(shifted, 0, last);
    });
    const zero = k.constant(0, valueTypeOf(x.dtype));
    if (sizeOf(x.shape) === 0) return zero;
    return select(conditions, this.#value(x, inner, conditions.length > 0), zero);
  }

  #gathered(x: Node, indices: Node, axis: number, at: readonly Form[], isGuarded: boolean): Expr {
    const extent = extentOf(x.shape, axis);
    const zero = k.constant(0, valueTypeOf(x.dtype));
    if (extent === 0) return zero;
    const pointed = this.#value(indices, at, isGuarded);
    const inner = at.map((form, i) => (i === axis ? dataForm(pointed, `${this.#nextData++}`, extent) : form));
    return select([k.ge(pointed, 0), k.lt(pointed, extent)], this.#value(x, inner, true), zero);
  }

  #reduced(op: ReduceOp, axes: readonly number[], x: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    const shape = axes.map((axis) => extentOf(x.shape, axis));
    return this.#reader.loop(op, valueTypeOf(x.dtype), sizeOf(shape), (loop) => {
      const inside = unflatten(loop, shape);
      const inner = indices.map((form, axis) => inside[axes.indexOf(axis)] ?? form);
      return this.#value(x, inner, isGuarded);
    });
  }
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

/** Renders a form as i32 arithmetic, uniform terms first, so that they are computed once per program. */
export function formToExpr(form: Form, index: (name: string) => Expr): Expr {
  const terms = form.terms.map(({ atom, factor }) => ({ value: atomToExpr(atom, index), factor }));
  const ordered = [...terms.filter((t) => k.isUniform(t.value)), ...terms.filter((t) => !k.isUniform(t.value))];
  let total: Expr = k.constant(form.offset, "i32");
  for (const { value, factor } of ordered) total = k.add(total, factor === 1 ? value : k.mul(value, factor));
  return total;
}

function atomToExpr(atom: Form["terms"][number]["atom"], index: (name: string) => Expr): Expr {
  if (atom.kind === "index") return index(atom.key);
  if (atom.kind === "data") return atom.value;
  const inner = formToExpr(atom.of, index);
  return atom.kind === "div" ? k.idiv(inner, atom.by) : k.mod(inner, atom.by);
}
