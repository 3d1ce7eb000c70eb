/**
 * @file Dots as launches: one module for all of them, compiled at the first.
 *
 * The tile is that of the option `dotTile`, or else the likeliest one at first. Once there is some work for it, all tiles are measured
 * in the background (`tile-probe.ts`); if another one is clearly faster, launches from then on take a module with that one,
 * and plans made before are encoded again. No tile changes a bit of any result.
 */
import { BackendError, type DotStep, type Plan } from "@adjoint/core";
import type { FixedWord, Launch } from "../launch.ts";
import type { Executor } from "../threads/executor.ts";
import { DOT_ARGS } from "./args.ts";
import { contenders } from "./contenders.ts";
import { buildDotModule } from "./dot-module.ts";
import { dotTask } from "./dot-task.ts";
import { type DotTarget, likelyTile, TILES, type TileName } from "./tile.ts";
import { type Contender, type ProbeHost, platformHost, TileProbe } from "./tile-probe.ts";

export interface DotOptions extends Pick<DotTarget, "isFma" | "isShared"> {
  /** The register tile; measured by default. */
  readonly dotTile?: TileName | undefined;
  /** For tests: what the probe runs, and where. */
  readonly probe?: { readonly host: ProbeHost; readonly contenders: readonly Contender[] } | undefined;
}

/** Work, in ns, from which on it pays to look for the fastest tile. */
const PROBE_NS = 1_000_000;

/** Most that one program may take, in ns, where a page computes between other things. A busy machine takes two to four times as long. */
const SLICE_NS = 2_000_000;

export class DotRunner {
  /** The tile in use. */
  tile: TileName;
  readonly #executor: Executor;
  readonly #options: DotOptions;
  #module: number | undefined;
  /** The module of each step that was launched. */
  readonly #modules = new WeakMap<DotStep, number>();
  #hasChanged = false;
  #probe: "none" | "waiting" | "started";
  #workNs = 0;

  /** @throws {BackendError} if there is no such tile. */
  constructor(executor: Executor, options: DotOptions) {
    const { dotTile, isFma } = options;
    if (dotTile !== undefined && !Object.hasOwn(TILES, dotTile)) {
      const hint = `one of ${Object.keys(TILES).join(", ")}, or leave it out`;
      throw new BackendError({ op: "createCpuBackend", rule: "dotTile names a tile", got: dotTile, hint });
    }
    this.#executor = executor;
    this.#options = options;
    this.tile = dotTile ?? likelyTile(isFma);
    this.#probe = dotTile === undefined ? "waiting" : "none";
  }

  /** The launch of a dot; undefined if its output is empty. */
  launch(step: DotStep): Launch | undefined {
    const { threads, mode } = this.#executor;
    const task = dotTask(step.spec, threads, mode === "sliced" ? SLICE_NS : undefined);
    if (task.programs === 0) return undefined;
    const module = this.#currentModule();
    this.#modules.set(step, module);
    const { programs, chunk, isParallel, workNs, scratchBytes, argsBytes, words, pointers, table } = task;
    this.#workNs += workNs;
    if (this.#probe === "waiting" && this.#workNs >= PROBE_NS) this.#startProbe();
    const fixed = words.slice(DOT_ARGS.m).map((value, i): FixedWord => {
      return { offset: (DOT_ARGS.m + i) * 4, dtype: "i32", value };
    });
    return {
      module,
      programs,
      chunk,
      isParallel,
      workNs,
      scratchBytes,
      argsBytes,
      fixed,
      table,
      pointers: step.slots.map((slot, i) => ({ offset: (pointers[i] ?? 0) * 4, slot })),
      scalars: [],
    };
  }

  /** False if dots of the plan were launched with another tile than that in use. */
  isCurrent({ steps }: Plan): boolean {
    if (!this.#hasChanged) return true;
    return steps.every((step) => {
      const module = step.kind === "dot" ? this.#modules.get(step) : undefined;
      return module === undefined || module === this.#module;
    });
  }

  #currentModule(): number {
    const { isFma, isShared } = this.#options;
    this.#module ??= this.#executor.register(
      new WebAssembly.Module(buildDotModule({ tile: TILES[this.tile], isFma, isShared }).build()),
    );
    return this.#module;
  }

  #startProbe(): void {
    this.#probe = "started";
    const host = this.#options.probe?.host ?? platformHost;
    // The module of the contenders is built later, too.
    host.later(() => {
      const all = this.#options.probe?.contenders ?? contenders(this.#options.isFma);
      new TileProbe(all, this.tile, host).start((name) => this.#change(name));
    });
  }

  #change(name: TileName): void {
    if (name === this.tile) return;
    this.tile = name;
    this.#module = undefined;
    this.#currentModule();
    this.#hasChanged = true;
  }
}
