/**
 * @file From a kernel to a WebAssembly module with one function, `run(args, scratch, begin, end)`: it runs the programs
 * from `begin` up to but not including `end`, numbered with the innermost grid index running fastest. `args` points to
 * the arguments block (args-layout.ts), `scratch` to the shared arrays of the thread.
 */
import { DTYPES, type Kernel, type ScalarOp, scalarDef } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, WasmType } from "../wasm/types.ts";
import { type ArgsLayout, argsLayout } from "./args-layout.ts";
import { isImported } from "./emit-op.ts";
import { emitStatements } from "./emit-statements.ts";
import { Emitter } from "./emitter.ts";
import { Lowering } from "./lowering.ts";
import type { Parts } from "./parts.ts";
import { changesOf } from "./statements.ts";
import { countUses } from "./uses.ts";

export interface CompiledKernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: ArgsLayout;
  /** Functions to be imported from module `js`, each the `js` of its row in the scalar table. */
  readonly imports: readonly ScalarOp[];
  /** Bytes of scratch memory that a thread needs. */
  readonly scratchBytes: number;
  /** What the bytes were made of. */
  readonly module: ModuleBuilder;
}

export interface CompileOptions extends Parts {
  /** Whether the imported memory is shared. */
  readonly isShared: boolean;
  /** Whether the engine has relaxed SIMD, by which formulas multiply and add at once. */
  readonly hasFma?: boolean | undefined;
}

const SCRATCH_ALIGNMENT = 16;

/** @throws {MissingPart} if the kernel needs a part of the generator that is not given. */
export function compileKernel(kernel: Kernel, options: CompileOptions): CompiledKernel {
  const lowering = new Lowering(kernel, options);
  const { uses, imported } = survey(kernel, lowering);
  const layout = argsLayout(kernel);
  const { offsets, sizeBytes } = placeShared(kernel);
  const module = new ModuleBuilder();
  module.importMemory("env", "memory", options.isShared);
  const imports = new Map<ScalarOp, FunctionRef>();
  for (const op of imported) {
    const params = new Array<WasmType>(scalarDef(op).arity).fill("f64");
    imports.set(op, module.importFunction("js", op, { params, results: ["f64"] }));
  }
  module.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) => {
    const [args, scratch, begin, end] = f.params as readonly [Local, Local, Local, Local];
    const emitter = new Emitter({ f, lowering, layout, uses, imports, sharedOffsets: offsets, args, scratch });
    emitPrograms(emitter, kernel, begin, end);
  });
  return {
    bytes: module.build(),
    layout,
    imports: [...imported],
    scratchBytes: sizeBytes,
    module,
  };
}

/** The loop over programs. */
function emitPrograms(e: Emitter, kernel: Kernel, begin: Local, end: Local): void {
  const { f } = e;
  const changes = changesOf(kernel.body);
  for (const index of kernel.grid) changes.add(index.id);
  f.loop((again) => {
    e.nested({ changes }, () => {
      emitGridIndices(e, kernel, begin);
      emitStatements(e, kernel.body, "scalar");
      f.get(begin).i32(1).op("i32.add").tee(begin).get(end).op("i32.lt_u").brIf(again);
    });
  });
}

/** Splits the number of a program into its grid indices. */
function emitGridIndices(e: Emitter, kernel: Kernel, program: Local): void {
  const { f } = e;
  const [outermost] = kernel.grid;
  if (outermost !== undefined && kernel.grid.length === 1) {
    e.bind(outermost, "scalar", program);
    return;
  }
  let rest = program;
  for (let axis = kernel.grid.length - 1; axis > 0; axis--) {
    const index = kernel.grid[axis];
    if (index === undefined) continue;
    const extent = e.extent(axis);
    const own = f.local("i32");
    const quotient = f.local("i32");
    f.get(rest).get(extent).op("i32.rem_u").set(own);
    f.get(rest).get(extent).op("i32.div_u").set(quotient);
    e.bind(index, "scalar", own);
    rest = quotient;
  }
  if (outermost !== undefined) e.bind(outermost, "scalar", rest);
}

/** How many places use each value, and which operations must be imported. */
function survey(kernel: Kernel, lowering: Lowering): { uses: Map<number, number>; imported: Set<ScalarOp> } {
  const uses = new Map<number, number>();
  const imported = new Set<ScalarOp>();
  countUses(kernel.body, lowering, uses, (value) => {
    if (isImported(value)) imported.add(value.op);
  });
  return { uses, imported };
}

/** Offsets of the shared arrays, and the memory for all of them. */
function placeShared(kernel: Kernel): { offsets: number[]; sizeBytes: number } {
  let at = 0;
  const offsets = kernel.shared.map(({ dtype, size }) => {
    const offset = at;
    at += Math.ceil((size * DTYPES[dtype].sizeBytes) / SCRATCH_ALIGNMENT) * SCRATCH_ALIGNMENT;
    return offset;
  });
  return { offsets, sizeBytes: at };
}
