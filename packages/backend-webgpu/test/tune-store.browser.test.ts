/** @file Tuning tables in the database of a page. */
import { afterAll, expect, test } from "vitest";
import { IndexedDbStore } from "../src/tune/indexed-db-store.ts";
import { storeHere } from "../src/tune/store.ts";

const identity = { adapter: "vendor, gpu", version: "1.0.0" };
const { open } = indexedDB;
afterAll(() => indexedDB.deleteDatabase("adjoint"));

test("tables are added to, and belong to an adapter and a version", async () => {
  const store = storeHere(identity);
  expect(store).toBeInstanceOf(IndexedDbStore);
  expect((await store.read()).size).toBe(0);
  const written = await Promise.all(["a", "b", "c"].map((key) => store.add(new Map([[key, "1"]]))));
  expect(written).toEqual([true, true, true]);
  expect(Object.fromEntries(await storeHere(identity).read())).toEqual({ a: "1", b: "1", c: "1" });
  expect((await storeHere({ ...identity, version: "1.0.1" }).read()).size).toBe(0);
});

test("what a page may not keep is lost without a fault", async () => {
  const refusing = new IndexedDbStore(
    { open: () => Reflect.apply(open, undefined, ["adjoint"]) } as unknown as IDBFactory,
    identity,
  );
  expect(await refusing.add(new Map([["a", "1"]]))).toBe(false);
  expect((await refusing.read()).size).toBe(0);
});
