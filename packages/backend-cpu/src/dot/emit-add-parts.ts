/**
 * @file Sums of parts of k: who finishes the last part adds all of them up, from the first to the last, so that the result
 * does not depend on who computed which, or when.
 */
import type { Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef } from "../wasm/types.ts";
import { DOT_ARGS, DOT_ARGS_BYTES } from "./args.ts";
import { I32Code, paramsOf } from "./i32-code.ts";

/** Adds a function that counts a part as finished, and writes the output after the last. Parameter: arguments. */
export function emitAddParts(m: ModuleBuilder, isShared: boolean): FunctionRef {
  return m.function(
    "addParts",
    { params: ["i32"], results: [] },
    (f) => {
      const c = new I32Code(f);
      const [args] = paramsOf<readonly [Local]>(f);
      const before = c.let(() => emitCount(c, args, isShared));
      c.if(c.op("i32.eq", c.add(before, 1), c.word(args, DOT_ARGS.parts)), () => {
        f.get(args)
          .i32(0)
          .memory("i32.store", DOT_ARGS.finished * 4);
        emitSum(c, args);
      });
    },
    false,
  );
}

/** Leaves how many parts were finished before this one. Without shared memory there is one thread. */
function emitCount(c: I32Code, args: Local, isShared: boolean): void {
  const { f } = c;
  const offset = DOT_ARGS.finished * 4;
  if (isShared) {
    f.get(args).i32(1).memory("i32.atomic.rmw.add", offset);
    return;
  }
  f.get(args).memory("i32.load", offset);
  f.get(args).get(args).memory("i32.load", offset).i32(1).op("i32.add").memory("i32.store", offset);
}

/** By vectors, and then one by one. */
function emitSum(c: I32Code, args: Local): void {
  const { f } = c;
  const from = c.let(c.add(args, DOT_ARGS_BYTES));
  const out = c.let(c.word(args, DOT_ARGS.out));
  const left = c.let(c.mul(c.word(args, DOT_ARGS.m), c.word(args, DOT_ARGS.n)));
  const partBytes = c.let(c.word(args, DOT_ARGS.partBytes));
  const part = f.local("i32");
  const parts = f.local("i32");
  const sum = f.local("v128");
  for (const lanes of [4, 1]) {
    c.if(c.op("i32.ge_s", left, lanes), () =>
      c.doWhile(
        () => {
          f.get(from).memory("v128.load").set(sum);
          c.set(part, from);
          c.set(parts, c.sub(c.word(args, DOT_ARGS.parts), 1));
          c.doWhile(
            () => {
              c.set(part, c.add(part, partBytes));
              f.get(sum).get(part).memory("v128.load").op("f32x4.add").set(sum);
              c.set(parts, c.sub(parts, 1));
            },
            c.op("i32.gt_s", parts, 0),
          );
          f.get(out).get(sum);
          if (lanes === 4) f.memory("v128.store");
          else f.memoryLane("v128.store32_lane", 0);
          c.set(from, c.add(from, lanes * 4));
          c.set(out, c.add(out, lanes * 4));
          c.set(left, c.sub(left, lanes));
        },
        c.op("i32.ge_s", left, lanes),
      ),
    );
  }
}
