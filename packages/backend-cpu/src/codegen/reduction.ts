/**
 * @file One accumulator of a lane reduction: partial results in vectors, joined in an order that depends on nothing but
 * the number of lanes, then the lanes left over.
 */
import type { Accumulator, Expr, ScalarOp, Var } from "@adjoint/core";
import { reductionIdentity, reductionOp } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import type { Emitter } from "./emitter.ts";
import type { Mode, Value } from "./value.ts";

/** Where the ids of variables start that kernels do not have: accumulators, and the operands of a join. */
const OWN_IDS = 2 ** 24;

export class Reduction {
  readonly value: Expr;
  /** Ids of what accumulating changes. */
  readonly changes: readonly number[];
  readonly #e: Emitter;
  readonly #op: ScalarOp;
  readonly #identity: Value;
  readonly #target: Var;
  /** The accumulator, and two stand-ins for vectors that are being joined. */
  readonly #total: Var;
  readonly #left: Var;
  readonly #right: Var;
  #partials: Local[] = [];
  /** Sums beside extremes that are taken in haste, of the same values: NaN if one of these is NaN. */
  #checks: Local[] = [];

  constructor(e: Emitter, { target, op, value }: Accumulator) {
    const { id, dtype, name } = target;
    const own = (n: number): Var => ({ kind: "var", dtype, id: OWN_IDS + 3 * id + n, name, isUniform: false });
    this.#e = e;
    this.value = value;
    this.#target = target;
    this.#op = reductionOp(op, dtype);
    this.#identity = e.parts.lowering.graph.constant(reductionIdentity(op, dtype), dtype);
    [this.#total, this.#left, this.#right] = [own(0), own(1), own(2)];
    this.changes = [this.#total.id];
  }

  /** Sets the result to the identity. */
  start(): void {
    const local = this.#e.newLocal(this.#target.dtype, "scalar");
    this.#e.emit(this.#identity, "scalar");
    this.#e.f.set(local);
    this.#e.bind(this.#target, "scalar", local);
    this.#e.bind(this.#total, "scalar", local);
  }

  /** True for the greatest or the least of floats, whose exact instruction is some eight of the processor. */
  get canHaste(): boolean {
    return this.#target.dtype === "f32" && (this.#op === "max" || this.#op === "min");
  }

  /** From here on, compares by one instruction that loses NaN and mixes up zeros. `pushDoubt` tells whether it mattered. */
  haste(): void {
    this.#checks = this.#partials.map(() => {
      const local = this.#e.f.local("v128");
      this.#e.f.v128([0, 0, 0, 0]).set(local);
      return local;
    });
  }

  /** Pushes whether a NaN may have been lost, or the wrong zero be the result; from here on compares exactly again. */
  pushDoubt(): void {
    const { f } = this.#e;
    this.#checks.forEach((check, i) => {
      f.get(check);
      if (i > 0) f.op("f32x4.add");
    });
    const sum = f.local("v128");
    f.tee(sum).get(sum).op("f32x4.ne");
    for (const partial of this.#partials) f.get(partial).v128([0, 0, 0, 0]).op("f32x4.eq").op("v128.or");
    f.op("v128.not").op("i32x4.all_true").op("i32.eqz");
    this.#checks = [];
  }

  startPartials(count: number): void {
    this.#partials = Array.from({ length: count }, () => {
      const local = this.#e.f.local("v128");
      this.#e.emit(this.#identity, "vector");
      this.#e.f.set(local);
      return local;
    });
    this.usePartial(0);
  }

  restartPartials(): void {
    for (const local of this.#partials) {
      this.#e.emit(this.#identity, "vector");
      this.#e.f.set(local);
    }
  }

  usePartial(part: number): void {
    this.#e.bind(this.#total, "vector", this.#partial(part));
  }

  /** Adds the value of this lane, or of these four to the partial result that is used. */
  accumulate(mode: Mode, part = 0): void {
    const e = this.#e;
    const { lowering } = e.parts;
    const value = lowering.value(this.value);
    // Sums start at +0 and never come to −0, so that 0 changes none.
    if (value === this.#identity) return;
    const check = mode === "vector" ? this.#checks[part] : undefined;
    if (check !== undefined) {
      this.#accumulateHastily(value, this.#partial(part), check);
      return;
    }
    const combined = lowering.op(this.#op, [lowering.graph.variable(this.#total), value]);
    if (combined.kind === "op" && combined.expansion !== undefined) e.local(value, mode);
    e.emit(combined, mode);
    e.f.set(e.bound(this.#total, mode));
    e.forget(new Set([this.#total.id]));
  }

  #accumulateHastily(value: Value, total: Local, check: Local): void {
    const { f } = this.#e;
    const local = this.#e.local(value, "vector");
    f.get(total)
      .get(local)
      .op(this.#op === "max" ? "f32x4.pmax" : "f32x4.pmin")
      .set(total);
    f.get(check).get(local).op("f32x4.add").set(check);
  }

  /** Joins the partial vectors into the first: neighbours, then pairs. */
  joinPartials(): void {
    for (let step = 1; step < this.#partials.length; step *= 2) {
      for (let part = 0; part + step < this.#partials.length; part += 2 * step) {
        this.#join(this.#partial(part), this.#partial(part + step));
      }
    }
  }

  /** Joins the lanes of the first vector into the result: halves, then neighbours. */
  joinLanes(): void {
    const { f } = this.#e;
    const first = this.#partial(0);
    const other = f.local("v128");
    f.get(first).get(first).shuffleWords([2, 3, 0, 1]).set(other);
    this.#join(first, other);
    f.get(first).get(first).shuffleWords([1, 0, 3, 2]).set(other);
    this.#join(first, other);
    f.get(first).lane(this.#target.dtype === "f32" ? "f32x4.extract_lane" : "i32x4.extract_lane", 0);
    if (this.#target.dtype === "bool") f.i32(1).op("i32.and");
    f.set(this.#e.bound(this.#target, "scalar"));
  }

  /** Leaves a combined with b in a. */
  #join(a: Local, b: Local): void {
    const [e, left, right] = [this.#e, this.#left, this.#right];
    const { graph } = e.parts.lowering;
    e.bind(left, "vector", a);
    e.bind(right, "vector", b);
    e.nested({ changes: new Set([left.id, right.id]) }, () => {
      e.emit(e.parts.lowering.op(this.#op, [graph.variable(left), graph.variable(right)]), "vector");
      e.f.set(a);
    });
  }

  #partial(part: number): Local {
    const local = this.#partials[part];
    if (local === undefined) throw new TypeError(`partial result ${part} of ${this.#partials.length}`);
    return local;
  }
}
