/** @file Choosing tiles by an invented clock, and tables in a temporary folder. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DotSpec } from "@adjoint/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_TRAITS } from "../src/device/traits.ts";
import { layoutKey, layoutOf } from "../src/dot/layout.ts";
import { chooseTile, type DotTile, tileKey } from "../src/dot/tile.ts";
import { candidateTiles, stagedBytes } from "../src/tune/candidates.ts";
import { DotTuning } from "../src/tune/dot-tuning.ts";
import { cacheFolder, FileStore } from "../src/tune/file-store.ts";
import { isTuned } from "../src/tune/is-tuned.ts";
import { classKey, halved, tunedTile, withinReason } from "../src/tune/product-class.ts";
import { Tuner, type TunerHost } from "../src/tune/tuner.ts";
import { TUNING_VERSION } from "../src/tune/version.ts";

function spec(m: number, n: number, k: number, batch = 1): DotSpec {
  return { batch, m, n, k, isATransposed: false, isBTransposed: false, aBatchStride: m * k, bBatchStride: k * n };
}

const WHOLE = spec(128, 128, 64);
const tiles = candidateTiles(WHOLE, DEFAULT_TRAITS);
const [chosen, second] = tiles.map(tileKey);
const last = tiles.at(-1);

interface Ran {
  readonly loaded: string[];
  readonly timed: string[];
  opened: number;
}

/** A device on which a run of a tile takes what `cost` says, in ms of its own clock, and compiling one `compileMs`. */
function host(cost: (key: string, spec: DotSpec) => number, compileMs = 1): TunerHost & Ran {
  let time = 0;
  const ran: Ran = { loaded: [], timed: [], opened: 0 };
  const product = (of: DotSpec) => ({
    load: async (tile: DotTile) => {
      time += compileMs;
      ran.loaded.push(tileKey(tile));
      return async (count: number) => {
        const ms = count * cost(tileKey(tile), of);
        time += ms;
        ran.timed.push(tileKey(tile));
        return ms;
      };
    },
    dispose: () => {
      ran.opened--;
    },
  });
  const open = (of: DotSpec) => {
    ran.opened++;
    return product(of);
  };
  return Object.assign(ran, { traits: DEFAULT_TRAITS, now: () => time, idle: async () => true, open });
}

const costOfLast = (ms: number) => (key: string) => (last !== undefined && key === tileKey(last) ? ms : 10);

describe("candidates", () => {
  test("begin with the heuristic's and fit the device", () => {
    expect(tiles[0]).toEqual(chooseTile(WHOLE, DEFAULT_TRAITS));
    expect(new Set(tiles.map(tileKey)).size).toBe(tiles.length);
    for (const tile of tiles) if (tile.kind === "block") expect(stagedBytes(tile)).toBeLessThanOrEqual(16384);
  });

  test("are one where the tile decides in which order is summed", () => {
    expect(candidateTiles(spec(1, 64, 64), DEFAULT_TRAITS)).toHaveLength(1);
    expect(candidateTiles(spec(64, 64, 65536), DEFAULT_TRAITS)).toHaveLength(1);
  });
});

describe("classes", () => {
  test("hold what is alike in size, layout and alignment", () => {
    expect(classKey(spec(100, 124, 60))).toBe(classKey(WHOLE));
    for (const other of [spec(100, 123, 60), spec(100, 124, 68), spec(128, 128, 64, 2)])
      expect(classKey(other)).not.toBe(classKey(WHOLE));
  });

  test("are stood for by smaller products of the same layout", () => {
    for (const large of [spec(4096, 4096, 4096), spec(1001, 777, 5130), spec(512, 511, 512, 3)]) {
      const small = withinReason(large);
      expect(small.m * small.n * small.k * small.batch).toBeLessThanOrEqual(2 ** 28);
      for (let size: DotSpec | undefined = small; size !== undefined; size = halved(size))
        expect(layoutKey(layoutOf(size))).toBe(layoutKey(layoutOf(large)));
    }
    expect(withinReason(WHOLE)).toBe(WHOLE);
  });

  test("ignore a tile that is no candidate", () => {
    expect(tunedTile(WHOLE, DEFAULT_TRAITS, new Map([[classKey(WHOLE), "block,own,1"]]))).toBeUndefined();
  });
});

describe("the tuner", () => {
  test("takes the fastest", async () => {
    expect(await new Tuner(host(costOfLast(5)), 1e6).fastest(WHOLE)).toEqual(last);
  });

  test("stays with the heuristic's where the gain is small", async () => {
    expect(await new Tuner(host(costOfLast(9.5)), 1e6).fastest(WHOLE)).toEqual(chooseTile(WHOLE, DEFAULT_TRAITS));
  });

  test("spends half of its budget on compiling, and decides among what that was enough for", async () => {
    const device = host((key) => (key === second ? 4 : 10), 50);
    const tuner = new Tuner(device, 300);
    expect(tileKey((await tuner.fastest(WHOLE)) ?? { kind: "vector", lanesK: 0, lanesO: 0 })).toBe(second);
    expect(device.loaded.length).toBeLessThan(tiles.length);
  });

  test("does not decide between one", async () => {
    const device = host(() => 10, 1000);
    const tuner = new Tuner(device, 100);
    expect(await tuner.fastest(WHOLE)).toBeUndefined();
    expect([tuner.isSpent, device.opened]).toEqual([true, 0]);
  });

  test("runs what is quick more often, and what is hopeless once", async () => {
    const device = host((key) => (key === second ? 100 : 0.1));
    await new Tuner(device, 1e6).fastest(WHOLE);
    expect(device.timed.filter((key) => key === second)).toHaveLength(1);
    expect(device.timed.filter((key) => key === chosen).length).toBeGreaterThan(5);
  });

  test("takes a smaller product where one run takes long", async () => {
    const large = spec(1024, 256, 256);
    const seen: number[] = [];
    const device = host((_, { m }) => {
      seen.push(m);
      return m / 10;
    });
    await new Tuner(device, 1e6).fastest(large);
    expect([seen[0], seen.at(-1), device.opened]).toEqual([1024, 128, 0]);
  });

  test("gives up where a tile is refused or the device goes away, and holds no memory", async () => {
    const refusing = host(() => {
      throw new Error("refused");
    });
    expect(await new Tuner(refusing, 1e6).fastest(WHOLE)).toBeUndefined();
    const gone = { ...host(() => 1), idle: async () => false };
    expect(await new Tuner(gone, 1e6).fastest(WHOLE)).toBeUndefined();
    expect(refusing.opened).toBe(0);
  });
});

describe("tuning", () => {
  const NOWHERE = { read: async () => new Map(), add: async () => false };

  test("begins when a class was used a few times, and later plans have what it found", async () => {
    const device = host(costOfLast(5));
    const tuning = new DotTuning(device, NOWHERE, new Map());
    const uses = tuning.watch([WHOLE, spec(1, 64, 64)]);
    expect(uses).toHaveLength(1);
    for (let i = 0; i < 7; i++) tuning.ran(uses);
    await new Promise((turn) => setTimeout(turn, 0));
    expect([device.loaded.length, tuning.tileFor(WHOLE)]).toEqual([0, undefined]);
    tuning.ran(uses);
    await vi.waitFor(() => expect(tuning.tileFor(WHOLE)).toEqual(last));
    expect(tuning.watch([WHOLE])).toHaveLength(0);
  });

  test("measures classes one after the other, each once, and none beyond the budget", async () => {
    const device = host(() => 10, 50);
    const tuning = new DotTuning(device, NOWHERE, new Map(), 400);
    const uses = tuning.watch([WHOLE, spec(256, 256, 64), spec(256, 512, 64)]);
    for (let i = 0; i < 40; i++) tuning.ran(uses);
    await vi.waitFor(() => expect(device.opened).toBe(0));
    await vi.waitFor(() => expect([...tuning.table.keys()]).toEqual([classKey(WHOLE)]));
  });

  test.each([
    [undefined, undefined, true],
    ["0", undefined, false],
    ["0", true, true],
    [undefined, false, false],
  ])("with ADJOINT_TUNE %s and the option %s: %s", (variable, asked, expected) => {
    vi.stubEnv("ADJOINT_TUNE", variable);
    expect(isTuned(asked)).toBe(expected);
    vi.unstubAllEnvs();
  });
});

describe("tables in files", () => {
  const identity = { adapter: "vendor, gpu", version: "1.0.0" };
  let folder = "";
  let store = new FileStore("", identity);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "adjoint-tune-"));
    store = new FileStore(folder, identity);
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("are added to, and belong to an adapter and a version", async () => {
    expect(await store.add(new Map([["a", "1"]]))).toBe(true);
    expect(await store.add(new Map([["b", "2"]]))).toBe(true);
    expect(Object.fromEntries(await store.read())).toEqual({ a: "1", b: "2" });
    const [name = ""] = await readdir(folder);
    const text = await readFile(join(folder, name), "utf8");
    for (const other of [
      { ...identity, version: "1.0.1" },
      { ...identity, adapter: "other" },
    ]) {
      const foreign = new FileStore(folder, other);
      expect((await foreign.read()).size).toBe(0);
      // As if names collided.
      await foreign.add(new Map([["c", "3"]]));
      for (const each of await readdir(folder)) await writeFile(join(folder, each), text);
      expect((await foreign.read()).size).toBe(0);
    }
  });

  test.each(["{", "null", "[]", '{"format":2}'])(
    "are empty if the file has %s, and can be written again",
    async (text) => {
      await store.add(new Map([["a", "1"]]));
      const [name = ""] = await readdir(folder);
      await writeFile(join(folder, name), text);
      expect((await store.read()).size).toBe(0);
      await store.add(new Map([["b", "2"]]));
      expect([...(await store.read())]).toEqual([["b", "2"]]);
    },
  );

  test("are whole whoever writes at once, and leave no drafts", async () => {
    const writers = Array.from({ length: 20 }, (_, i) => store.add(new Map([["a", `${i}`]])));
    expect(await Promise.all(writers)).not.toContain(false);
    expect((await store.read()).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(1);
  });

  test("are not written where there can be no folder", async () => {
    await writeFile(join(folder, "file"), "");
    expect(await new FileStore(join(folder, "file"), identity).add(new Map())).toBe(false);
  });

  test("lie where the platform keeps caches", () => {
    const at = (platform: string, env: Record<string, string> = {}): string | undefined =>
      cacheFolder({ platform, env, folder: "/home/u" });
    expect(at("linux")).toBe(join("/home/u", ".cache", "adjoint"));
    expect(at("linux", { XDG_CACHE_HOME: "/c" })).toBe(join("/c", "adjoint"));
    expect(at("darwin")).toBe(join("/home/u", "Library", "Caches", "adjoint"));
    expect(at("win32", { LOCALAPPDATA: "/l" })).toBe(join("/l", "adjoint"));
  });

  test("are of the release that package.json names", async () => {
    const text = await readFile(new URL("../../adjoint/package.json", import.meta.url), "utf8");
    expect((JSON.parse(text) as { version: string }).version).toBe(TUNING_VERSION);
  });
});
