/**
 * @file What this machine can do at most: multiply-adds, and copying, on all threads that the executor has. For `profile`.
 *
 * Either loop runs a few times and its fastest run counts; the first ones are those of code that is not compiled well yet. A
 * copy reads and writes 8 MiB each, more than most second-level caches hold. Takes about 15 ms.
 */
import type { DeviceLimits } from "@adjoint/core";
import type { Arena } from "./arena.ts";
import type { Executor } from "./threads/executor.ts";
import type { Task } from "./threads/task-list.ts";
import type { FunctionBuilder, Local } from "./wasm/function-builder.ts";
import { ModuleBuilder } from "./wasm/module-builder.ts";

const COPY_BYTES = 8 * 2 ** 20;
/** What one program copies. */
const PART_BYTES = 2 ** 16;
const MULTIPLY_ADD_PROGRAMS = 256;
/** Independent sums: enough for the latency of two units, few enough for sixteen registers. */
const SUMS = 12;
const TURNS = 256;
const LANES = 4;
const PROBE_MS = 6;
const LEAST_RUNS = 5;

/** Words of the arguments: a pointer, another one, then where programs leave what they computed. */
const ARGS_BYTES = 64;

/** Measures. Nothing else may run meanwhile. */
export function measureLimits(arena: Arena, executor: Executor, isFma: boolean): DeviceLimits {
  const from = arena.allocate(2 * COPY_BYTES);
  const args = arena.allocate(ARGS_BYTES);
  const modules: number[] = [];
  try {
    const { i32, u8 } = arena.views;
    u8.fill(0, from, from + 2 * COPY_BYTES);
    i32[args >>> 2] = from;
    i32[(args >>> 2) + 1] = from + COPY_BYTES;
    const fastestMs = (code: ModuleBuilder, programs: number): number => {
      const module = executor.register(new WebAssembly.Module(code.build()));
      modules.push(module);
      return fastest(executor, { module, args, programs, chunk: Math.ceil(programs / 32), isParallel: true });
    };
    const flops = MULTIPLY_ADD_PROGRAMS * TURNS * SUMS * LANES * 2;
    return {
      gflops: flops / fastestMs(multiplyAdds(arena.isShared, isFma), MULTIPLY_ADD_PROGRAMS) / 1e6,
      gigabytesPerSecond: (2 * COPY_BYTES) / fastestMs(copies(arena.isShared), COPY_BYTES / PART_BYTES) / 1e6,
    };
  } finally {
    for (const module of modules) executor.unregister(module);
    arena.release(args);
    arena.release(from);
  }
}

function fastest(executor: Executor, task: Task): number {
  const list = executor.encodeTasks([task]);
  const beginMs = performance.now();
  let best = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < LEAST_RUNS || performance.now() - beginMs < PROBE_MS; runs++) {
    const startMs = performance.now();
    executor.run(list);
    // A clock that is kept coarse may not have moved.
    best = Math.min(best, Math.max(performance.now() - startMs, 1e-3));
  }
  return best;
}

/** `run(args, scratch, begin, end)`, with the body of one program. */
function programs(isShared: boolean, body: (f: FunctionBuilder, args: Local, program: Local) => void): ModuleBuilder {
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", isShared);
  m.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) => {
    const [args, , program, end] = f.params as readonly [Local, Local, Local, Local];
    f.loop((next) => {
      body(f, args, program);
      f.get(program).i32(1).op("i32.add").tee(program).get(end).op("i32.lt_s").brIf(next);
    });
  });
  return m;
}

/** Twelve sums of products of numbers that stay small, folded into one vector so that none can be left out. */
function multiplyAdds(isShared: boolean, isFma: boolean): ModuleBuilder {
  return programs(isShared, (f, args) => {
    const factor = f.local("v128");
    const turn = f.local("i32");
    const sums = Array.from({ length: SUMS }, () => f.local("v128"));
    f.f32(0.5).op("f32x4.splat").set(factor).i32(0).set(turn);
    for (const sum of sums) f.get(factor).set(sum);
    f.loop((again) => {
      for (const sum of sums) {
        if (isFma) f.get(sum).get(factor).get(factor).op("f32x4.relaxed_madd").set(sum);
        else f.get(sum).get(factor).op("f32x4.mul").get(factor).op("f32x4.add").set(sum);
      }
      f.get(turn).i32(1).op("i32.add").tee(turn).i32(TURNS).op("i32.lt_s").brIf(again);
    });
    f.get(args);
    sums.forEach((sum, i) => {
      f.get(sum);
      if (i > 0) f.op("f32x4.add");
    });
    f.memory("v128.store", ARGS_BYTES / 2);
  });
}

function copies(isShared: boolean): ModuleBuilder {
  return programs(isShared, (f, args, program) => {
    const [from, to, end] = [f.local("i32"), f.local("i32"), f.local("i32")];
    f.get(program).i32(PART_BYTES).op("i32.mul").set(end);
    f.get(args).memory("i32.load").get(end).op("i32.add").set(from);
    f.get(args).memory("i32.load", 4).get(end).op("i32.add").set(to);
    f.get(from).i32(PART_BYTES).op("i32.add").set(end);
    f.loop((again) => {
      for (let at = 0; at < 64; at += 16) f.get(to).get(from).memory("v128.load", at).memory("v128.store", at);
      f.get(to).i32(64).op("i32.add").set(to);
      f.get(from).i32(64).op("i32.add").tee(from).get(end).op("i32.lt_u").brIf(again);
    });
  });
}
