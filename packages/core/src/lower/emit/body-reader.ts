/**
 * @file Reading values in one body of a kernel: what is computed there is a variable, all else is loaded.
 */
import type { ValueType } from "../../dtype.ts";
import type { Node } from "../../ir/node.ts";
import * as k from "../../kernel/expr.ts";
import { reductionIdentity, reductionOp } from "../../kernel/reduction.ts";
import type { Expr, ReduceOp, SharedArray } from "../../kernel/types.ts";
import { LOOP } from "../accesses.ts";
import { SharedBinder } from "../bind-shared.ts";
import { type Form, indexForm } from "../index-form.ts";
import { formToExpr, type Reader, Resolver } from "../resolve.ts";
import type { Arguments } from "./arguments.ts";
import type { EmitContext } from "./context.ts";

/** Names of the indices over rows, and over elements of a row. */
export const ROW = "r";
export const COLUMN = "c";

export class BodyReader implements Reader {
  /** Values of members, available in this body. */
  readonly values = new Map<Node, Expr>();
  /** Members to compute again rather than to read. */
  readonly inlined = new Set<Node>();
  /** Members kept in shared memory, by column. */
  readonly rows: ReadonlyMap<Node, SharedArray>;
  readonly resolver: Resolver;
  /** True in a loop over the elements of a lane, where spread members are computed. */
  isInLoop = false;
  readonly #args: Arguments;
  readonly #context: EmitContext;
  readonly #indices: Map<string, Expr>;
  #loops = 0;

  constructor(
    args: Arguments,
    context: EmitContext,
    indices: ReadonlyMap<string, Expr>,
    rows: ReadonlyMap<Node, SharedArray>,
  ) {
    this.#args = args;
    this.#context = context;
    this.#indices = new Map(indices);
    this.rows = rows;
    this.resolver = new Resolver(this);
    for (const { node, spread } of context.group.members) if (spread !== undefined) this.inlined.add(node);
  }

  /** The same inside a loop over the elements of a lane. */
  inLoop(index: Expr): BodyReader {
    const reader = new BodyReader(this.#args, this.#context, new Map([...this.#indices, [LOOP, index]]), this.rows);
    reader.isInLoop = true;
    for (const [node, value] of this.values) reader.values.set(node, value);
    for (const node of this.inlined) reader.inlined.add(node);
    return reader;
  }

  isStop(node: Node): boolean {
    return this.#context.isStop(node) && !this.inlined.has(node);
  }

  read(node: Node, position: Form, isGuarded: boolean): Expr {
    const value = this.values.get(node);
    if (value !== undefined) return value;
    const row = this.rows.get(node);
    const column = this.#indices.get(COLUMN);
    if (row !== undefined && column !== undefined) return this.#args.k.load(row, column);
    return this.#args.k.load(this.#args.buffer(node), this.#args.place(node, this.index(position)), isGuarded);
  }

  scalar(node: Node): Expr {
    return this.#args.scalar(node);
  }

  index(form: Form): Expr {
    return formToExpr(form, (name) => {
      const index = this.#indices.get(name);
      if (index === undefined) throw new Error(`index ${name} is not in scope`);
      return index;
    });
  }

  loop(op: ReduceOp, dtype: ValueType, extent: number, body: (index: Form) => Expr): Expr {
    const { k: builder } = this.#args;
    const name = `l${this.#loops++}`;
    const total = builder.variable("acc", k.constant(k.wrapTo(dtype, reductionIdentity(op, dtype)), dtype));
    builder.loop(name, extent, (index) => {
      this.#indices.set(name, index);
      const [value] = new SharedBinder(builder).bind([body(indexForm(name, extent))]);
      if (value !== undefined) builder.set(total, k.apply(reductionOp(op, dtype), [total, value]));
    });
    return total;
  }
}
