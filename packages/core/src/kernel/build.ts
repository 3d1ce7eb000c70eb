/**
 * @file The builder with which kernels are written, by hand (CTC, sort, recurrent cells) and by the emitter.
 * Statements are appended to the innermost open body; which kind of body that is decides what is allowed there.
 */
import type { DType, ValueType } from "../dtype.ts";
import { UsageError } from "../errors.ts";
import { constant, type ExprLike, isUniform, load } from "./expr.ts";
import { printKernel } from "./print.ts";
import type {
  Accumulator,
  BufferParam,
  Expr,
  Kernel,
  LaneStmt,
  Memory,
  ReduceOp,
  ScalarParam,
  SharedArray,
  Stmt,
  Var,
} from "./types.ts";

/** Options of a store. */
export interface StoreOptions {
  /** The index may lie outside; the store is then dropped. */
  readonly isGuarded?: boolean;
  /** Store only where this holds. */
  readonly condition?: Expr;
}

/** What one accumulator of `reduceAll` computes. */
export interface Reduction {
  readonly op: ReduceOp;
  readonly value: Expr;
}

export class KernelBuilder {
  readonly #grid: Var[] = [];
  readonly #buffers: BufferParam[] = [];
  readonly #params: ScalarParam[] = [];
  readonly #sharedArrays: SharedArray[] = [];
  readonly #top: Stmt[] = [];
  #body: (Stmt | LaneStmt)[] = this.#top;
  #isInLanes = false;
  #nextVar = 0;
  #lanesHint = 1;

  /** Declares the next grid index. */
  gridIndex(name: string): Var {
    const index = this.#newVar(name, "i32", true);
    this.#grid.push(index);
    return index;
  }

  buffer(name: string, dtype: DType, access: BufferParam["access"]): BufferParam {
    const param: BufferParam = { kind: "buffer", index: this.#buffers.length, name, dtype, access };
    this.#buffers.push(param);
    return param;
  }

  input(name: string, dtype: DType): BufferParam {
    return this.buffer(name, dtype, "read");
  }

  output(name: string, dtype: DType): BufferParam {
    return this.buffer(name, dtype, "write");
  }

  /** Declares a number given at launch. */
  param(name: string, dtype: ScalarParam["dtype"]): ScalarParam {
    const param: ScalarParam = { kind: "param", index: this.#params.length, name, dtype };
    this.#params.push(param);
    return param;
  }

  /** Declares memory that belongs to one program. */
  shared(name: string, dtype: ValueType, size: number): SharedArray {
    const array: SharedArray = { kind: "shared", index: this.#sharedArrays.length, name, dtype, size };
    this.#sharedArrays.push(array);
    return array;
  }

  /** Names a value, so that it is computed once. Returns the name. */
  let(name: string, value: Expr): Var {
    return this.#declare(name, value, false);
  }

  /** Declares a variable that `set` may change. In a lane body it belongs to the lane. */
  variable(name: string, value: Expr): Var {
    return this.#declare(name, value, true);
  }

  set(target: Var, value: Expr): void {
    if (!this.#isInLanes) this.#requireUniform("set", value);
    this.#body.push({ kind: "set", target, value });
  }

  load(memory: Memory, index: ExprLike, isGuarded = false): Expr {
    return load(memory, index, isGuarded);
  }

  /** Stores one element, for each lane, or once for the program outside of a lane body. */
  store(memory: Memory, index: ExprLike, value: Expr, options: StoreOptions = {}): void {
    const at = typeof index === "number" ? constant(index, "i32") : index;
    const { isGuarded = false, condition } = options;
    this.#body.push({ kind: "store", memory, index: at, value, isGuarded, condition });
  }

  /** Runs the body `count` times, one after the other. */
  loop(name: string, count: ExprLike, body: (index: Var) => void): void {
    const bound = typeof count === "number" ? constant(count, "i32") : count;
    if (!this.#isInLanes) this.#requireUniform("loop", bound);
    const index = this.#newVar(name, "i32", isUniform(bound));
    const statements = this.#collect(() => body(index));
    this.#body.push({ kind: "loop", index, count: bound, body: statements } as Stmt);
  }

  /** Runs a body only where the condition holds. `otherwise` is not available in a lane body. */
  if(condition: Expr, then: () => void, otherwise?: () => void): void {
    if (this.#isInLanes) {
      if (otherwise !== undefined) throw misuse("if: a lane body has no else", "negate the condition in a second if");
      this.#body.push({ kind: "if", condition, body: this.#collect(then) as LaneStmt[] });
      return;
    }
    this.#requireUniform("if", condition);
    const yes = this.#collect(then) as Stmt[];
    const no = otherwise === undefined ? [] : (this.#collect(otherwise) as Stmt[]);
    this.#body.push({ kind: "if", condition, body: yes, otherwise: no });
  }

  /** Runs the body for lanes 0 … count − 1 in parallel, with a barrier behind it. */
  lanes(count: ExprLike, body: (lane: Var) => void): void {
    const bound = this.#laneCount(count);
    const lane = this.#newVar("lane", "i32", false);
    const statements = this.#collectLanes(() => body(lane));
    this.#body.push({ kind: "lanes", lane, count: bound, body: statements });
  }

  /** Reduces one value over lanes 0 … count − 1. The result is uniform. */
  reduce(name: string, op: ReduceOp, count: ExprLike, value: (lane: Var) => Expr): Var {
    return this.reduceAll(count, (lane) => ({ [name]: { op, value: value(lane) } }))[name] as Var;
  }

  /** Reduces several values in one pass over the lanes. The body may also store. */
  reduceAll<K extends string>(count: ExprLike, body: (lane: Var) => Readonly<Record<K, Reduction>>): Record<K, Var> {
    const bound = this.#laneCount(count);
    const lane = this.#newVar("lane", "i32", false);
    let reductions: Readonly<Record<K, Reduction>> | undefined;
    const statements = this.#collectLanes(() => {
      reductions = body(lane);
    });
    const targets = {} as Record<K, Var>;
    const accumulators: Accumulator[] = [];
    for (const [name, { op, value }] of Object.entries(reductions ?? {}) as [K, Reduction][]) {
      targets[name] = this.#newVar(name, value.dtype, true);
      accumulators.push({ target: targets[name], op, value });
    }
    this.#body.push({ kind: "reduce", lane, count: bound, body: statements, accumulators });
    return targets;
  }

  /** Hints how many lanes the kernel usually has, where counts are not constant. */
  hintLanes(count: number): void {
    this.#lanesHint = Math.max(this.#lanesHint, count);
  }

  build(name: string): Kernel {
    if (this.#grid.length === 0)
      throw misuse(`kernel ${name}: a grid of one to three indices is needed`, "call gridIndex first");
    const [grid, buffers, params, shared] = [this.#grid, this.#buffers, this.#params, this.#sharedArrays];
    const [body, lanesHint] = [this.#top, this.#lanesHint];
    const parts = { grid, buffers, params, shared, body, lanesHint };
    return { name, ...parts, key: printKernel(parts) };
  }

  #declare(name: string, value: Expr, isMutable: boolean): Var {
    if (!this.#isInLanes) this.#requireUniform("let", value);
    const target = this.#newVar(name, value.dtype, !this.#isInLanes || (!isMutable && isUniform(value)));
    this.#body.push({ kind: "let", target, value, isMutable });
    return target;
  }

  #newVar(name: string, dtype: ValueType, uniform: boolean): Var {
    return { kind: "var", dtype, id: this.#nextVar++, name, isUniform: uniform };
  }

  #laneCount(count: ExprLike): Expr {
    if (this.#isInLanes) throw misuse("lanes: lane bodies do not nest", "use loop inside a lane body");
    const bound = typeof count === "number" ? constant(count, "i32") : count;
    this.#requireUniform("lanes", bound);
    if (bound.kind === "const") this.hintLanes(bound.value);
    return bound;
  }

  #requireUniform(what: string, value: Expr): void {
    if (!isUniform(value))
      throw misuse(`${what}: the value must be uniform outside of lane bodies`, "move it into lanes");
  }

  #collect(fill: () => void): (Stmt | LaneStmt)[] {
    const outer = this.#body;
    const inner: (Stmt | LaneStmt)[] = [];
    this.#body = inner;
    try {
      fill();
    } finally {
      this.#body = outer;
    }
    return inner;
  }

  #collectLanes(fill: () => void): LaneStmt[] {
    this.#isInLanes = true;
    try {
      return this.#collect(fill) as LaneStmt[];
    } finally {
      this.#isInLanes = false;
    }
  }
}

function misuse(rule: string, hint: string): UsageError {
  return new UsageError({ op: "kernel", rule, hint });
}

/** Builds a kernel: `define` declares its arguments and appends its statements. */
export function buildKernel(name: string, define: (k: KernelBuilder) => void): Kernel {
  const builder = new KernelBuilder();
  define(builder);
  return builder.build(name);
}
