/**
 * @file The state of emission, and the one rule for all values: find it in a local, else compute it as far out as it is
 * stable, and keep it if it is used again. How operations and accesses are computed is in the files beside.
 */
import type { Memory, ScalarOp, ValueType, Var } from "@adjoint/core";
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { FunctionRef, WasmType } from "../wasm/types.ts";
import type { ArgsLayout } from "./args-layout.ts";
import { emitConstant, wordOf } from "./emit-constant.ts";
import { emitFused } from "./emit-fused.ts";
import { emitLoad } from "./emit-load.ts";
import { emitOp } from "./emit-op.ts";
import type { Lowering } from "./lowering.ts";
import type { Rare } from "./parts.ts";
import { Scope, type ScopeOptions } from "./scope.ts";
import { type Mode, memoryKey, type Value } from "./value.ts";
import { vectorSteps } from "./vector-steps.ts";

export const VECTOR_BYTES = 16;

/** The type of a local that holds a value. */
export function wasmTypeOf(dtype: ValueType, mode: Mode): WasmType {
  if (mode === "vector") return "v128";
  return dtype === "f32" || dtype === "f64" ? dtype : "i32";
}

export interface EmitterParts {
  readonly f: FunctionBuilder;
  readonly lowering: Lowering;
  readonly layout: ArgsLayout;
  /** How many places use each value, by id. */
  readonly uses: Map<number, number>;
  /** Imported functions of double precision, by operation. */
  readonly imports: ReadonlyMap<ScalarOp, FunctionRef>;
  /** Offset of each shared array in the scratch memory. */
  readonly sharedOffsets: readonly number[];
  readonly args: Local;
  readonly scratch: Local;
}

/**
 * One of several vectors that a loop body handles side by side, so that the chains of their operations overlap. What is
 * the same for all of them is computed by the first.
 */
interface Strand {
  scope: Scope;
  /** In bytes of 32-bit elements: four times the lane index, of the first lane of the first strand in a vector loop. */
  readonly counter: Local | undefined;
  /** Bytes by which its elements of 32 bits lie behind those of the first strand. */
  readonly offset: number;
  readonly vectors: Map<number, Local>;
}

export class Emitter {
  readonly f: FunctionBuilder;
  readonly parts: EmitterParts;
  /** Locals with vector constants, by their words. */
  readonly #vectorConstants = new Map<string, Local>();
  readonly #scalars = new Map<number, Local>();
  #strands: readonly Strand[];
  #strand: Strand;

  constructor(parts: EmitterParts) {
    this.parts = parts;
    this.f = parts.f;
    const scope = new Scope(undefined, parts.f.instructions);
    this.#strand = { scope, counter: undefined, offset: 0, vectors: new Map() };
    this.#strands = [this.#strand];
  }

  get scope(): Scope {
    return this.#strand.scope;
  }

  /** What few kernels need of the generator. */
  get rare(): Rare {
    return this.parts.lowering.rare;
  }

  /** Pushes a value: one for a lane or the program, or, in vector mode, one for each of four lanes. */
  emit(value: Value, mode: Mode): void {
    if (this.#emitDirect(value, mode)) return;
    const known = this.scope.find(value, mode);
    if (known !== undefined) {
      this.f.get(known);
      return;
    }
    if (this.scope.homeOf(value) !== this.scope) {
      this.f.get(this.local(value, mode));
      return;
    }
    this.#compute(value, mode);
    if ((this.parts.uses.get(value.id) ?? 0) > 1) {
      const local = this.newLocal(value.dtype, mode);
      this.f.tee(local);
      this.scope.remember(value, mode, local);
    }
  }

  /** A local that holds a value, and that nobody changes while it does. */
  local(value: Value, mode: Mode): Local {
    const known = this.scope.find(value, mode);
    if (known !== undefined) return known;
    const home = this.scope.homeOf(value);
    const local = this.newLocal(value.dtype, mode);
    this.#within(home, () => {
      if (!this.#emitDirect(value, mode)) this.#compute(value, mode);
      this.f.set(local);
    });
    home.remember(value, mode, local);
    return local;
  }

  newLocal(dtype: ValueType, mode: Mode): Local {
    return this.f.local(wasmTypeOf(dtype, mode));
  }

  #bindings(mode: Mode): Map<number, Local> {
    return mode === "vector" ? this.#strand.vectors : this.#scalars;
  }

  bind(variable: Var, mode: Mode, local: Local): void {
    this.#bindings(mode).set(variable.id, local);
  }

  bound(variable: Var, mode: Mode): Local {
    const local = this.#bindings(mode).get(variable.id);
    if (local === undefined) throw new TypeError(`variable ${variable.name} (${variable.id}) is used before it is set`);
    return local;
  }

  /** Runs `emit` in a scope of its own, at the current place. */
  nested(options: ScopeOptions, emit: () => void): void {
    const strands = this.#strands;
    const outer = strands.map(({ scope }) => scope);
    for (const strand of strands) strand.scope = new Scope(strand.scope, this.f.instructions, options);
    emit();
    strands.forEach((strand, i) => {
      strand.scope = outer[i] as Scope;
    });
  }

  /** Runs `emit` with lanes that start at a counter, in as many strands, each in a scope of its own. */
  stranded(count: number, counter: Local, options: ScopeOptions, emit: () => void): void {
    const [strands, strand] = [this.#strands, this.#strand];
    const { scope } = strand;
    this.#strands = Array.from({ length: count }, (_, i) => ({
      scope: new Scope(scope, this.f.instructions, options),
      counter,
      offset: i * VECTOR_BYTES,
      vectors: i === 0 ? strand.vectors : new Map<number, Local>(),
    }));
    this.#strand = this.#strands[0] as Strand;
    emit();
    [this.#strands, this.#strand] = [strands, strand];
  }

  /** Runs `emit` for each strand in turn. */
  forEachStrand(emit: (index: number) => void): void {
    this.#strands.forEach((strand, i) => {
      this.#as(strand, () => emit(i));
    });
  }

  /**
   * Computes what some values need of vectors into locals: each operation for all strands before the next, for the chains
   * of a strand alone are too long for a processor to look beyond.
   */
  interleave(values: readonly Value[]): void {
    if (this.#strands.length === 1) return;
    for (const value of vectorSteps(values, (v) => this.#isLane(v))) {
      this.forEachStrand(() => void this.local(value, "vector"));
    }
  }

  /** Pushes the address of the first strand's element; returns how far behind it this strand's lies. */
  emitAdjacent(address: Value): number {
    const { offset } = this.#strand;
    if (this.#strands.length === 1) this.emit(address, "scalar");
    else this.#as(this.#strands[0] as Strand, () => this.f.get(this.local(address, "scalar")));
    return offset;
  }

  /** Forgets, in all strands, values that depend on what has changed. */
  forget(changes: ReadonlySet<number>): void {
    for (const { scope } of this.#strands) scope.forget(changes);
  }

  #as(strand: Strand, emit: () => void): void {
    const current = this.#strand;
    this.#strand = strand;
    emit();
    this.#strand = current;
  }

  /** Takes a condition from the stack; both sides get scopes of their own. */
  if(then: () => void, otherwise?: () => void, options: { result?: WasmType } & ScopeOptions = {}): void {
    const side = (emit: () => void) => () => this.nested({ isConditional: true, ...options }, emit);
    this.f.if(side(then), otherwise === undefined ? undefined : side(otherwise), options.result);
  }

  #within(scope: Scope, emit: () => void): void {
    const strand = this.#strand;
    const outer = strand.scope;
    strand.scope = scope;
    this.f.emitInto(scope.list, emit);
    strand.scope = outer;
  }

  /** Emits what needs no computation. */
  #emitDirect(value: Value, mode: Mode): boolean {
    if (mode === "vector") {
      if (value.kind === "const") {
        const word = wordOf(value.value, value.dtype);
        this.f.get(this.vectorConstant([word, word, word, word]));
        return true;
      }
      if (value.kind === "var" && !value.isUniform && !this.#isLane(value.variable)) {
        this.f.get(this.bound(value.variable, mode));
        return true;
      }
      return value.kind === "cast" && this.#emitRenamed(value.arg, value.dtype, value.isBits, mode);
    }
    if (value.kind === "const") emitConstant(this.f, value.value, value.dtype);
    else if (value.kind === "var" && !this.#isLane(value.variable)) this.f.get(this.bound(value.variable, mode));
    else if (value.kind === "laneBytes" && value.bytes === 4) this.emitCounter();
    else if (value.kind === "cast") return this.#emitRenamed(value.arg, value.dtype, value.isBits, mode);
    else return false;
    return true;
  }

  /** A conversion that changes nothing: between signed and unsigned, or of a vector's bits. */
  #emitRenamed(arg: Value, dtype: ValueType, isBits: boolean, mode: Mode): boolean {
    const isWhole = (type: ValueType): boolean => type === "i32" || type === "u32";
    if (!(isBits && mode === "vector") && !(isWhole(arg.dtype) && isWhole(dtype))) return false;
    this.emit(arg, mode);
    return true;
  }

  #isLane(variable: Var): boolean {
    return this.parts.lowering.isLane(variable);
  }

  #compute(value: Value, mode: Mode): void {
    if (mode === "vector" && value.isUniform) {
      this.#splat(value);
      return;
    }
    switch (value.kind) {
      case "op":
        emitOp(this, value, mode);
        break;
      case "fused":
        emitFused(this, value, mode);
        break;
      case "cast":
        this.rare.emitCast(this, value, mode);
        break;
      case "load":
        emitLoad(this, value, mode);
        break;
      case "laneBytes":
        this.rare.emitLaneBytes(this, value.bytes, mode);
        break;
      case "var":
        this.rare.emitLane(this, mode);
        break;
      case "pointer":
        this.#emitPointer(value.memory);
        break;
      case "length":
        this.#emitArgument(this.parts.layout.lengths[value.memory.index], "u32");
        break;
      case "param":
        this.#emitArgument(this.parts.layout.params[value.param.index], value.dtype);
        break;
      case "const":
        emitConstant(this.f, value.value, value.dtype);
        break;
      default:
        value satisfies never;
    }
  }

  /** One uniform value for all four lanes; a bool becomes a mask. */
  #splat(value: Value): void {
    const { f } = this;
    const { dtype } = value;
    if (dtype === "bool") {
      f.i32(0);
      this.emit(value, "scalar");
      f.op("i32.sub").op("i32x4.splat");
      return;
    }
    const isUsedOnce = (this.parts.uses.get(value.id) ?? 0) <= 1;
    if (value.kind === "load" && value.access.guard === undefined && value.access.storage !== "f16" && isUsedOnce) {
      this.emit(value.access.address, "scalar");
      f.memory("v128.load32_splat");
      return;
    }
    this.emit(value, "scalar");
    f.op(dtype === "f32" ? "f32x4.splat" : "i32x4.splat");
  }

  /** Pushes the counter of the lanes around. */
  emitCounter(): void {
    const { counter, offset } = this.#strand;
    if (counter === undefined) throw new TypeError("a lane index is used outside of its lanes");
    this.f.get(counter);
    if (offset > 0) this.f.i32(offset).op("i32.add");
  }

  /** A local with a vector constant, set once at the start of the function. */
  vectorConstant(words: readonly [number, number, number, number]): Local {
    const key = words.join(" ");
    const known = this.#vectorConstants.get(key);
    if (known !== undefined) return known;
    const local = this.f.local("v128");
    let root = this.scope;
    while (root.parent !== undefined) root = root.parent;
    this.f.emitInto(root.list, () => this.f.v128(words).set(local));
    this.#vectorConstants.set(key, local);
    return local;
  }

  /** A local with the extent of a grid index, loaded once. */
  extent(axis: number): Local {
    const local = this.f.local("i32");
    const outer = this.scope.parent ?? this.scope;
    this.#within(outer, () => {
      this.#emitArgument(this.parts.layout.extents[axis], "u32");
      this.f.set(local);
    });
    return local;
  }

  #emitPointer(memory: Memory): void {
    if (memory.kind === "buffer") this.#emitArgument(this.parts.layout.pointers[memory.index], "u32");
    else {
      this.f.get(this.parts.scratch);
      const offset = this.parts.sharedOffsets[memory.index] ?? 0;
      if (offset > 0) this.f.i32(offset).op("i32.add");
    }
  }

  #emitArgument(offset: number | undefined, dtype: ValueType): void {
    this.f.get(this.parts.args).memory(`${wasmTypeOf(dtype, "scalar") as "i32" | "f32" | "f64"}.load`, offset ?? 0);
  }
}

/** The dependency set of a write to memory. */
export function writeOf(memory: Memory): ReadonlySet<number> {
  return new Set([memoryKey(memory)]);
}
