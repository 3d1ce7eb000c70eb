/** @file Small hand-made modules that tests of the executor run. */

import type { FunctionBuilder, Local } from "../src/wasm/function-builder.ts";
import { ModuleBuilder } from "../src/wasm/module-builder.ts";

type Body = (f: FunctionBuilder, args: Local, scratch: Local, program: Local) => void;

/** A module whose `run` does `body` for each program, with the address `args + 4 × program` on top of the stack. */
export function moduleOf(isShared: boolean, body: Body, extra?: (m: ModuleBuilder) => void): WebAssembly.Module {
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", isShared);
  extra?.(m);
  m.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) => {
    const [args, scratch, program, end] = f.params;
    if (args === undefined || scratch === undefined || program === undefined || end === undefined) return;
    f.loop((again) => {
      f.get(args).get(program).i32(4).op("i32.mul").op("i32.add");
      body(f, args, scratch, program);
      f.get(program).i32(1).op("i32.add").tee(program).get(end).op("i32.lt_s").brIf(again);
    });
  });
  return new WebAssembly.Module(m.build());
}

/** Adds 1 to word `program` of the arguments. */
export function countingModule(isShared: boolean): WebAssembly.Module {
  return moduleOf(isShared, (f, args, _, program) => {
    f.get(args).get(program).i32(4).op("i32.mul").op("i32.add");
    f.memory("i32.load").i32(1).op("i32.add").memory("i32.store");
  });
}

/** Writes the thread's scratch address into word `program`, after some µs of work. */
export function scratchModule(isShared: boolean): WebAssembly.Module {
  return moduleOf(isShared, (f, _args, scratch) => {
    const left = f.local("i32");
    f.i32(20_000).set(left);
    f.loop((again) => f.get(left).i32(1).op("i32.sub").tee(left).brIf(again));
    f.get(scratch).memory("i32.store");
    f.get(scratch).get(scratch).memory("i32.store");
  });
}

/** Word `program` becomes the sum of words 0 to 999 behind the arguments' first 4000 bytes. Depends on an earlier task. */
export function summingModule(isShared: boolean): WebAssembly.Module {
  return moduleOf(isShared, (f, args) => {
    const sum = f.local("i32");
    const at = f.local("i32");
    f.i32(0).set(sum).i32(0).set(at);
    f.loop((again) => {
      f.get(sum).get(args).get(at).op("i32.add").memory("i32.load", 4000).op("i32.add").set(sum);
      f.get(at).i32(4).op("i32.add").tee(at).i32(4000).op("i32.lt_s").brIf(again);
    });
    f.get(sum).memory("i32.store");
  });
}

/** Traps in every program from the given one on. */
export function trappingModule(isShared: boolean, from: number): WebAssembly.Module {
  return moduleOf(isShared, (f, _args, _scratch, program) => {
    f.op("drop").get(program).i32(from).op("i32.ge_s");
    f.if(() => f.op("unreachable"));
  });
}
