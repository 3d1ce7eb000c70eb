/**
 * @file A product and what follows its rows, as one launch: whoever has computed a block of whole rows runs the kernel behind
 * it for them at once, while they are in its caches. Neither a wait nor memory lies between the two.
 */
import type { Launch } from "../launch.ts";
import type { Executor } from "../threads/executor.ts";
import type { Local } from "../wasm/function-builder.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionType } from "../wasm/types.ts";
import { DOT_ARGS } from "./args.ts";
import { I32Code, paramsOf } from "./i32-code.ts";

/** Words of the arguments: those of the two parts, and how programs belong together. A program is a block of rows. */
const CHAIN_ARGS = {
  dot: 0,
  follower: 1,
  /** Programs of the product for a block of rows. */
  columnBlocks: 2,
  /** Blocks of one matrix of the batch. */
  rowBlocks: 3,
  /** Programs of the follower for a block of rows (fewer for the last), and for a matrix. */
  blockPrograms: 4,
  matrixPrograms: 5,
} as const;

const CHAIN_ARGS_BYTES = 32;

const RUN: FunctionType = { params: ["i32", "i32", "i32", "i32"], results: [] };

/** The module that runs two others, of these numbers, in turn. */
export function buildChainModule(dot: number, follower: number, isShared: boolean): ModuleBuilder {
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", isShared);
  const [runDot, runFollower] = [m.importFunction("run", `${dot}`, RUN), m.importFunction("run", `${follower}`, RUN)];
  m.function("run", RUN, (f) => {
    const c = new I32Code(f);
    const [args, scratch, block, end] = paramsOf<readonly [Local, Local, Local, Local]>(f);
    const arg = (name: keyof typeof CHAIN_ARGS): (() => void) => c.word(args, CHAIN_ARGS[name]);
    const [next, inMatrix, first] = [f.local("i32"), f.local("i32"), f.local("i32")];
    c.doWhile(
      () => {
        c.set(next, c.add(block, 1));
        const columns = arg("columnBlocks");
        c.call(runDot, arg("dot"), scratch, c.mul(block, columns), c.mul(next, columns));
        c.set(inMatrix, c.mul(c.op("i32.rem_u", block, arg("rowBlocks")), arg("blockPrograms")));
        c.set(first, c.add(c.mul(c.op("i32.div_u", block, arg("rowBlocks")), arg("matrixPrograms")), inMatrix));
        const count = c.min(arg("blockPrograms"), c.sub(arg("matrixPrograms"), inMatrix));
        c.call(runFollower, arg("follower"), scratch, first, c.add(first, count));
        c.set(block, next);
      },
      c.op("i32.lt_s", block, end),
    );
  });
  return m;
}

/**
 * The launch of both; undefined if blocks hold no whole rows, or if too few do to occupy the threads, or if programs must be
 * short and those of several blocks would become one. `module` gives the number of the module that chains two others.
 */
export function chain(
  dot: Launch,
  follower: Launch,
  { threads, mode }: Pick<Executor, "threads" | "mode">,
  module: (dot: number, follower: number) => number,
): Launch | undefined {
  const word = (name: keyof typeof DOT_ARGS): number =>
    dot.fixed.find(({ offset }) => offset === DOT_ARGS[name] * 4)?.value ?? 0;
  const [columnBlocks, rowBlocks, m] = [word("columnBlocks"), word("rowBlocks"), word("m")];
  const isTurned = dot.pointers[0]?.offset !== DOT_ARGS.a * 4;
  if (word("parts") > 1 || isTurned || (mode === "sliced" && columnBlocks > 1)) return undefined;
  const programs = dot.programs / columnBlocks;
  const isParallel = threads > 1 && (dot.isParallel || follower.isParallel);
  if (isParallel && programs < (columnBlocks === 1 ? threads : 2 * threads)) return undefined;
  const perRow = follower.programs / ((programs / rowBlocks) * m);
  const matrixPrograms = perRow * m;
  const fixed = { columnBlocks, rowBlocks, blockPrograms: perRow * word("blockRows"), matrixPrograms };
  return {
    module: module(dot.module, follower.module),
    programs,
    chunk: Math.max(1, Math.floor(dot.chunk / columnBlocks)),
    isParallel,
    workNs: dot.workNs + follower.workNs,
    scratchBytes: Math.max(dot.scratchBytes, follower.scratchBytes),
    argsBytes: CHAIN_ARGS_BYTES,
    fixed: Object.entries(fixed).map(([name, value]) => {
      return { offset: CHAIN_ARGS[name as keyof typeof fixed] * 4, dtype: "i32", value };
    }),
    pointers: [],
    scalars: [],
    parts: [
      { offset: CHAIN_ARGS.dot * 4, launch: dot },
      { offset: CHAIN_ARGS.follower * 4, launch: follower },
    ],
  };
}
