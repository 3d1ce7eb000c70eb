/**
 * @file The tiles of matrix products that were measured on this device: read once, added to while the device is idle. Plans
 * that are made later have what was found; those that exist keep their tiles.
 */
import type { DotSpec } from "@adjoint/core";
import { type DotTile, tileKey } from "../dot/tile.ts";
import { candidateTiles } from "./candidates.ts";
import { DeviceHost, type TunedDevice } from "./device-host.ts";
import { classKey, type TuningTable, tunedTile } from "./product-class.ts";
import { storeHere } from "./store.ts";
import type { TuningStore } from "./table.ts";
import { Tuner, type TunerHost } from "./tuner.ts";
import { TUNING_VERSION } from "./version.ts";

/** Compiling and running, in each process. */
const BUDGET_MS = 6000;
/** What is used less often is not worth it. */
const USES = 8;

/** How often products of a class have run. */
export interface ClassUse {
  readonly spec: DotSpec;
  count: number;
}

/** Reads the table of a device. */
export async function openTuning(parts: TunedDevice, adapter: string): Promise<DotTuning> {
  const store = storeHere({ adapter, version: TUNING_VERSION });
  return new DotTuning(new DeviceHost(parts), store, await store.read());
}

export class DotTuning {
  readonly #host: TunerHost;
  readonly #store: TuningStore;
  readonly #tuner: Tuner;
  readonly #table: Map<string, string>;
  readonly #uses = new Map<string, ClassUse>();
  /** Classes that wait for their turn; undefined while none is measured. */
  #waiting: ClassUse[] | undefined;

  constructor(host: TunerHost, store: TuningStore, known: TuningTable, budgetMs: number = BUDGET_MS) {
    this.#host = host;
    this.#store = store;
    this.#table = new Map(known);
    this.#tuner = new Tuner(host, budgetMs);
  }

  get table(): TuningTable {
    return this.#table;
  }

  tileFor(spec: DotSpec): DotTile | undefined {
    return tunedTile(spec, this.#host.traits, this.#table);
  }

  /** What `ran` counts for a plan with these products: classes of which nothing is known. */
  watch(specs: readonly DotSpec[]): readonly ClassUse[] {
    return specs.flatMap((spec) => {
      const key = classKey(spec);
      if (this.#table.has(key) || candidateTiles(spec, this.#host.traits).length < 2) return [];
      const use = this.#uses.get(key) ?? { spec, count: 0 };
      this.#uses.set(key, use);
      return [use];
    });
  }

  /** Counts a run. A class that has been used often enough is measured when the device is idle. */
  ran(uses: readonly ClassUse[]): void {
    for (const use of uses) {
      use.count++;
      if (use.count !== USES || this.#tuner.isSpent) continue;
      if (this.#waiting !== undefined) this.#waiting.push(use);
      else void this.#measureAll([use]);
    }
  }

  async #measureAll(waiting: ClassUse[]): Promise<void> {
    this.#waiting = waiting;
    for (let use = waiting.shift(); use !== undefined && !this.#tuner.isSpent; use = waiting.shift()) {
      const tile = await this.#tuner.fastest(use.spec);
      if (tile === undefined) continue;
      const key = classKey(use.spec);
      this.#table.set(key, tileKey(tile));
      await this.#store.add(new Map([[key, tileKey(tile)]]));
    }
    this.#waiting = undefined;
  }
}
