/** @file Expressions of a kernel to values: aliases resolved, addresses made explicit, formulas put in place of operations. */
import {
  DTYPES,
  type ExpandedOp,
  type Expansion,
  type Expr,
  type Kernel,
  type Memory,
  type ScalarOp,
  scalarDef,
  type ValueType,
  type Var,
} from "@adjoint/core";
import { linearAddress } from "./linear.ts";
import { MissingPart, type Parts, type Rare } from "./parts.ts";
import { changesOf, variableDepths, walk } from "./statements.ts";
import type { Access, Value } from "./value.ts";
import { ValueGraph } from "./value-graph.ts";

/** Stands for a value inside a formula. */
const placeholder = (dtype: ValueType): Var => ({ kind: "var", dtype, id: -1, name: "x", isUniform: false });

/** Operations whose formulas give certain bits. */
const EXACT: ReadonlySet<ScalarOp> = new Set(["mod"]);

const factorsOf = (value: Value): readonly Value[] => (value.kind === "op" && value.op === "mul" ? value.args : []);

export class Lowering {
  readonly graph: ValueGraph;
  #known = new Map<Expr, Value>();
  /** Conditions that are taken not to hold. */
  #excluded: ReadonlySet<Value> = new Set();
  /** Operands that are taken to be of usual size. */
  #near: ReadonlySet<Value> = new Set();
  /** Names of cheap integer expressions: indices are seen through them. */
  readonly #aliases = new Map<number, Expr>();
  /** The lane index of each expression's surroundings; a kernel's lane bodies do not nest. */
  #lane: Var | undefined;
  readonly #laneIds = new Set<number>();
  readonly #mutable = new Set<number>();

  readonly #parts: Parts;

  /** True once a value has been found that is chosen by a condition. */
  hasChoices = false;

  /** Whether there is relaxed SIMD. */
  readonly hasFma: boolean;
  /** True inside a formula that bears products without a rounding of their own. */
  #isLoose = false;

  constructor(kernel: Kernel, parts: Parts & { readonly hasFma?: boolean | undefined }) {
    this.#parts = parts;
    this.hasFma = parts.hasFma ?? false;
    this.graph = new ValueGraph(changesOf(kernel.body), variableDepths(kernel));
    walk(kernel.body, (s) => {
      if (s.kind === "lanes" || s.kind === "reduce") this.#laneIds.add(s.lane.id);
      if (s.kind === "let" && this.#isAlias(s.target, s.value, s.isMutable)) this.#aliases.set(s.target.id, s.value);
      if (s.kind === "let" && s.isMutable) this.#mutable.add(s.target.id);
    });
  }

  /** What few kernels need of the generator. @throws {MissingPart} if it is not loaded. */
  get rare(): Rare {
    if (this.#parts.rare === undefined) throw new MissingPart("rare");
    return this.#parts.rare;
  }

  /** Sets the lane index for the expressions that follow. */
  enterLanes(lane: Var | undefined): void {
    this.#lane = lane;
  }

  isLane(variable: Var): boolean {
    return this.#laneIds.has(variable.id);
  }

  /** True if a variable needs no local, as its value is put in its place. */
  isAliased(variable: Var): boolean {
    return this.#aliases.has(variable.id);
  }

  value(e: Expr): Value {
    const found = this.#known.get(e);
    if (found !== undefined) return found;
    const lowered = this.#lower(e);
    const value = this.#excluded.has(lowered) ? this.graph.constant(0, "bool") : lowered;
    this.#known.set(e, value);
    return value;
  }

  /** Runs `emit` as if some conditions did not hold, which decides what they choose, and some operands were of usual size. */
  without(conditions: readonly Value[], emit: () => void, near: readonly Value[] = []): void {
    const outer = [this.#known, this.#excluded, this.#near] as const;
    this.#known = new Map();
    this.#excluded = new Set([...this.#excluded, ...conditions]);
    this.#near = new Set(near);
    emit();
    [this.#known, this.#excluded, this.#near] = outer;
  }

  /** The shorter formula of an operation on vectors, if it has one. */
  nearFormula(op: ScalarOp, x: Value | undefined): Expansion["near"] {
    const formulas: Partial<Record<ScalarOp, Expansion>> = this.#parts.formulas ?? {};
    return x?.dtype === "f32" && !x.isUniform ? formulas[op]?.near : undefined;
  }

  /** The place that a load or store touches. */
  access(memory: Memory, index: Expr, isGuarded: boolean): Access {
    const { graph } = this;
    const at = this.value(index);
    const base = graph.pointer(memory);
    const sizeBytes = DTYPES[memory.dtype].sizeBytes;
    const { address, stride } = linearAddress(graph, base, at, sizeBytes, this.#lane);
    const storage = memory.dtype;
    if (!isGuarded) return { memory, storage, address, stride, guard: undefined };
    return { memory, storage, address, stride, guard: this.rare.guardFor(graph, memory, at, address) };
  }

  /** The value as it is stored: bits for f16. */
  stored(value: Expr, memory: Memory): Value {
    return memory.dtype === "f16" ? this.#formula(this.rare.floatToHalf, this.value(value)) : this.value(value);
  }

  /** An operation on values, with its formula at hand. */
  op(op: ScalarOp, args: readonly Value[]): Value {
    const [condition, yes, no] = args;
    if (op === "where" && yes !== undefined && no !== undefined) {
      this.hasChoices = true;
      if (condition?.kind === "const") return condition.value === 0 ? no : yes;
    }
    const type = args[args.length - 1]?.dtype;
    const isInteger = type === "i32" || type === "u32";
    const isBuiltIn = type === "f64" || (op === "not" && type === "bool") || (/^(mod|min|max)$/.test(op) && isInteger);
    const hasFormula = scalarDef(op).isExpanded === true && !isBuiltIn;
    if (!hasFormula) return this.#fused(op, args) ?? this.graph.op(op, args);
    const params = args.map((arg) => placeholder(arg.dtype));
    const substitute = (formula: Expr): Value => {
      const outer = this.#isLoose;
      this.#isLoose = this.hasFma && !EXACT.has(op);
      const value = this.#substitute(params, args, formula);
      this.#isLoose = outer;
      return value;
    };
    const near = condition !== undefined && this.#near.has(condition) ? this.nearFormula(op, condition) : undefined;
    if (near !== undefined) return substitute(near.formula(params[0] as Expr));
    return this.graph.op(op, args, () => substitute(this.#expand(op as ExpandedOp, params)));
  }

  /** A sum or difference with a product, inside of a formula, as one operation. */
  #fused(op: ScalarOp, [a, b]: readonly Value[]): Value | undefined {
    if (!this.#isLoose || a?.dtype !== "f32" || b === undefined) return undefined;
    const [x, y] = factorsOf(b);
    if (x !== undefined && y !== undefined && (op === "add" || op === "sub"))
      return this.graph.fused(x, y, a, op === "sub");
    if (op === "add" && a.kind === "fused" && b.kind === "const") {
      const [square, h, r] = a.args;
      const one = this.graph.constant(1, "f32");
      // r²·h + r + c with one rounding less before the last: r·(r·h + 1) + c.
      if (!a.isNegated && factorsOf(square).length > 0 && factorsOf(square).every((factor) => factor === r))
        return this.graph.fused(r, this.graph.fused(r, h, one, false), b, false);
    }
    const [u, v] = factorsOf(a);
    return u !== undefined && v !== undefined && op === "add" ? this.graph.fused(u, v, b, false) : undefined;
  }

  #expand(op: ExpandedOp, params: readonly Expr[]): Expr {
    const formula = this.#parts.formulas?.[op];
    if (formula === undefined) throw new MissingPart("formulas");
    return formula(params);
  }

  #lower(e: Expr): Value {
    const { graph } = this;
    switch (e.kind) {
      case "const":
        return graph.constant(e.value, e.dtype);
      case "var": {
        const alias = this.#aliases.get(e.id);
        return alias === undefined ? graph.variable(e) : this.value(alias);
      }
      case "param":
        return graph.param(e);
      case "op":
        return this.op(
          e.op,
          e.args.map((arg) => this.value(arg)),
        );
      case "cast":
        return graph.cast(this.value(e.arg), e.dtype, e.bits);
      case "load": {
        const load = graph.load(this.access(e.memory, e.index, e.isGuarded), this.value(e.index));
        return e.memory.dtype === "f16" ? this.#formula(this.rare.halfToFloat, load) : load;
      }
      default:
        return e satisfies never;
    }
  }

  #formula(make: (x: Expr) => Expr, arg: Value): Value {
    const param = placeholder(arg.dtype);
    return this.#substitute([param], [arg], make(param));
  }

  /** The value of a formula whose parameters stand for given values. */
  #substitute(params: readonly Var[], args: readonly Value[], formula: Expr): Value {
    params.forEach((param, i) => {
      const arg = args[i];
      if (arg !== undefined) this.#known.set(param, arg);
    });
    return this.value(formula);
  }

  /** True for immutable sums and products of integers, and for equalities: cheap, and worth looking through. */
  #isAlias(target: Var, value: Expr, isMutable: boolean): boolean {
    if (isMutable) return false;
    if (target.dtype === "bool")
      return value.kind === "op" && value.op === "eq" && value.args.every((arg) => this.#isSimple(arg));
    return target.dtype === "i32" && this.#isIndexExpr(value);
  }

  /** True for what needs no computation, and for the elements of buffers that nobody writes. */
  #isSimple(e: Expr): boolean {
    if (e.kind !== "load") return e.kind !== "op" && this.#isIndexExpr(e);
    return e.memory.kind === "buffer" && e.memory.access === "read" && !e.isGuarded && this.#isIndexExpr(e.index);
  }

  #isIndexExpr(e: Expr): boolean {
    if (e.kind === "const" || e.kind === "param") return true;
    if (e.kind === "var") return !this.#mutable.has(e.id);
    return e.kind === "op" && /^(add|sub|mul)$/.test(e.op) && e.args.every((arg) => this.#isIndexExpr(arg));
  }
}
