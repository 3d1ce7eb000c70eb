/** @file Tuning tables in the browser's database of a page's origin, one record for each adapter and version. */
import type { TuningTable } from "./product-class.ts";
import { contentOf, type TuningIdentity, type TuningStore, tableIn } from "./table.ts";

const DATABASE = "adjoint";
const TABLES = "tuning";

export class IndexedDbStore implements TuningStore {
  readonly #factory: IDBFactory;
  readonly #identity: TuningIdentity;

  constructor(factory: IDBFactory, identity: TuningIdentity) {
    this.#factory = factory;
    this.#identity = identity;
  }

  async read(): Promise<TuningTable> {
    try {
      return await this.#with("readonly", async (tables) => tableIn(await done(tables.get(this.#key)), this.#identity));
    } catch {
      return new Map();
    }
  }

  async add(found: TuningTable): Promise<boolean> {
    try {
      await this.#with("readwrite", async (tables) => {
        const known = tableIn(await done(tables.get(this.#key)), this.#identity);
        await done(tables.put(contentOf(new Map([...known, ...found]), this.#identity), this.#key));
      });
      return true;
    } catch {
      // Private windows and full disks refuse.
      return false;
    }
  }

  get #key(): string {
    return JSON.stringify([this.#identity.version, this.#identity.adapter]);
  }

  /** Work in one transaction, which ends by itself when nothing more is asked of it. */
  async #with<T>(mode: IDBTransactionMode, work: (tables: IDBObjectStore) => Promise<T>): Promise<T> {
    const opening = this.#factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLES);
    const database = await done(opening);
    try {
      return await work(database.transaction(TABLES, mode).objectStore(TABLES));
    } finally {
      database.close();
    }
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
