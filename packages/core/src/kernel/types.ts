/**
 * @file The kernel language: what every generated or hand-written kernel is made of, and all that a backend must render.
 *
 * A kernel is a grid of independent programs. Inside a program, control flow is uniform: statements run in order, and
 * those of kind `lanes` and `reduce` run their body for every lane, in parallel, with a barrier behind them that covers
 * shared and storage memory. `shared` arrays belong to one program. Programs never see each other's writes.
 */
import type { DType, ValueType } from "../dtype.ts";
import type { ScalarOp } from "../scalar/table.ts";

/** A named value: a grid index, a lane index, a loop index, or the target of `let`, `set` and `reduce`. */
export interface Var {
  readonly kind: "var";
  readonly dtype: ValueType;
  /** Unique inside its kernel, numbered in the order of creation. */
  readonly id: number;
  readonly name: string;
  /** True if the value is the same for all lanes of a program. */
  readonly isUniform: boolean;
}

/** A buffer argument, in units of its element type. */
export interface BufferParam {
  readonly kind: "buffer";
  readonly index: number;
  readonly name: string;
  readonly dtype: DType;
  /** Of what is only written, a program writes each element from one lane: no order of statements shows in it. */
  readonly access: "read" | "write" | "readwrite";
}

/** Memory of one program; contents are undefined at its start. */
export interface SharedArray {
  readonly kind: "shared";
  readonly index: number;
  readonly name: string;
  readonly dtype: ValueType;
  /** Elements. */
  readonly size: number;
}

/** A number given at each launch: an extent, or a number of the user's. */
export interface ScalarParam {
  readonly kind: "param";
  readonly index: number;
  readonly name: string;
  readonly dtype: "f32" | "i32" | "u32" | "f64" | "bool";
}

export type Memory = BufferParam | SharedArray;

/** A scalar value, computed for one lane (or once, if it does not depend on the lane). Trees share sub-expressions. */
export type Expr =
  | { readonly kind: "const"; readonly dtype: ValueType; readonly value: number }
  | Var
  | ScalarParam
  | { readonly kind: "op"; readonly op: ScalarOp; readonly dtype: ValueType; readonly args: readonly Expr[] }
  /** Conversion of the value (`bits` false) or reinterpretation of its 32 bits. */
  | { readonly kind: "cast"; readonly dtype: ValueType; readonly bits: boolean; readonly arg: Expr }
  | {
      readonly kind: "load";
      readonly dtype: ValueType;
      readonly memory: Memory;
      /** i32, in elements. */
      readonly index: Expr;
      /** True if the index may lie outside: the load then gives 0 and touches nothing. */
      readonly isGuarded: boolean;
    };

export type ReduceOp = "sum" | "prod" | "max" | "min";

/** One accumulator of a lane reduction. */
export interface Accumulator {
  /** Uniform; holds the reduction of `value` over the lanes afterwards; the identity of `op` if there are none. */
  readonly target: Var;
  readonly op: ReduceOp;
  readonly value: Expr;
}

interface StoreStmt {
  readonly kind: "store";
  readonly memory: Memory;
  readonly index: Expr;
  readonly value: Expr;
  /** True if the index may lie outside: the store is then dropped. */
  readonly isGuarded: boolean;
  /** The store happens only where this holds. */
  readonly condition: Expr | undefined;
}

/** Declares `target`, with its first value. A mutable one may be given others by `set`. */
interface LetStmt {
  readonly kind: "let";
  readonly target: Var;
  readonly value: Expr;
  readonly isMutable: boolean;
}

interface SetStmt {
  readonly kind: "set";
  readonly target: Var;
  readonly value: Expr;
}

/**
 * A statement inside a lane body. Loops here run per lane, with a count that may differ from lane to lane
 * (a backend may give up vectorising where it does); `if` likewise.
 */
export type LaneStmt =
  | LetStmt
  | SetStmt
  | StoreStmt
  | { readonly kind: "loop"; readonly index: Var; readonly count: Expr; readonly body: readonly LaneStmt[] }
  | { readonly kind: "if"; readonly condition: Expr; readonly body: readonly LaneStmt[] };

/** A statement of a program: uniform, run once by all lanes together. A store here is done once. */
export type Stmt =
  | LetStmt
  | SetStmt
  | StoreStmt
  | { readonly kind: "loop"; readonly index: Var; readonly count: Expr; readonly body: readonly Stmt[] }
  | {
      readonly kind: "if";
      readonly condition: Expr;
      readonly body: readonly Stmt[];
      readonly otherwise: readonly Stmt[];
    }
  | { readonly kind: "lanes"; readonly lane: Var; readonly count: Expr; readonly body: readonly LaneStmt[] }
  | {
      readonly kind: "reduce";
      readonly lane: Var;
      readonly count: Expr;
      readonly body: readonly LaneStmt[];
      readonly accumulators: readonly Accumulator[];
    };

export interface Kernel {
  readonly name: string;
  /** Uniform indices of a program, outermost first (1 to 3). Their extents are given at launch. */
  readonly grid: readonly Var[];
  readonly buffers: readonly BufferParam[];
  readonly params: readonly ScalarParam[];
  readonly shared: readonly SharedArray[];
  readonly body: readonly Stmt[];
  /** How many lanes are worth having: an upper bound of the usual lane counts. A hint, not a limit. */
  readonly lanesHint: number;
  /** Canonical text: equal for kernels that are the same but for their name. The cache key. */
  readonly key: string;
}
