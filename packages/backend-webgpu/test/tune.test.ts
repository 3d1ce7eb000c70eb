/** @file Choosing tiles by an invented clock, and tables in a temporary folder. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DotSpec } from "@adjoint/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_TRAITS } from "../src/device/traits.ts";
import { chooseTile, type DotTile, tileKey } from "../src/dot/tile.ts";
import { candidateTiles, stagedBytes } from "../src/tune/candidates.ts";
import { addToTable, cacheFolder, readTable } from "../src/tune/file-store.ts";
import { classKey, type TunerSettings, tune, tunedTile } from "../src/tune/tuner.ts";

function spec(m: number, n: number, k: number): DotSpec {
  const strides = { aBatchStride: m * k, bBatchStride: k * n };
  return { batch: 1, m, n, k, isATransposed: false, isBTransposed: false, ...strides };
}

const WHOLE = spec(128, 128, 64);
const tiles = candidateTiles(WHOLE, DEFAULT_TRAITS);
const last = tiles.at(-1);

/** Runs take what `cost` says, in milliseconds of a clock of their own. */
function settings(cost: (tile: DotTile) => number, budgetMs = 1e6): TunerSettings & { readonly ran: string[] } {
  let time = 0;
  const ran: string[] = [];
  const run = async (_: DotSpec, tile: DotTile): Promise<void> => {
    ran.push(tileKey(tile));
    time += cost(tile);
  };
  return { traits: DEFAULT_TRAITS, budgetMs, now: () => time, run, ran };
}

const costOfLast = (cost: number) => (tile: DotTile) =>
  tile === last || tileKey(tile) === tileKey(last ?? tile) ? cost : 10;

describe("candidates", () => {
  test("begin with the heuristic's and fit the device", () => {
    expect(tiles[0]).toEqual(chooseTile(WHOLE, DEFAULT_TRAITS));
    expect(new Set(tiles.map(tileKey)).size).toBe(tiles.length);
    for (const tile of tiles) if (tile.kind === "block") expect(stagedBytes(tile)).toBeLessThanOrEqual(16384);
  });

  test("are one for a vector, whose order of summation depends on its tile", () => {
    expect(candidateTiles(spec(1, 64, 64), DEFAULT_TRAITS)).toHaveLength(1);
  });
});

describe("tune", () => {
  test("takes the fastest, and a table leads back to it", async () => {
    const table = await tune([WHOLE], new Map(), settings(costOfLast(5)));
    expect(tunedTile(spec(100, 124, 60), DEFAULT_TRAITS, table)).toEqual(last);
  });

  test("stays with the heuristic's where the gain is small", async () => {
    const table = await tune([WHOLE], new Map(), settings(costOfLast(9.5)));
    expect(table.get(classKey(WHOLE))).toBe(tileKey(chooseTile(WHOLE, DEFAULT_TRAITS)));
  });

  test("leaves out what the budget did not suffice for, and stops running", async () => {
    const used = settings(() => 10, 45);
    expect((await tune([WHOLE, spec(512, 512, 512)], new Map(), used)).size).toBe(0);
    expect(used.ran.length).toBeLessThanOrEqual(6);
  });

  test("leaves out a class of which a tile fails", async () => {
    const failing = { ...settings(() => 1), run: () => Promise.reject(new Error("refused")) };
    expect((await tune([WHOLE], new Map(), failing)).size).toBe(0);
  });

  test("measures a class once, and none that is known", async () => {
    const used = settings(() => 1);
    await tune([WHOLE, spec(124, 128, 64)], new Map(), used);
    expect(used.ran).toHaveLength(4 * tiles.length);
    const known = settings(() => 1);
    await tune([WHOLE], new Map([[classKey(WHOLE), "any"]]), known);
    expect(known.ran).toHaveLength(0);
  });

  test("ignores a tile that is no candidate", () => {
    expect(tunedTile(WHOLE, DEFAULT_TRAITS, new Map([[classKey(WHOLE), "block,own,1"]]))).toBeUndefined();
  });
});

describe("tables in files", () => {
  const identity = { adapter: "vendor, gpu", version: "1.0.0" };
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "adjoint-tune-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("are added to, and belong to an adapter and a version", async () => {
    expect(await addToTable(folder, identity, new Map([["a", "1"]]))).toBe(true);
    expect(await addToTable(folder, identity, new Map([["b", "2"]]))).toBe(true);
    expect([...(await readTable(folder, identity))]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect((await readTable(folder, { ...identity, version: "1.0.1" })).size).toBe(0);
    expect((await readTable(folder, { ...identity, adapter: "other" })).size).toBe(0);
  });

  test.each(["{", "null", "[]", '{"format":1}'])(
    "are empty if the file has %s, and can be written again",
    async (text) => {
      await addToTable(folder, identity, new Map([["a", "1"]]));
      const [name = ""] = await readdir(folder);
      await writeFile(join(folder, name), text);
      expect((await readTable(folder, identity)).size).toBe(0);
      await addToTable(folder, identity, new Map([["b", "2"]]));
      expect([...(await readTable(folder, identity))]).toEqual([["b", "2"]]);
    },
  );

  test("are whole whoever writes at once, and leave no drafts", async () => {
    const writers = Array.from({ length: 20 }, (_, i) => addToTable(folder, identity, new Map([["a", `${i}`]])));
    expect(await Promise.all(writers)).not.toContain(false);
    expect((await readTable(folder, identity)).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(1);
  });

  test("are not written where there can be no folder", async () => {
    await writeFile(join(folder, "file"), "");
    expect(await addToTable(join(folder, "file"), identity, new Map())).toBe(false);
  });

  test("lie where the platform keeps caches", () => {
    expect(cacheFolder("linux", {}, "/home/u")).toBe(join("/home/u", ".cache", "adjoint"));
    expect(cacheFolder("linux", { XDG_CACHE_HOME: "/c" }, "/home/u")).toBe(join("/c", "adjoint"));
    expect(cacheFolder("darwin", {}, "/Users/u")).toBe(join("/Users/u", "Library", "Caches", "adjoint"));
    expect(cacheFolder("win32", { LOCALAPPDATA: "/l" }, "/u")).toBe(join("/l", "adjoint"));
  });
});
