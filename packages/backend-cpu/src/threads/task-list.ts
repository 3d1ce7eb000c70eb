/** @file Tasks, and lists of them in the form in which they are run: words, so that running one allocates nothing. */
import { BackendError } from "@adjoint/core";

/** Some programs of one kernel: `run(args, scratch, begin, end)` of a module, for ranges, none empty, that cover all programs. */
export interface Task {
  /** From `Executor.register`. */
  readonly module: number;
  /** Address of the arguments, handed to the module as it is. What lies there may change between runs. */
  readonly args: number;
  readonly programs: number;
  /** Programs taken at a time by a thread. */
  readonly chunk: number;
  /** Whether threads may share the programs. */
  readonly isParallel: boolean;
  /** Estimated work of all programs, in ns; by default enough to wake threads up for. */
  readonly workNs?: number | undefined;
  /** Scratch memory that each thread needs; 0 if left out. */
  readonly scratchBytes?: number | undefined;
}

/** Ordered tasks: each starts when the one before has ended. Made by `Executor.encodeTasks`; runs any number of times. */
export interface TaskList {
  readonly words: Int32Array;
  /** Whether threads may share the programs of any task. */
  readonly hasParallel: boolean;
  /** Whether another thread could run all tasks in the caller's place. */
  readonly canShare: boolean;
  /** Whether there is enough of that to start sleeping threads for. Those awake take part in any case. */
  readonly shallWake: boolean;
}

/** Where a task's words lie, from its first one. */
export const TASK = { module: 0, args: 1, programs: 2, chunk: 3, isParallel: 4, words: 5 } as const;

/**
 * Waking a thread up costs the caller some 10 to 20 µs, and the thread comes later still: least work, in ns, that it is done
 * for. On a virtual machine with two cores, calling for less than this took longer than doing it alone.
 */
const WAKE_NS = 150_000;

const MAX_PROGRAMS = 2 ** 30;

export interface SharingOptions {
  /** Whether other threads can run a module. */
  readonly canShare: (module: number) => boolean;
  readonly threads: number;
}

/** The list in words. */
export function encodeTaskList(tasks: readonly Task[], options: SharingOptions): TaskList {
  const words: number[] = [];
  let hasParallel = false;
  let sharedNs = 0;
  for (const task of tasks) {
    const { module, args, programs, chunk } = task;
    if (!(programs >= 0 && programs < MAX_PROGRAMS && chunk >= 1)) {
      throw new BackendError({
        op: "encodeTasks",
        rule: `a task has 0 to ${MAX_PROGRAMS} programs, taken by 1 or more`,
        got: `programs=${programs}, chunk=${chunk}`,
      });
    }
    if (programs === 0) continue;
    const isParallel = task.isParallel && options.threads > 1 && programs > chunk && options.canShare(module);
    hasParallel ||= isParallel;
    if (isParallel) sharedNs += task.workNs ?? WAKE_NS;
    words.push(module, args, programs, Math.min(chunk, MAX_PROGRAMS), isParallel ? 1 : 0);
  }
  const canShare = tasks.every(({ module }) => options.canShare(module));
  return { words: Int32Array.from(words), hasParallel, canShare, shallWake: sharedNs >= WAKE_NS };
}
