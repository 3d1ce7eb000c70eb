/**
 * @file Kernels as WGSL modules. A program is a workgroup; its lanes are taken in strides by the invocations, with a
 * barrier after each lane block. Values that steer control flow are made uniform for the compiler to see.
 */
import {
  type Accumulator,
  type Expr,
  type Kernel,
  k,
  type LaneStmt,
  reductionIdentity,
  reductionOp,
  type Stmt,
  type Var,
} from "@adjoint/core";
import { BodyWriter, lengthOf, memoryName } from "./body.ts";
import { literal, storedTypeName, valueTypeName } from "./literals.ts";
import { preludeFor } from "./prelude.ts";

/** Workgroups along one axis of a dispatch, at most: the default limit of WebGPU. */
export const MAX_GROUPS_PER_AXIS = 65535;

export interface RenderOptions {
  /** Most invocations of a workgroup. */
  readonly maxWorkgroupSize: number;
}

export interface WgslModule {
  readonly code: string;
  readonly workgroupSize: number;
  /** Byte size of the argument block, bound after the buffers. */
  readonly argsBytes: number;
}

/** Invocations of a workgroup: a power of two that the usual lane count fills. */
function workgroupSizeFor(kernel: Kernel, limit: number): number {
  let size = 1;
  while (size < limit && size < kernel.lanesHint) size *= 2;
  return size;
}

export function renderWgsl(kernel: Kernel, options: RenderOptions): WgslModule {
  const workgroupSize = workgroupSizeFor(kernel, options.maxWorkgroupSize);
  const renderer = new KernelRenderer(kernel, workgroupSize);
  const body = renderer.main();
  const head = renderer.declarations();
  const prelude = preludeFor(body);
  const usesF16 = kernel.buffers.some((buffer) => buffer.dtype === "f16");
  const parts = [usesF16 ? "enable f16;\n" : "", head, prelude, body];
  const fields = 2 + kernel.grid.length + kernel.params.length;
  return {
    code: `${parts.filter((part) => part !== "").join("\n")}\n`,
    workgroupSize,
    argsBytes: Math.ceil(fields / 4) * 16,
  };
}

class KernelRenderer {
  private readonly kernel: Kernel;
  private readonly size: number;
  private broadcasts = new Set<string>();
  private nextBroadcast = 0;

  constructor(kernel: Kernel, size: number) {
    this.kernel = kernel;
    this.size = size;
  }

  /** Bindings, arguments, and workgroup memory. To be called after `main`, which finds what is needed. */
  declarations(): string {
    const { buffers, params, shared, grid } = this.kernel;
    const bindings = buffers.map((b) => {
      const access = b.access === "read" ? "read" : "read_write";
      return `@group(0) @binding(${b.index}) var<storage, ${access}> b${b.index}: array<${storedTypeName(b.dtype)}>;`;
    });
    const fields = [
      "programs: u32,",
      "zero: u32,",
      ...grid.map((_, i) => `g${i}: u32,`),
      ...params.map((p) => `p${p.index}: ${p.dtype === "bool" ? "u32" : valueTypeName(p.dtype)},`),
    ];
    const args = ["struct Args {", ...fields.map((field) => `  ${field}`), "}"];
    const argsBinding = `@group(0) @binding(${buffers.length}) var<uniform> args: Args;`;
    const arrays = shared.map((s) => `var<workgroup> s${s.index}: array<${valueTypeName(s.dtype)}, ${s.size}>;`);
    return [...bindings, ...args, argsBinding, ...arrays, ...this.broadcasts, ""].join("\n");
  }

  main(): string {
    const body = new BodyWriter("  ");
    body.line(`let program = group.x + group.y * ${MAX_GROUPS_PER_AXIS}u;`);
    body.line("if (program >= args.programs) { return; }");
    this.gridIndices(body);
    for (const stmt of this.kernel.body) this.statement(stmt, body);
    const signature = "fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lid: u32)";
    return `@compute @workgroup_size(${this.size})\n${signature} {\n${body.text}}`;
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
        this.store(stmt, inner);
        out.line("if (lid == 0u) {");
        out.text += inner.text;
        out.line("}");
        this.barrier(out);
        return;
      }
      case "loop": {
        const count = this.uniform(stmt.count, out);
        this.loop(stmt.index, count, stmt.body, out, (inner, body) => this.statement(inner, body));
        return;
      }
      case "if":
        this.branch(stmt, out);
        return;
      case "lanes":
        this.laneLoop(stmt.lane, this.uniform(stmt.count, out), out, (body) => {
          for (const inner of stmt.body) this.laneStatement(inner, body);
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

  private laneStatement(stmt: LaneStmt, out: BodyWriter): void {
    switch (stmt.kind) {
      case "let":
        out.line(`${stmt.isMutable ? "var" : "let"} v${stmt.target.id} = ${out.value(stmt.value)};`);
        return;
      case "set":
        out.line(`v${stmt.target.id} = ${out.value(stmt.value)};`);
        return;
      case "store":
        this.store(stmt, out);
        return;
      case "loop":
        this.loop(stmt.index, out.value(stmt.count), stmt.body, out, (inner, body) => this.laneStatement(inner, body));
        return;
      case "if": {
        out.line(`if (${out.value(stmt.condition)}) {`);
        const body = out.nested();
        for (const inner of stmt.body) this.laneStatement(inner, body);
        out.text += body.text;
        out.line("}");
        return;
      }
      default:
        stmt satisfies never;
    }
  }

  private loop<S>(
    index: Var,
    count: string,
    stmts: readonly S[],
    out: BodyWriter,
    render: (stmt: S, body: BodyWriter) => void,
  ): void {
    const i = `v${index.id}`;
    out.line(`for (var ${i} = 0; ${i} < ${count}; ${i}++) {`);
    const body = out.nested();
    for (const stmt of stmts) render(stmt, body);
    out.text += body.text;
    out.line("}");
  }

  private laneLoop(lane: Var, count: string, out: BodyWriter, fill: (body: BodyWriter) => void): void {
    const i = `v${lane.id}`;
    out.line(`for (var ${i} = i32(lid); ${i} < ${count}; ${i} += ${this.size}) {`);
    const body = out.nested();
    fill(body);
    out.text += body.text;
    out.line("}");
  }

  private store(stmt: Extract<LaneStmt, { kind: "store" }>, out: BodyWriter): void {
    const { memory } = stmt;
    const index = out.value(stmt.index);
    const conditions: string[] = [];
    if (stmt.isGuarded) conditions.push(`${index} >= 0`, `${index} < ${lengthOf(memory)}`);
    if (stmt.condition !== undefined) conditions.push(out.value(stmt.condition));
    const value = out.value(stmt.value);
    const isBoolBuffer = memory.kind === "buffer" && memory.dtype === "bool";
    const stored = isBoolBuffer ? `select(0u, 1u, ${value})` : memory.dtype === "f16" ? `f16(${value})` : value;
    const assignment = `${memoryName(memory)}[${index}] = ${stored};`;
    out.line(conditions.length === 0 ? assignment : `if (${conditions.join(" && ")}) { ${assignment} }`);
  }

  /** Each invocation accumulates its lanes; the parts are combined by a tree, the same for every run. */
  private reduce(stmt: Extract<Stmt, { kind: "reduce" }>, out: BodyWriter): void {
    for (const { target, op } of stmt.accumulators)
      out.line(`var a${target.id} = ${literal(reductionIdentity(op, target.dtype), target.dtype)};`);
    this.laneLoop(stmt.lane, this.uniform(stmt.count, out), out, (body) => {
      for (const inner of stmt.body) this.laneStatement(inner, body);
      for (const accumulator of stmt.accumulators) {
        const value = body.value(accumulator.value);
        body.line(`a${accumulator.target.id} = ${this.combined(accumulator, `a${accumulator.target.id}`, value)};`);
      }
    });
    for (const accumulator of stmt.accumulators) this.tree(accumulator, out);
    this.barrier(out);
  }

  private tree(accumulator: Accumulator, out: BodyWriter): void {
    const { target } = accumulator;
    const type = valueTypeName(target.dtype);
    const array = `tree_${type}`;
    this.broadcasts.add(`var<workgroup> ${array}: array<${type}, ${this.size}>;`);
    out.line(`${array}[lid] = a${target.id};`);
    out.line("workgroupBarrier();");
    for (let half = this.size / 2; half >= 1; half /= 2) {
      const combined = this.combined(accumulator, `${array}[lid]`, `${array}[lid + ${half}u]`);
      out.line(`if (lid < ${half}u) { ${array}[lid] = ${combined}; }`);
      out.line("workgroupBarrier();");
    }
    out.line(`let v${target.id} = workgroupUniformLoad(&${array}[0]);`);
  }

  private combined({ op, target }: Accumulator, a: string, b: string): string {
    const operand = (id: number): Var => ({ kind: "var", dtype: target.dtype, id, name: "", isUniform: false });
    const [left, right] = [operand(-1), operand(-2)];
    const text = new BodyWriter("").value(k.apply(reductionOp(op, target.dtype), [left, right]));
    return text.replaceAll("v-1", a).replaceAll("v-2", b);
  }

  private barrier(out: BodyWriter): void {
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

/** True if the value is read from memory that the kernel also writes. */
function readsWritten(e: Expr): boolean {
  switch (e.kind) {
    case "load":
      return e.memory.kind === "shared" || e.memory.access !== "read" || readsWritten(e.index);
    case "op":
      return e.args.some(readsWritten);
    case "cast":
      return readsWritten(e.arg);
    default:
      return false;
  }
}
