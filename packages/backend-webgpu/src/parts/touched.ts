/**
 * @file Which elements of its buffers a range of a kernel's programs touches, as far as the index arithmetic tells: for
 * indices that grow with the program a stretch, for those that are read from memory the whole buffer.
 */
import type { Expr, Kernel, KernelStep, LaneStmt, Stmt, Var } from "@adjoint/core";
import { ANY, type Interval, only, rangeOf, union, within } from "./interval.ts";

/** By buffer of the kernel; undefined for those that are not touched. */
export type Touched = readonly (Interval | undefined)[];

/** The elements that programs `first` to `last` touch, of buffers that have `lengths` elements. */
export function touchedBy(
  { kernel, grid, params }: Pick<KernelStep, "kernel" | "grid" | "params">,
  lengths: readonly number[],
  first: number,
  last: number,
): Touched {
  const walk = new Walk(kernel, params, lengths);
  gridRanges(grid, first, last).forEach((range, i) => {
    walk.setVar(kernel.grid[i], range);
  });
  walk.statements(kernel.body);
  return walk.touched;
}

/** The ranges of the grid's indices over consecutive programs, of which the last index runs fastest. */
export function gridRanges(grid: readonly number[], first: number, last: number): Interval[] {
  let inner = grid.reduce((product, extent) => product * extent, 1);
  return grid.map((extent) => {
    inner /= extent;
    const [low, high] = [Math.floor(first / inner), Math.floor(last / inner)];
    const isPart = high - low < extent && low % extent <= high % extent;
    return isPart ? { low: low % extent, high: high % extent } : { low: 0, high: extent - 1 };
  });
}

class Walk {
  readonly touched: (Interval | undefined)[];
  readonly #params: KernelStep["params"];
  readonly #lengths: readonly number[];
  readonly #vars = new Map<number, Interval>();
  readonly #known = new Map<Expr, Interval>();

  constructor({ buffers }: Kernel, params: KernelStep["params"], lengths: readonly number[]) {
    this.touched = buffers.map(() => undefined);
    this.#params = params;
    this.#lengths = lengths;
  }

  setVar(target: Var | undefined, range: Interval): void {
    if (target !== undefined) this.#vars.set(target.id, range);
  }

  statements(stmts: readonly (Stmt | LaneStmt)[]): void {
    for (const stmt of stmts) this.#statement(stmt);
  }

  #statement(stmt: Stmt | LaneStmt): void {
    switch (stmt.kind) {
      case "let": {
        const range = this.#range(stmt.value);
        this.setVar(stmt.target, stmt.isMutable ? ANY : range);
        return;
      }
      case "set":
        this.#range(stmt.value);
        return;
      case "store":
        this.#range(stmt.value);
        if (stmt.condition !== undefined) this.#range(stmt.condition);
        this.#touch(stmt);
        return;
      case "if":
        this.#range(stmt.condition);
        this.statements(stmt.body);
        if ("otherwise" in stmt) this.statements(stmt.otherwise);
        return;
      case "loop":
        this.#repeat(stmt.index, stmt.count, stmt.body);
        return;
      case "lanes":
        this.#repeat(stmt.lane, stmt.count, stmt.body);
        return;
      case "reduce":
        this.#repeat(stmt.lane, stmt.count, stmt.body, () => {
          for (const { value } of stmt.accumulators) this.#range(value);
        });
        for (const { target } of stmt.accumulators) this.setVar(target, ANY);
        return;
      default:
        stmt satisfies never;
    }
  }

  #repeat(index: Var, count: Expr, body: readonly (Stmt | LaneStmt)[], end?: () => void): void {
    const { high } = this.#range(count);
    if (high <= 0) return;
    this.setVar(index, { low: 0, high: high - 1 });
    this.statements(body);
    end?.();
  }

  /** Notes an access. What is read of memory may lie anywhere inside, and nowhere else. */
  #touch({ memory, index }: Pick<Extract<Stmt, { kind: "store" }>, "memory" | "index">): void {
    const range = this.#range(index);
    if (memory.kind === "shared") return;
    const last = (this.#lengths[memory.index] ?? 0) - 1;
    const inside = { low: Math.max(0, range.low), high: Math.min(last, range.high) };
    if (inside.low > inside.high) return;
    this.touched[memory.index] = union(this.touched[memory.index] ?? inside, inside);
  }

  /** The range of an expression; what it reads is noted. */
  #range(e: Expr): Interval {
    const known = this.#known.get(e);
    if (known !== undefined) return known;
    const range = this.#rangeOf(e);
    // A variable's is looked up each time: it is cheap, and set before it is used.
    if (e.kind !== "var") this.#known.set(e, range);
    return range;
  }

  #rangeOf(e: Expr): Interval {
    switch (e.kind) {
      case "const":
        return only(e.value);
      case "var":
        return this.#vars.get(e.id) ?? ANY;
      case "param": {
        const value = this.#params[e.index];
        return typeof value === "number" ? only(value) : ANY;
      }
      case "op": {
        const args = e.args.map((arg) => this.#range(arg));
        return e.dtype === "i32" || e.dtype === "u32" ? rangeOf(e.op, e.dtype, args) : ANY;
      }
      case "cast": {
        const range = this.#range(e.arg);
        const isWhole = e.arg.dtype === "i32" || e.arg.dtype === "u32";
        return isWhole && (e.dtype === "i32" || e.dtype === "u32") ? within(range, e.dtype) : ANY;
      }
      case "load":
        this.#touch(e);
        return ANY;
      default:
        return e satisfies never;
    }
  }
}
