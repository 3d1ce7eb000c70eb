/**
 * @file Names sub-expressions that occur more than once, so that they are computed once and kernels print as short text.
 */
import type { KernelBuilder } from "../kernel/build.ts";
import type { Expr } from "../kernel/types.ts";

/** Rewrites expressions so that shared parts are `let` in the builder's open body. One binder serves one body. */
export class SharedBinder {
  readonly #k: KernelBuilder;
  readonly #bound = new Map<Expr, Expr>();

  constructor(builder: KernelBuilder) {
    this.#k = builder;
  }

  bind(roots: readonly Expr[]): Expr[] {
    const counts = new Map<Expr, number>();
    for (const root of roots) this.#count(root, counts);
    return roots.map((root) => this.#rewrite(root, counts));
  }

  #count(e: Expr, counts: Map<Expr, number>): void {
    const seen = counts.get(e) ?? 0;
    counts.set(e, seen + 1);
    if (seen > 0 || this.#bound.has(e)) return;
    for (const part of parts(e)) this.#count(part, counts);
  }

  #rewrite(e: Expr, counts: ReadonlyMap<Expr, number>): Expr {
    const known = this.#bound.get(e);
    if (known !== undefined) return known;
    const rebuilt = withParts(e, (part) => this.#rewrite(part, counts));
    const isWorthwhile =
      (e.kind === "op" || e.kind === "cast" || e.kind === "load") && (counts.get(e) ?? 0) > 1 && !isAddress(e);
    const result = isWorthwhile ? this.#k.let("t", rebuilt) : rebuilt;
    this.#bound.set(e, result);
    return result;
  }
}

/** Address arithmetic stays in line, where code generators see how it grows from lane to lane. */
function isAddress(e: Expr): boolean {
  if (e.dtype !== "i32" || e.kind === "load" || e.kind === "cast") return false;
  return e.kind !== "op" || ((e.op === "add" || e.op === "sub" || e.op === "mul") && e.args.every(isAddress));
}

function parts(e: Expr): readonly Expr[] {
  if (e.kind === "op") return e.args;
  if (e.kind === "cast") return [e.arg];
  return e.kind === "load" ? [e.index] : [];
}

function withParts(e: Expr, change: (part: Expr) => Expr): Expr {
  if (e.kind === "op") {
    const args = e.args.map(change);
    return args.every((arg, i) => arg === e.args[i]) ? e : { ...e, args };
  }
  if (e.kind === "cast") {
    const arg = change(e.arg);
    return arg === e.arg ? e : { ...e, arg };
  }
  if (e.kind === "load") {
    const index = change(e.index);
    return index === e.index ? e : { ...e, index };
  }
  return e;
}
