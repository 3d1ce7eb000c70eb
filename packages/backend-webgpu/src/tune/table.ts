/** @file What a store of tuning tables does, and a table as it is kept. */
import type { TuningTable } from "./product-class.ts";

export interface TuningIdentity {
  /** Vendor, architecture and description. */
  readonly adapter: string;
  /** Of this library: its templates decide what is fast. */
  readonly version: string;
}

export interface TuningStore {
  /** The table that was kept; empty if there is none, or none that can be read. */
  read(): Promise<TuningTable>;
  /** Adds to the table. @returns whether that succeeded. */
  add(found: TuningTable): Promise<boolean>;
}

/** Changes when classes or tiles are named differently. */
const FORMAT = 2;

/** A table as it is kept. */
export function contentOf(table: TuningTable, identity: TuningIdentity): unknown {
  return { format: FORMAT, ...identity, tiles: Object.fromEntries(table) };
}

/** The table in what was kept; empty if it is damaged, or another's. */
export function tableIn(content: unknown, { adapter, version }: TuningIdentity): TuningTable {
  const kept = content as
    | { format?: unknown; adapter?: unknown; version?: unknown; tiles?: unknown }
    | null
    | undefined;
  const isOurs = kept?.format === FORMAT && kept.adapter === adapter && kept.version === version;
  if (!isOurs || typeof kept.tiles !== "object" || kept.tiles === null) return new Map();
  return new Map(Object.entries(kept.tiles).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
