/**
 * @file Runs kernels: slow and obvious, program after program and lane after lane, the oracle for code generators.
 * It also finds what a backend may not: indices out of range, reads of undefined memory, races.
 */

import type { Expr, Kernel, LaneStmt, Memory, Stmt, Var } from "../kernel/types.ts";
import { sizeOf } from "../shape.ts";
import { interpretExpr, type Surroundings } from "./interpret-expr.ts";
import { RaceDetector } from "./race-detector.ts";
import { combineValues, type Precision, reductionIdentity, storedValue } from "./scalar-value.ts";

/** A launch. */
export interface KernelRun {
  /** By buffer parameter, elements in their logical type (bool as 0 or 1); written in place. */
  readonly buffers: readonly NumberArray[];
  readonly params: readonly number[];
  readonly grid: readonly number[];
  /** "f32" rounds after each operation; "f64" keeps float32 values in double precision. */
  readonly mode: Precision;
  readonly useExpansions?: boolean;
  /** Only these programs, counted as the grid's last index runs fastest. */
  readonly programs?: { readonly begin: number; readonly end: number };
}

/** A typed array, or any other array of numbers. */
export interface NumberArray {
  readonly length: number;
  [index: number]: number;
}

type LoadExpr = Extract<Expr, { kind: "load" }>;
type StoreStmt = Extract<Stmt, { kind: "store" }>;
type LanesStmt = Extract<Stmt, { kind: "lanes" | "reduce" }>;

/**
 * Runs a kernel on arrays.
 * @throws {RangeError} if an index that is not guarded lies outside.
 * @throws {Error} on a race, a read of undefined memory, or a write to an input.
 */
export function interpretKernel(kernel: Kernel, run: KernelRun): void {
  if (run.buffers.length !== kernel.buffers.length)
    throw new TypeError(`${kernel.name}: ${kernel.buffers.length} buffers expected`);
  if (run.params.length !== kernel.params.length)
    throw new TypeError(`${kernel.name}: ${kernel.params.length} params expected`);
  if (run.grid.length !== kernel.grid.length)
    throw new TypeError(`${kernel.name}: ${kernel.grid.length} grid extents expected`);
  const races = new RaceDetector();
  const { begin, end } = run.programs ?? { begin: 0, end: sizeOf(run.grid) };
  for (let program = begin; program < end; program++) {
    races.enterProgram(program);
    new Program(kernel, run, races).execute(program);
  }
}

class Program {
  private readonly kernel: Kernel;
  private readonly run: KernelRun;
  private readonly races: RaceDetector;
  private readonly values = new Map<number, number>();
  /** By shared array; an element is undefined until it is written. */
  private readonly shared: (number | undefined)[][];
  private readonly surroundings: Surroundings;
  /** Variables declared in the lane body that is running. */
  private laneVars: Set<number> | undefined;

  constructor(kernel: Kernel, run: KernelRun, races: RaceDetector) {
    this.kernel = kernel;
    this.run = run;
    this.races = races;
    this.shared = kernel.shared.map(({ size }) => new Array<number | undefined>(size).fill(undefined));
    this.surroundings = {
      precision: run.mode,
      useExpansions: run.useExpansions ?? false,
      variable: (variable) => this.valueOf(variable),
      param: ({ index }) => run.params[index] as number,
      load: (load, index) => this.load(load, index),
    };
  }

  execute(program: number): void {
    let rest = program;
    for (let axis = this.run.grid.length - 1; axis >= 0; axis--) {
      const extent = this.run.grid[axis] as number;
      this.values.set((this.kernel.grid[axis] as Var).id, rest % extent);
      rest = Math.floor(rest / extent);
    }
    this.statements(this.kernel.body);
  }

  private statements(body: readonly (Stmt | LaneStmt)[]): void {
    for (const statement of body) this.statement(statement);
  }

  private statement(s: Stmt | LaneStmt): void {
    switch (s.kind) {
      case "let":
        this.laneVars?.add(s.target.id);
        this.values.set(s.target.id, this.evaluate(s.value));
        return;
      case "set":
        if (this.laneVars?.has(s.target.id) === false)
          throw new Error(`${this.kernel.name}: a lane sets ${s.target.name}, which is not its own`);
        this.values.set(s.target.id, this.evaluate(s.value));
        return;
      case "store":
        this.store(s);
        return;
      case "loop": {
        const count = this.evaluate(s.count);
        for (let i = 0; i < count; i++) {
          this.values.set(s.index.id, i);
          this.statements(s.body);
        }
        return;
      }
      case "if":
        if (this.evaluate(s.condition) !== 0) this.statements(s.body);
        else if ("otherwise" in s) this.statements(s.otherwise);
        return;
      case "lanes":
      case "reduce":
        this.lanes(s);
        return;
      default:
        s satisfies never;
    }
  }

  private lanes(s: LanesStmt): void {
    const count = this.evaluate(s.count);
    const accumulators = s.kind === "reduce" ? s.accumulators : [];
    const totals = accumulators.map(({ op, target }) => reductionIdentity(op, target.dtype));
    this.races.passBarrier();
    for (let lane = 0; lane < count; lane++) {
      this.races.enterLane(lane);
      this.laneVars = new Set();
      this.values.set(s.lane.id, lane);
      this.statements(s.body);
      accumulators.forEach(({ op, target, value }, i) => {
        totals[i] = combineValues(op, target.dtype, totals[i] as number, this.evaluate(value), this.run.mode);
      });
    }
    this.laneVars = undefined;
    this.races.passBarrier();
    accumulators.forEach(({ target }, i) => {
      this.values.set(target.id, totals[i] as number);
    });
  }

  private evaluate(e: Expr): number {
    return interpretExpr(e, this.surroundings);
  }

  private valueOf(variable: Var): number {
    const value = this.values.get(variable.id);
    if (value === undefined) throw new Error(`${this.kernel.name}: ${variable.name} is read before it is set`);
    return value;
  }

  private elementsOf(memory: Memory): { length: number; [index: number]: number | undefined } {
    const elements = memory.kind === "buffer" ? this.run.buffers[memory.index] : this.shared[memory.index];
    if (elements === undefined) throw new Error(`${this.kernel.name}: ${memory.name} is not of this kernel`);
    return elements;
  }

  /** True if the index lies inside; throws if it does not and is not guarded. */
  private isInside(memory: Memory, index: number, isGuarded: boolean): boolean {
    const { length } = this.elementsOf(memory);
    if (index >= 0 && index < length) return true;
    if (isGuarded) return false;
    throw new RangeError(`${this.kernel.name}: ${memory.name}[${index}] outside of [0, ${length})`);
  }

  private load({ memory, isGuarded }: LoadExpr, index: number): number {
    if (memory.kind === "buffer" && memory.access === "write")
      throw new Error(`${this.kernel.name}: reads the output ${memory.name}`);
    if (!this.isInside(memory, index, isGuarded)) return 0;
    const elements = this.elementsOf(memory);
    this.races.read(elements, memory.name, index);
    const value = elements[index];
    if (value === undefined)
      throw new Error(`${this.kernel.name}: ${memory.name}[${index}] is read before it is written`);
    return value;
  }

  private store({ memory, index, value, isGuarded, condition }: StoreStmt): void {
    if (memory.kind === "buffer" && memory.access === "read")
      throw new Error(`${this.kernel.name}: writes the input ${memory.name}`);
    if (condition !== undefined && this.evaluate(condition) === 0) return;
    const at = this.evaluate(index);
    if (!this.isInside(memory, at, isGuarded)) return;
    const elements = this.elementsOf(memory);
    if (memory.kind === "shared") this.races.write(elements, `program ${memory.name}`, at);
    else this.races.write(elements, memory.name, at, memory.access === "write");
    elements[at] = storedValue(memory.dtype, this.evaluate(value), this.run.mode);
  }
}
