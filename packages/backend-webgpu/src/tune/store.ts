/** @file Where tuning tables are kept on this platform. Failing to keep one is no fault: the next process measures again. */
import { cacheFolder, FileStore } from "./file-store.ts";
import { IndexedDbStore } from "./indexed-db-store.ts";
import type { TuningIdentity, TuningStore } from "./table.ts";

/** A file in Node, Deno and Bun, a database in browsers, else nothing. */
export function storeHere(identity: TuningIdentity): TuningStore {
  const folder = cacheFolder();
  if (folder !== undefined) return new FileStore(folder, identity);
  return typeof indexedDB === "undefined" ? NOWHERE : new IndexedDbStore(indexedDB, identity);
}

const NOWHERE: TuningStore = { read: async () => new Map(), add: async () => false };
