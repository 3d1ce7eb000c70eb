/** @file Dots as launches: one module for all of them, compiled at the first. */
import type { DotStep } from "@adjoint/core";
import type { FixedWord, Launch } from "../launch.ts";
import type { Executor } from "../threads/executor.ts";
import { DOT_ARGS, DOT_ARGS_BYTES } from "./args.ts";
import { buildDotModule } from "./dot-module.ts";
import { dotTask } from "./dot-task.ts";
import { type DotTarget, type DotTile, TILES } from "./tile.ts";

export interface DotOptions extends Pick<DotTarget, "isFma" | "isShared"> {
  /** The register tile, if not the usual one. */
  readonly tile?: DotTile | undefined;
}

export class DotRunner {
  readonly #executor: Executor;
  readonly #target: DotTarget;
  #module: number | undefined;

  constructor(executor: Executor, { isFma, isShared, tile = isFma ? TILES["2x24"] : TILES["2x16"] }: DotOptions) {
    this.#executor = executor;
    this.#target = { isFma, isShared, tile };
  }

  /** The launch of a dot; undefined if its output is empty. */
  launch({ spec, slots }: DotStep): Launch | undefined {
    const task = dotTask(spec, this.#executor.threads);
    if (task.programs === 0) return undefined;
    this.#module ??= this.#executor.register(new WebAssembly.Module(buildDotModule(this.#target).build()));
    const { programs, chunk, isParallel, workNs, scratchBytes, words, pointers } = task;
    const fixed = words.slice(DOT_ARGS.m).map((value, i): FixedWord => {
      return { offset: (DOT_ARGS.m + i) * 4, dtype: "i32", value };
    });
    return {
      module: this.#module,
      programs,
      chunk,
      isParallel,
      workNs,
      scratchBytes,
      argsBytes: Math.ceil(DOT_ARGS_BYTES / 8) * 8,
      fixed,
      pointers: slots.map((slot, i) => ({ offset: (pointers[i] ?? 0) * 4, slot })),
      scalars: [],
    };
  }
}
