/** @file Integer code for the loops around the tiles: expressions as functions that push their value. */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { PlainOp } from "../wasm/opcodes.ts";
import type { FunctionRef } from "../wasm/types.ts";

/** A value: a local, a constant, or code that pushes it. */
export type I32 = Local | number | (() => void);

export class I32Code {
  readonly f: FunctionBuilder;

  constructor(f: FunctionBuilder) {
    this.f = f;
  }

  push(value: I32): void {
    if (typeof value === "number") this.f.i32(value);
    else if (typeof value === "function") value();
    else this.f.get(value);
  }

  op(name: PlainOp, ...operands: readonly I32[]): () => void {
    return () => {
      for (const operand of operands) this.push(operand);
      this.f.op(name);
    };
  }

  add(a: I32, b: I32): () => void {
    return this.op("i32.add", a, b);
  }

  sub(a: I32, b: I32): () => void {
    return this.op("i32.sub", a, b);
  }

  mul(a: I32, b: I32): () => void {
    return this.op("i32.mul", a, b);
  }

  /** The smaller one of two signed numbers. */
  min(a: I32, b: I32): () => void {
    return this.op("select", a, b, this.op("i32.lt_s", a, b));
  }

  /** One of two numbers, both computed. */
  select(condition: I32, then: I32, otherwise: I32): () => void {
    return this.op("select", then, otherwise, condition);
  }

  /** The word at an address, at a distance of so many words. */
  word(address: I32, index: number): () => void {
    return () => {
      this.push(address);
      this.f.memory("i32.load", index * 4);
    };
  }

  /** A new local with this value. */
  let(value: I32): Local {
    const local = this.f.local("i32");
    this.set(local, value);
    return local;
  }

  set(local: Local, value: I32): void {
    this.push(value);
    this.f.set(local);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    this.push(condition);
    this.f.if(then, otherwise);
  }

  /** Repeats the body while the condition holds behind it. */
  doWhile(body: () => void, condition: I32): void {
    this.f.loop((again) => {
      body();
      this.push(condition);
      this.f.brIf(again);
    });
  }

  call(target: FunctionRef, ...operands: readonly I32[]): void {
    for (const operand of operands) this.push(operand);
    this.f.call(target);
  }
}

/** The parameters of a function, of which there are as many as the caller names. */
export function paramsOf<T extends readonly Local[]>({ params }: FunctionBuilder): T {
  return params as readonly Local[] as T;
}
