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
import { constantForm, type Form, flatten, unflatten } from "./index-form.ts";
import { rarePart } from "./rare-part.ts";

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
  readonly reader: Reader;
  #dataCount = 0;
  readonly #memo = new Map<Node, Map<string, Expr>>();

  constructor(reader: Reader) {
    this.reader = reader;
  }

  /** The value at a flat position in the node's shape. */
  at(node: Node, position: Form): Expr {
    if (this.reader.isStop(node)) return this.reader.read(node, position, false);
    return this.#inside(node, unflatten(position, node.shape), false);
  }

  /** The value below a node that is itself a stop: used for the node that a kernel is to compute. */
  below(node: Node, position: Form): Expr {
    return this.#inside(node, unflatten(position, node.shape), false);
  }

  /** A name for an index that is read from data, distinct within a kernel. */
  dataName(): string {
    return `${this.#dataCount++}`;
  }

  /** The value at a multi-index. */
  value(node: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    if (this.reader.isStop(node)) return this.reader.read(node, flatten(indices, node.shape), isGuarded);
    return this.#inside(node, indices, isGuarded);
  }

  #inside(node: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    // An index that is known to lie inside a padding has other conditions than the same index elsewhere.
    const key = `${isGuarded}|${indices.map(({ key, min, max }) => `${key}:${min}:${max}`).join()}`;
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
        return this.reader.scalar(node);
      case "map":
        return k.apply(
          spec.op,
          inputs.map((x) => this.value(x, indices, isGuarded)),
        );
      case "cast":
        return k.cast(this.value(input(0), indices, isGuarded), valueTypeOf(node.dtype));
      case "reshape":
        return this.value(input(0), unflatten(flatten(indices, node.shape), input(0).shape), isGuarded);
      case "barrier":
        return this.value(input(0), indices, isGuarded);
      case "expand": {
        const lead = node.shape.length - input(0).shape.length;
        const inner = input(0).shape.map((extent, axis) => (extent === 1 ? constantForm(0) : index(axis + lead)));
        return this.value(input(0), inner, isGuarded);
      }
      case "reduce":
        return this.#reduced(spec.op, spec.axes, input(0), indices, isGuarded);
      default:
        return rarePart().rareValue(this, node, indices, isGuarded);
    }
  }

  #reduced(op: ReduceOp, axes: readonly number[], x: Node, indices: readonly Form[], isGuarded: boolean): Expr {
    const shape = axes.map((axis) => extentOf(x.shape, axis));
    return this.reader.loop(op, valueTypeOf(x.dtype), sizeOf(shape), (loop) => {
      const inside = unflatten(loop, shape);
      const inner = indices.map((form, axis) => inside[axes.indexOf(axis)] ?? form);
      return this.value(x, inner, isGuarded);
    });
  }
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
