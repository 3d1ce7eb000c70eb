/**
 * @file A plan in the form in which it runs: arguments blocks in the arena and lists of tasks. A replay writes pointers
 * and scalars into the blocks and allocates nothing.
 */
import type { Step, Submission } from "@adjoint/core";
import type { Arena, ArenaViews } from "./arena.ts";
import { ownBuffer } from "./cpu-buffer.ts";
import type { FixedWord, Launch, PointerWord, ScalarWord } from "./launch.ts";
import type { Executor } from "./threads/executor.ts";
import type { Task, TaskList } from "./threads/task-list.ts";

type Segment =
  | { readonly kind: "tasks"; readonly list: TaskList }
  | { readonly kind: "copy"; readonly from: number; readonly to: number; readonly sizeBytes: number };

/** A step as launches, in order; none if there is nothing to do. Copies are none. */
export type MakeLaunches = (step: Exclude<Step, { kind: "copy" }>, index: number) => readonly Launch[];

export class EncodedPlan {
  /** Address of the arguments blocks, one behind the other. */
  readonly block: number;
  readonly #arena: Arena;
  readonly #executor: Executor;
  readonly #executables: Submission["executables"];
  readonly #fixed: FixedWord[] = [];
  readonly #tables: { readonly at: number; readonly words: Int32Array }[] = [];
  /** What is done in turn, and the words to be written before: addresses of buffers, and scalars. */
  readonly segments: Segment[] = [];
  readonly pointers: PointerWord[] = [];
  readonly scalars: ScalarWord[] = [];

  /** @throws {BackendError} if there is no memory for the arguments. */
  constructor(arena: Arena, executor: Executor, submission: Submission, makeLaunches: MakeLaunches) {
    this.#arena = arena;
    this.#executor = executor;
    this.#executables = submission.executables;
    const { steps } = submission.plan;
    const launches = steps.map((step, i) => (step.kind === "copy" ? [] : makeLaunches(step, i)));
    this.block = arena.allocate(launches.flat().reduce((sum, launch) => sum + argsBytesOf(launch), 0));
    try {
      this.#encode(steps, launches);
    } catch (error) {
      arena.release(this.block);
      throw error;
    }
  }

  /** Writes what never changes. To be called once, when what used this memory before has run. */
  writeFixed(): void {
    const { views } = this.#arena;
    for (const { offset, dtype, value } of this.#fixed.splice(0)) writeWord(views, offset, dtype, value);
    for (const { at, words } of this.#tables.splice(0)) views.u32.set(words, at >>> 2);
  }

  /** True if it was made for these compiled kernels. */
  fits(executables: Submission["executables"]): boolean {
    return executables === this.#executables || executables.every((e, i) => e === this.#executables[i]);
  }

  /** Runs it to its end on this thread and on the workers that come. */
  run({ buffers, scalars }: Submission): void {
    const { views } = this.#arena;
    for (const { offset, slot } of this.pointers) {
      views.u32[offset >>> 2] = ownBuffer("submit", buffers[slot]).pointer;
    }
    for (const { offset, dtype, scalar } of this.scalars) writeWord(views, offset, dtype, scalars[scalar] ?? 0);
    for (const segment of this.segments) {
      if (segment.kind === "tasks") {
        this.#executor.run(segment.list);
        continue;
      }
      const from = ownBuffer("submit", buffers[segment.from]).pointer;
      const to = ownBuffer("submit", buffers[segment.to]).pointer;
      views.u8.copyWithin(to, from, from + segment.sizeBytes);
    }
  }

  /** Places the launches one behind the other, and splits the steps at copies. */
  #encode(steps: readonly Step[], launches: readonly (readonly Launch[])[]): void {
    let at = this.block;
    let tasks: Task[] = [];
    const flush = (): void => {
      if (tasks.length > 0) this.segments.push({ kind: "tasks", list: this.#executor.encodeTasks(tasks) });
      tasks = [];
    };
    steps.forEach((step, i) => {
      if (step.kind === "copy") {
        flush();
        const [from, to] = step.slots;
        this.segments.push({ kind: "copy", from, to, sizeBytes: step.sizeBytes });
      }
      for (const launch of launches[i] ?? []) {
        tasks.push(this.#place(launch, at));
        at += argsBytesOf(launch);
      }
    });
    flush();
  }

  /** Notes what goes into the block of a launch. */
  #place(launch: Launch, args: number): Task {
    for (const word of launch.fixed) this.#fixed.push({ ...word, offset: args + word.offset });
    if (launch.table) this.#tables.push({ at: args + launch.table.offset, words: launch.table.words });
    for (const { offset, slot } of launch.pointers) this.pointers.push({ offset: args + offset, slot });
    for (const word of launch.scalars) this.scalars.push({ ...word, offset: args + word.offset });
    let behind = args + launch.argsBytes;
    for (const { offset, launch: part } of launch.parts ?? []) {
      this.#fixed.push({ offset: args + offset, dtype: "u32", value: this.#place(part, behind).args });
      behind += argsBytesOf(part);
    }
    const { module, programs, chunk, isParallel, workNs, scratchBytes } = launch;
    return { module, args, programs, chunk, isParallel, workNs, scratchBytes };
  }
}

/** Bytes of the arguments of a launch and its parts. */
function argsBytesOf({ argsBytes, parts = [] }: Launch): number {
  return parts.reduce((sum, { launch }) => sum + argsBytesOf(launch), argsBytes);
}

function writeWord(views: ArenaViews, offset: number, dtype: FixedWord["dtype"], value: number): void {
  switch (dtype) {
    case "f32":
      views.f32[offset >>> 2] = value;
      break;
    case "f64":
      views.f64[offset >>> 3] = value;
      break;
    case "bool":
      views.u32[offset >>> 2] = value === 0 ? 0 : 1;
      break;
    case "i32":
    case "u32":
      views.u32[offset >>> 2] = value;
      break;
    default:
      dtype satisfies never;
  }
}
