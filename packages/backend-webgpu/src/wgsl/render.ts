/**
 * @file Kernels as WGSL modules. A program is a workgroup, or a segment of one; its lanes are taken in strides by the
 * invocations, with barriers where one needs what another did. Values that steer control flow are made uniform for the
 * compiler to see.
 */
import { type Accumulator, type Expr, type Kernel, reductionIdentity, type Stmt, type Var } from "@adjoint/core";
import { BodyWriter } from "./body.ts";
import { type Division, type DivisionTraits, divisionOf, needsBarriers, readsWritten } from "./division.ts";
import { type Access, AccessFinder, Hazards, type LaneBlock, type Space } from "./hazards.ts";
import { writeLaneStatements, writeStore } from "./lane-statements.ts";
import { literal, splat, valueTypeName } from "./literals.ts";
import { isScalar, MemoryTexts } from "./memory.ts";
import { preludeFor } from "./prelude.ts";
import { Reductions } from "./reductions.ts";
import { VectorPlan } from "./vectors.ts";

/** Workgroups along one axis of a dispatch, at most: the default limit of WebGPU. */
export const MAX_GROUPS_PER_AXIS = 65535;

export interface RenderOptions extends DivisionTraits {
  /** Shaders may use the type `f16`; else two of them lie in a word. */
  readonly hasF16: boolean;
}

export interface WgslModule {
  readonly code: string;
  readonly workgroupSize: number;
  /** Programs of one workgroup. */
  readonly programsPerGroup: number;
  /**
   * The argument block, bound after the buffers: the count of programs, 0, the grid's extents, the kernel's parameters,
   * and the lengths in elements of these buffers.
   */
  readonly countedBuffers: readonly number[];
  /** Byte size of the argument block. */
  readonly argsBytes: number;
}

export function renderWgsl(kernel: Kernel, options: RenderOptions): WgslModule {
  const { hasF16 } = options;
  const plan = new VectorPlan(kernel, (touched) => isScalar(touched, hasF16));
  const division = divisionOf(kernel, options, plan.isComplete ? kernel.lanesHint / 4 : kernel.lanesHint);
  const memory = new MemoryTexts(hasF16, division.programs, plan);
  const renderer = new KernelRenderer(kernel, division, memory, plan);
  const body = renderer.main();
  const head = renderer.declarations();
  const prelude = preludeFor(head + body);
  const usesF16 = options.hasF16 && kernel.buffers.some((buffer) => buffer.dtype === "f16");
  const parts = [usesF16 ? "enable f16;\n" : "", /\bsubgroup\w+\(/.test(body) ? SUBGROUPS : "", head, prelude, body];
  const { countedBuffers } = memory;
  const fields = 2 + kernel.grid.length + kernel.params.length + countedBuffers.length;
  return {
    code: `${parts.filter((part) => part !== "").join("\n")}\n`,
    workgroupSize: division.lanes * division.programs,
    programsPerGroup: division.programs,
    countedBuffers,
    argsBytes: Math.ceil(fields / 4) * 16,
  };
}

/** Compilers cannot see that all invocations come to a shuffle together; where a kernel has barriers, they do. */
const SUBGROUPS = "diagnostic(off, subgroup_uniformity);\nenable subgroups;\n";

class KernelRenderer {
  private readonly kernel: Kernel;
  private readonly memory: MemoryTexts;
  /** Invocations of a program, and programs of a workgroup. */
  private readonly lanes: number;
  private readonly programs: number;
  private readonly hasBarriers: boolean;
  private broadcasts = new Set<string>();
  private nextBroadcast = 0;
  private readonly accesses: AccessFinder;
  private readonly plan: VectorPlan;
  private readonly reductions: Reductions;
  private hazards = new Hazards();

  constructor(kernel: Kernel, division: Division, memory: MemoryTexts, plan: VectorPlan) {
    this.kernel = kernel;
    this.memory = memory;
    this.plan = plan;
    this.lanes = division.lanes;
    this.programs = division.programs;
    this.hasBarriers = needsBarriers(kernel);
    this.accesses = new AccessFinder(kernel, (block) => (plan.takes(block) ? "fours of " : ""));
    this.reductions = new Reductions(division, memory, {
      lane: this.lane,
      isSteering: division.isSteered,
      declare: (text) => this.broadcasts.add(text),
      touch: (accesses, out) => this.touch(accesses, out),
    });
  }

  /** Name of an invocation's place in its program. */
  private get lane(): string {
    return this.programs === 1 ? "lid" : "lane";
  }

  /** True if invocations without a program have to stay for the barriers of the others. */
  private get hasIdle(): boolean {
    return this.programs > 1 && this.hasBarriers;
  }

  /** Bindings, arguments, and workgroup memory. To be called after `main`, which finds what is needed. */
  declarations(): string {
    const { buffers, params, shared, grid } = this.kernel;
    const fields = [
      "programs: u32,",
      "zero: u32,",
      ...grid.map((_, i) => `g${i}: u32,`),
      ...params.map((p) => `p${p.index}: ${p.dtype === "bool" ? "u32" : valueTypeName(p.dtype)},`),
      ...this.memory.countedBuffers.map((index) => `n${index}: i32,`),
    ];
    const args = ["struct Args {", ...fields.map((field) => `  ${field}`), "}"];
    const argsBinding = `@group(0) @binding(${buffers.length}) var<uniform> args: Args;`;
    const arrays = shared.map((array) => this.memory.sharedDeclaration(array));
    const bindings = this.memory.declarations(this.kernel);
    return [...bindings, ...args, argsBinding, ...arrays, ...this.broadcasts, ""].join("\n");
  }

  main(): string {
    const body = new BodyWriter("  ", this.memory);
    this.programIndex(body);
    this.gridIndices(body);
    for (const stmt of this.kernel.body) this.statement(stmt, body);
    const signature = "fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32)";
    return `@compute @workgroup_size(${this.lanes * this.programs})\n${signature} {\n${body.text}}`;
  }

  private programIndex(body: BodyWriter): void {
    const group = `group.x + group.y * ${MAX_GROUPS_PER_AXIS}u`;
    if (this.programs === 1) body.line(`let program = ${group};`);
    else {
      body.line(`let lane = lid % ${this.lanes}u;`);
      if (this.kernel.shared.length > 0) body.line(`let segment = i32(lid / ${this.lanes}u);`);
      body.line(`let program = (${group}) * ${this.programs}u + lid / ${this.lanes}u;`);
    }
    if (this.hasIdle) body.line("let isIdle = program >= args.programs;");
    else body.line("if (program >= args.programs) { return; }");
  }

  /** The outermost index needs no extent, so that the text does not depend on it. */
  private gridIndices(body: BodyWriter): void {
    const { grid } = this.kernel;
    let rest = "program";
    for (let i = grid.length - 1; i >= 0; i--) {
      const index = i === 0 ? rest : `(${rest} % args.g${i})`;
      body.line(`let v${grid[i]?.id} = i32(${index});`);
      rest = `(${rest} / args.g${i})`;
    }
  }

  private statement(stmt: Stmt, out: BodyWriter): void {
    switch (stmt.kind) {
      case "let":
        this.let(stmt, out);
        return;
      case "set":
        out.line(`v${stmt.target.id} = ${this.uniform(stmt.value, out)};`);
        out.forget();
        return;
      case "store": {
        this.touch(this.accesses.ofStatement(stmt), out);
        const inner = out.nested();
        writeStore(stmt, inner, this.memory);
        out.line(`if (${this.lane} == 0u${this.hasIdle ? " && !isIdle" : ""}) {`);
        out.text += inner.text;
        out.line("}");
        return;
      }
      case "loop":
        this.loop(stmt, out);
        return;
      case "if":
        this.branch(stmt, out);
        return;
      case "lanes":
        this.lanesOf(stmt, out);
        return;
      case "reduce":
        this.reduce(stmt, out);
        return;
      default:
        stmt satisfies never;
    }
  }

  private let({ target, value, isMutable }: Extract<Stmt, { kind: "let" }>, out: BodyWriter): void {
    if (readsWritten(value)) {
      out.line(`${isMutable ? "var" : "let"} v${target.id} = ${this.uniform(value, out)};`);
      if (isMutable) out.mutates(target);
    } else out.declare(target, value, isMutable);
  }

  /** What one turn leaves pending, the next one meets; so does what follows. What was left before is waited for once. */
  private loop(stmt: Extract<Stmt, { kind: "loop" }>, out: BodyWriter): void {
    const count = this.uniform(stmt.count, out);
    const inside = stmt.body.flatMap((inner) => this.accesses.ofStatement(inner));
    this.wait(this.hazards.before(inside), out);
    const skipped = this.hazards.copy();
    const again = [...inside, ...this.reductions.scratch];
    const i = `v${stmt.index.id}`;
    out.line(`for (var ${i} = 0; ${i} < ${count}; ${i}++) {`);
    const body = out.nested();
    for (const inner of stmt.body) this.statement(inner, body);
    this.hazards.nextTurn();
    this.wait(this.hazards.before(again), body);
    out.text += body.text;
    out.line("}");
    this.hazards.join(skipped);
  }

  private branch(stmt: Extract<Stmt, { kind: "if" }>, out: BodyWriter): void {
    out.line(`if (${this.uniform(stmt.condition, out)}) {`);
    const before = this.hazards.copy();
    const then = out.nested();
    for (const inner of stmt.body) this.statement(inner, then);
    out.text += then.text;
    const after = this.hazards;
    this.hazards = before;
    if (stmt.otherwise.length > 0) {
      out.line("} else {");
      const otherwise = out.nested();
      for (const inner of stmt.otherwise) this.statement(inner, otherwise);
      out.text += otherwise.text;
    }
    out.line("}");
    this.hazards.join(after);
  }

  private lanesOf(stmt: Extract<Stmt, { kind: "lanes" }>, out: BodyWriter): void {
    const count = this.uniform(stmt.count, out);
    this.touch(this.accesses.ofStatement(stmt), out);
    this.laneLoop(stmt, count, out, (body) => writeLaneStatements(stmt.body, body, this.memory));
  }

  /** Lanes in strides, one by one or by fours. */
  private laneLoop(block: LaneBlock, count: string, out: BodyWriter, fill: (body: BodyWriter) => void): void {
    const { lane } = block;
    const isWide = this.plan.takes(block);
    const i = `v${lane.id}`;
    const body = out.loopBody(lane, isWide ? { lane, plan: this.plan } : undefined);
    fill(body);
    const whole = this.hasIdle ? `select(${count}, 0, isIdle)` : count;
    const end = /^\w+$/.test(whole) ? whole : `end${lane.id}`;
    if (end !== whole) out.line(`let ${end} = ${whole};`);
    const first = isWide ? `i32(${this.lane}) * 4` : `i32(${this.lane})`;
    out.line(`for (var ${i} = ${first}; ${i} < ${end}; ${i} += ${this.lanes * (isWide ? 4 : 1)}) {`);
    out.text += body.text;
    out.line("}");
    out.forget();
  }

  /** Each invocation accumulates its lanes; then their parts are combined. */
  private reduce(stmt: Extract<Stmt, { kind: "reduce" }>, out: BodyWriter): void {
    const count = this.uniform(stmt.count, out);
    this.touch(this.accesses.ofStatement(stmt), out);
    const { accumulators } = stmt;
    const isWide = this.plan.takes(stmt);
    for (const { target, op } of accumulators) {
      const identity = literal(reductionIdentity(op, target.dtype), target.dtype);
      out.line(`var ${partName(target, isWide)} = ${isWide ? splat(identity, target.dtype) : identity};`);
    }
    this.laneLoop(stmt, count, out, (body) => {
      const values = accumulators.map(({ value }) => value);
      writeLaneStatements(stmt.body, body, this.memory, values);
      for (const accumulator of accumulators) {
        const part = partName(accumulator.target, isWide);
        const value = body.laneValue(accumulator.value);
        body.line(`${part} = ${this.reductions.combined(accumulator, part, value, isWide)};`);
      }
    });
    if (isWide) for (const accumulator of accumulators) this.joinFour(accumulator, out);
    this.reductions.combine(stmt.accumulators, out);
  }

  /** From the four sums of an invocation to one. */
  private joinFour(accumulator: Accumulator, out: BodyWriter): void {
    const { target } = accumulator;
    const four = partName(target, true);
    const join = (a: string, b: string): string => this.reductions.combined(accumulator, a, b);
    const sum = join(join(`${four}.x`, `${four}.y`), join(`${four}.z`, `${four}.w`));
    out.line(`var ${partName(target, false)} = ${sum};`);
  }

  /** Waits before accesses that others have to come before. */
  private touch(accesses: readonly Access[], out: BodyWriter): void {
    this.wait(this.hazards.before(accesses), out);
    this.hazards.add(accesses);
  }

  private wait(spaces: ReadonlySet<Space>, out: BodyWriter): void {
    for (const space of spaces) {
      out.line(`${space}Barrier();`);
      this.hazards.clear(space);
      out.forget();
    }
  }

  /** A value that the compiler accepts as uniform: through workgroup memory where it comes from memory that is written. */
  private uniform(value: Expr, out: BodyWriter): string {
    if (!readsWritten(value)) return out.value(value);
    this.touch(this.accesses.ofValue(value), out);
    const text = out.value(value);
    const type = valueTypeName(value.dtype);
    const name = `cast${this.nextBroadcast++}_${type}`;
    this.broadcasts.add(`var<workgroup> ${name}: ${type};`);
    out.line(`if (lid == 0u) { ${name} = ${text}; }`);
    // Which is a barrier of workgroup memory, too.
    this.hazards.clear("workgroup");
    return `workgroupUniformLoad(&${name})`;
  }
}

/** Name of an invocation's part of a reduction, or of its four parts. */
const partName = ({ id }: Var, isWide: boolean): string => `${isWide ? "w" : "a"}${id}`;
