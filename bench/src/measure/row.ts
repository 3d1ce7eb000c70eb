/** @file A workload on an engine, while it is being measured. */
import type { EngineName } from "../catalogue/engines.ts";
import type { Timed } from "../worker/protocol.ts";
import type { Workload } from "../workload/types.ts";
import type { Troubled } from "./fleet.ts";
import type { Cell } from "./result.ts";

export class Row {
  #cell: Cell;

  constructor(workload: Workload, engine: EngineName) {
    this.#cell = {
      workload,
      engine,
      trouble: undefined,
      rounds: [],
      firstRunMs: undefined,
      setUpMs: undefined,
      error: undefined,
      losses: [],
      held: undefined,
      counters: undefined,
      residentBytes: undefined,
      threads: undefined,
    };
  }

  get cell(): Cell {
    return this.#cell;
  }

  get engine(): EngineName {
    return this.#cell.engine;
  }

  /** Nothing more is measured. */
  get isOver(): boolean {
    return this.#cell.trouble !== undefined;
  }

  set(facts: Partial<Cell>): void {
    this.#cell = { ...this.#cell, ...facts };
  }

  addRound({ times, counters, residentBytes }: Omit<Timed, "kind">): void {
    const { rounds, residentBytes: before } = this.#cell;
    this.set({
      rounds: [...rounds, times],
      counters: counters ?? this.#cell.counters,
      residentBytes: residentBytes === undefined ? before : Math.max(residentBytes, before ?? 0),
    });
  }

  /** Ends the row without times. */
  fail({ kind, message }: Troubled): void {
    this.set({ trouble: { kind, reason: message }, rounds: [] });
  }
}
