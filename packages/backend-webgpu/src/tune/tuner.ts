/**
 * @file Measures which tile is fastest for a product, within a budget. How a tile is run and what the clock says are the
 * host's, so that nothing here needs a device.
 */
import type { DotSpec } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import type { DotTile } from "../dot/tile.ts";
import { candidateTiles } from "./candidates.ts";
import { halved, withinReason } from "./product-class.ts";

/** A product with its operands on the device. */
export interface ProductRun {
  /** Compiles a tile. Resolves to a function that runs it so often, and gives the ms, or undefined if other work came between. */
  load(tile: DotTile): Promise<(count: number) => Promise<number | undefined>>;
  dispose(): void;
}

export interface TunerHost {
  readonly traits: DeviceTraits;
  /** Milliseconds since some moment. */
  now(): number;
  /** Resolves when the device has nothing else to do; to false if that time will not come. */
  idle(): Promise<boolean>;
  open(spec: DotSpec): ProductRun;
}

/** Rounds in which each tile is run once. The best time counts: what disturbs only makes slower. */
const ROUNDS = 5;
/** A tile must take less than this part of the heuristic's time to replace it, lest noise decide. */
const WORTHWHILE = 0.9;
/** A tile that takes more than this times the fastest is run no more. */
const HOPELESS = 1.7;
/** A run should take this long: longer than what a wait adds, and short enough for nobody to notice. */
const SHORTEST_MS = 3;
const LONGEST_MS = 25;
const MOST_RUNS = 64;

interface Entrant {
  readonly tile: DotTile;
  readonly run: (count: number) => Promise<number | undefined>;
  best: number;
}

export class Tuner {
  readonly #host: TunerHost;
  #leftMs: number;

  /** Compiling and running may take `budgetMs` in all; what has begun is finished. */
  constructor(host: TunerHost, budgetMs: number) {
    this.#host = host;
    this.#leftMs = budgetMs;
  }

  get isSpent(): boolean {
    return this.#leftMs <= 0;
  }

  /**
   * The fastest of the tiles for which the budget lasted; undefined if that is less than two, if the device refuses one,
   * or if it is never idle: the heuristic answers then.
   */
  async fastest(spec: DotSpec): Promise<DotTile | undefined> {
    const tiles = candidateTiles(spec, this.#host.traits);
    let product: ProductRun | undefined;
    try {
      for (let size: DotSpec | undefined = withinReason(spec); size !== undefined; size = halved(size)) {
        product?.dispose();
        product = this.#host.open(size);
        const count = await this.#countFor(product, tiles[0], halved(size) === undefined);
        if (count > 0) return await this.#race(await this.#load(product, tiles), count);
      }
      return undefined;
    } catch {
      return undefined;
    } finally {
      product?.dispose();
    }
  }

  /** How often the heuristic's tile runs in a short while; 0 if once is too long already. */
  async #countFor(product: ProductRun, tile: DotTile | undefined, isSmallest: boolean): Promise<number> {
    if (tile === undefined) return 0;
    const entrant = await this.#enter(product, tile);
    // The first run pays for memory that was never touched.
    await this.#time(entrant, 1);
    for (let count = 1; ; count *= 2) {
      entrant.best = Number.POSITIVE_INFINITY;
      await this.#time(entrant, count);
      if (count === 1 && entrant.best > LONGEST_MS && !isSmallest) return 0;
      if (entrant.best >= SHORTEST_MS || count >= MOST_RUNS) return count;
    }
  }

  /** Compiles what half of the budget suffices for. */
  async #load(product: ProductRun, tiles: readonly DotTile[]): Promise<Entrant[]> {
    const entrants: Entrant[] = [];
    const floor = this.#leftMs / 2;
    for (const tile of tiles) {
      if (this.#leftMs <= floor) break;
      entrants.push(await this.#enter(product, tile));
    }
    return entrants;
  }

  async #race(entrants: readonly Entrant[], count: number): Promise<DotTile | undefined> {
    const [chosen] = entrants;
    let running = entrants;
    for (let round = 0; round < ROUNDS; round++) {
      for (const entrant of running) await this.#time(entrant, count);
      const best = Math.min(...running.map((entrant) => entrant.best));
      running = running.filter((entrant) => entrant === chosen || entrant.best < HOPELESS * best);
      if (running.length === 1 || this.isSpent) break;
    }
    const timed = entrants.filter(({ best }) => Number.isFinite(best));
    if (chosen === undefined || !timed.includes(chosen) || timed.length < 2) return undefined;
    const winner = timed.reduce((x, y) => (y.best < x.best ? y : x));
    return winner.best < WORTHWHILE * chosen.best ? winner.tile : chosen.tile;
  }

  async #enter(product: ProductRun, tile: DotTile): Promise<Entrant> {
    const run = await this.#whenIdle(() => product.load(tile));
    return { tile, run, best: Number.POSITIVE_INFINITY };
  }

  async #time(entrant: Entrant, count: number): Promise<void> {
    const ms = await this.#whenIdle(() => entrant.run(count));
    if (ms !== undefined) entrant.best = Math.min(entrant.best, ms);
  }

  async #whenIdle<T>(work: () => Promise<T>): Promise<T> {
    if (!(await this.#host.idle())) throw new Error("the device is not there any more");
    const startMs = this.#host.now();
    try {
      return await work();
    } finally {
      this.#leftMs -= this.#host.now() - startMs;
    }
  }
}
