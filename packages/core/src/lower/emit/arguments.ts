/**
 * @file Arguments of a kernel under construction: buffers, run-time scalars and numbers, declared as they are met.
 */
import { valueTypeOf } from "../../dtype.ts";
import type { Node } from "../../ir/node.ts";
import type { KernelBuilder } from "../../kernel/build.ts";
import * as k from "../../kernel/expr.ts";
import type { BufferParam, Expr, ScalarParam } from "../../kernel/types.ts";
import type { EmitContext } from "./context.ts";

export class Arguments {
  readonly k: KernelBuilder;
  readonly buffers: Node[] = [];
  readonly params: (Node | number)[] = [];
  readonly #context: EmitContext;
  readonly #bufferOf = new Map<Node, BufferParam>();
  readonly #scalarOf = new Map<Node, ScalarParam>();

  constructor(builder: KernelBuilder, context: EmitContext) {
    this.k = builder;
    this.#context = context;
  }

  /** Declares the buffer of an output; `isReread` if the kernel also reads it. */
  output(node: Node, isReread: boolean): void {
    const replaced = this.#context.inPlace.get(node);
    const access = isReread || replaced !== undefined ? "readwrite" : "write";
    const param = this.k.buffer("out", node.dtype, access);
    this.buffers.push(node);
    this.#bufferOf.set(node, param);
    if (replaced !== undefined) this.#bufferOf.set(replaced, param);
  }

  buffer(node: Node): BufferParam {
    const known = this.#bufferOf.get(node);
    if (known !== undefined) return known;
    const param = this.k.input("in", node.dtype);
    this.buffers.push(node);
    this.#bufferOf.set(node, param);
    return param;
  }

  /** Where an element of a node lies in its buffer. */
  place(node: Node, index: Expr): Expr {
    const first = this.#context.places?.get(node);
    return first === undefined ? index : k.add(this.scalar(first), index);
  }

  scalar(node: Node): Expr {
    const known = this.#scalarOf.get(node);
    if (known !== undefined) return known;
    const param = this.k.param("scalar", valueTypeOf(node.dtype));
    this.params.push(node);
    this.#scalarOf.set(node, param);
    return param;
  }

  number(name: string, value: number): Expr {
    this.params.push(value);
    return this.k.param(name, "i32");
  }
}
