import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildKernel, type Kernel, k } from "@adjoint/core";
import { afterEach, expect, test, vi } from "vitest";
import { Arena } from "../src/arena.ts";
import { KernelCompiler } from "../src/kernel-executable.ts";
import { Executor } from "../src/threads/executor.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const started: Executor[] = [];
afterEach(async () => {
  for (const executor of started.splice(0)) await executor.dispose();
});

/** out[g] = g + term. */
function adding(term: number): Kernel {
  return buildKernel("adding", (b) => {
    const g = b.gridIndex("g");
    b.store(b.output("out", "i32"), g, k.add(g, term));
  });
}

function start(capacity: number) {
  const arena = new Arena({ maximumBytes: 64 * 2 ** 20 });
  const executor = new Executor(arena, { threads: 2 });
  started.push(executor);
  const register = vi.spyOn(executor, "register");
  return { executor, register, compiler: new KernelCompiler(executor, arena.isShared, false, capacity) };
}

test("equal kernels are compiled once, the least recently used are forgotten", async () => {
  const { compiler, register } = start(2);
  for (const term of [1, 2, 1, 3, 1]) await compiler.compile(adding(term));
  expect(register).toHaveBeenCalledTimes(3);
  await compiler.compile(adding(2));
  expect(register).toHaveBeenCalledTimes(4);
});

test("modules that are forgotten and held by nobody are given back, those held stay", async () => {
  const { compiler, executor, register } = start(2);
  const posted: string[] = [];
  executor.follow(({ kind, id }) => posted.push(`${kind} ${id}`));
  const held = await compiler.compile(adding(0));
  for (let term = 1; term <= 6; term++) await compiler.compile(adding(term));
  const removed = (): string[] => posted.filter((message) => message.startsWith("remove"));
  await vi.waitFor(() => {
    collectGarbage();
    expect(removed().length).toBeGreaterThanOrEqual(3);
  });
  expect(register).toHaveBeenCalledTimes(7);
  expect(removed()).not.toContain(`remove ${held.module}`);
  expect(executor.canShare(held.module)).toBe(true);
});
