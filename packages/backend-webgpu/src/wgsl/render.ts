/**
 * @file Kernels as WGSL modules. A program is a workgroup, or a segment of one; its lanes are taken in strides by the
 * invocations, with a barrier after each lane block. Values that steer control flow are made uniform for the compiler to
 * see.
 */
import {
  type Accumulator,
  type Expr,
  type Kernel,
  k,
  reductionIdentity,
  reductionOp,
  type Stmt,
  type Var,
} from "@adjoint/core";
import { BodyWriter } from "./body.ts";
import { type Division, divisionOf, needsBarriers, readsWritten } from "./division.ts";
import { writeLaneStatement, writeLoop, writeStore } from "./lane-statements.ts";
import { literal, valueTypeName } from "./literals.ts";
import { MemoryTexts } from "./memory.ts";
import { preludeFor } from "./prelude.ts";

/** Workgroups along one axis of a dispatch, at most: the default limit of WebGPU. */
export const MAX_GROUPS_PER_AXIS = 65535;

/** Parts of a reduction that one lane combines alone. */
const MOST_IN_ONE_LEVEL = 8;

export interface RenderOptions {
  /** Most invocations of a workgroup. */
  readonly maxWorkgroupSize: number;
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
  const division = divisionOf(kernel, options.maxWorkgroupSize);
  const memory = new MemoryTexts(options.hasF16, division.programs);
  const renderer = new KernelRenderer(kernel, division, memory);
  const body = renderer.main();
  const head = renderer.declarations();
  const prelude = preludeFor(head + body);
  const usesF16 = options.hasF16 && kernel.buffers.some((buffer) => buffer.dtype === "f16");
  const parts = [usesF16 ? "enable f16;\n" : "", head, prelude, body];
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

class KernelRenderer {
  private readonly kernel: Kernel;
  private readonly memory: MemoryTexts;
  /** Invocations of a program, and programs of a workgroup. */
  private readonly lanes: number;
  private readonly programs: number;
  private readonly hasBarriers: boolean;
  private broadcasts = new Set<string>();
  private nextBroadcast = 0;

  constructor(kernel: Kernel, { lanes, programs }: Division, memory: MemoryTexts) {
    this.kernel = kernel;
    this.memory = memory;
    this.lanes = lanes;
    this.programs = programs;
    this.hasBarriers = needsBarriers(kernel);
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
        out.line(`${stmt.isMutable ? "var" : "let"} v${stmt.target.id} = ${this.uniform(stmt.value, out)};`);
        return;
      case "set":
        out.line(`v${stmt.target.id} = ${this.uniform(stmt.value, out)};`);
        return;
      case "store": {
        const inner = out.nested();
        writeStore(stmt, inner, this.memory);
        out.line(`if (${this.lane} == 0u${this.hasIdle ? " && !isIdle" : ""}) {`);
        out.text += inner.text;
        out.line("}");
        this.barrier(out);
        return;
      }
      case "loop": {
        const count = this.uniform(stmt.count, out);
        writeLoop(stmt.index, count, stmt.body, out, (inner, body) => this.statement(inner, body));
        return;
      }
      case "if":
        this.branch(stmt, out);
        return;
      case "lanes":
        this.laneLoop(stmt.lane, this.uniform(stmt.count, out), out, (body) => {
          for (const inner of stmt.body) writeLaneStatement(inner, body, this.memory);
        });
        this.barrier(out);
        return;
      case "reduce":
        this.reduce(stmt, out);
        return;
      default:
        stmt satisfies never;
    }
  }

  private branch(stmt: Extract<Stmt, { kind: "if" }>, out: BodyWriter): void {
    out.line(`if (${this.uniform(stmt.condition, out)}) {`);
    const then = out.nested();
    for (const inner of stmt.body) this.statement(inner, then);
    out.text += then.text;
    if (stmt.otherwise.length > 0) {
      out.line("} else {");
      const otherwise = out.nested();
      for (const inner of stmt.otherwise) this.statement(inner, otherwise);
      out.text += otherwise.text;
    }
    out.line("}");
  }

  private laneLoop(lane: Var, count: string, out: BodyWriter, fill: (body: BodyWriter) => void): void {
    const i = `v${lane.id}`;
    const end = this.hasIdle ? `select(${count}, 0, isIdle)` : count;
    out.line(`for (var ${i} = i32(${this.lane}); ${i} < ${end}; ${i} += ${this.lanes}) {`);
    const body = out.nested();
    fill(body);
    out.text += body.text;
    out.line("}");
  }

  /** Each invocation accumulates its lanes; the parts are combined in an order that is the same for every run. */
  private reduce(stmt: Extract<Stmt, { kind: "reduce" }>, out: BodyWriter): void {
    for (const { target, op } of stmt.accumulators)
      out.line(`var a${target.id} = ${literal(reductionIdentity(op, target.dtype), target.dtype)};`);
    this.laneLoop(stmt.lane, this.uniform(stmt.count, out), out, (body) => {
      for (const inner of stmt.body) writeLaneStatement(inner, body, this.memory);
      for (const accumulator of stmt.accumulators) {
        const value = body.value(accumulator.value);
        body.line(`a${accumulator.target.id} = ${this.combined(accumulator, `a${accumulator.target.id}`, value)};`);
      }
    });
    for (const accumulator of stmt.accumulators) this.tree(accumulator, out);
    this.barrier(out);
  }

  private tree(accumulator: Accumulator, out: BodyWriter): void {
    const { lanes, programs } = this;
    const { target } = accumulator;
    // Among several programs nothing steers by a result; alone in its workgroup, a program might.
    if (lanes === 1 && programs > 1) {
      out.line(`let v${target.id} = a${target.id};`);
      return;
    }
    const type = valueTypeName(target.dtype);
    const array = `tree_${type}`;
    this.broadcasts.add(`var<workgroup> ${array}: array<${type}, ${lanes * programs}>;`);
    out.line(`${array}[lid] = a${target.id};`);
    out.line("workgroupBarrier();");
    // Two levels rather than one for each doubling: barriers cost more than a few steps, above all to compile.
    const parts = lanes <= MOST_IN_ONE_LEVEL ? 1 : 2 ** Math.ceil(Math.log2(lanes) / 2);
    if (parts > 1) {
      this.combineParts(accumulator, { array, of: lanes, to: parts }, out);
      out.line("workgroupBarrier();");
    }
    this.combineParts(accumulator, { array, of: parts > 1 ? parts : lanes, to: 1 }, out);
    if (programs === 1) {
      out.line(`let v${target.id} = workgroupUniformLoad(&${array}[0]);`);
      return;
    }
    out.line("workgroupBarrier();");
    out.line(`let v${target.id} = ${array}[lid - lane];`);
    out.line("workgroupBarrier();");
  }

  /** The first lanes of a program, `to` of them, combine the parts of all `of`, in strides. */
  private combineParts(
    accumulator: Accumulator,
    { array, of, to }: { readonly array: string; readonly of: number; readonly to: number },
    out: BodyWriter,
  ): void {
    const part = `a${accumulator.target.id}`;
    out.line(`if (${this.lane} < ${to}u) {`);
    const inner = out.nested();
    const combined = this.combined(accumulator, part, `${array}[lid + i]`);
    inner.line(`for (var i = ${to}u; i < ${of}u; i += ${to}u) { ${part} = ${combined}; }`);
    inner.line(`${array}[lid] = ${part};`);
    out.text += inner.text;
    out.line("}");
  }

  private combined({ op, target }: Accumulator, a: string, b: string): string {
    const operand = (id: number): Var => ({ kind: "var", dtype: target.dtype, id, name: "", isUniform: false });
    const [left, right] = [operand(-1), operand(-2)];
    const text = new BodyWriter("", this.memory).value(k.apply(reductionOp(op, target.dtype), [left, right]));
    return text.replaceAll("v-1", a).replaceAll("v-2", b);
  }

  private barrier(out: BodyWriter): void {
    if (!this.hasBarriers) return;
    out.line("storageBarrier();");
    out.line("workgroupBarrier();");
  }

  /** A value that the compiler accepts as uniform: through workgroup memory where it comes from memory that is written. */
  private uniform(value: Expr, out: BodyWriter): string {
    const text = out.value(value);
    if (!readsWritten(value)) return text;
    const type = valueTypeName(value.dtype);
    const name = `cast${this.nextBroadcast++}_${type}`;
    this.broadcasts.add(`var<workgroup> ${name}: ${type};`);
    out.line(`if (lid == 0u) { ${name} = ${text}; }`);
    return `workgroupUniformLoad(&${name})`;
  }
}
