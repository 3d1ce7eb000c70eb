import { expect, test } from "vitest";
import { Arena } from "../src/arena.ts";
import { contenders } from "../src/dot/contenders.ts";
import { DotRunner } from "../src/dot/dot-runner.ts";
import { likelyTile, type TileName } from "../src/dot/tile.ts";
import { type ProbeHost, TileProbe } from "../src/dot/tile-probe.ts";
import { Executor } from "../src/threads/executor.ts";

/** Time that passes only where a contender says so, and timers that fire when told to. */
class Stage implements ProbeHost {
  timeMs = 0;
  readonly #waiting: (() => void)[] = [];

  now(): number {
    return this.timeMs;
  }

  later(run: () => void): void {
    this.#waiting.push(run);
  }

  /** Fires timers until none are left. How many there were. */
  play(): number {
    let count = 0;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      next();
      count++;
      if (count > 1000) throw new Error("the probe does not end");
    }
    return count;
  }

  /** A contender that takes `slowMs` a tile until it has computed so many, and `fastMs` from then on. */
  contender(name: TileName, slowMs: number, fastMs: number, tilesBefore = 100): ReturnType<typeof contenders>[number] {
    let done = 0;
    const run = (tiles: number): void => {
      this.timeMs += tiles * (done < tilesBefore ? slowMs : fastMs);
      done += tiles;
    };
    return { name, run, work: 1000 };
  }
}

function winnerOf(stage: Stage, current: TileName, all: readonly ReturnType<typeof contenders>[number][]): TileName {
  let winner: TileName | undefined;
  new TileProbe(all, current, stage).start((name) => {
    winner = name;
  });
  stage.play();
  if (winner === undefined) throw new Error("the probe decided nothing");
  return winner;
}

test("takes the tile that is fastest once its code is compiled well", () => {
  const stage = new Stage();
  // The second looks better as long as neither is.
  const all = [stage.contender("2x24", 0.009, 0.001), stage.contender("2x16", 0.005, 0.002)];
  expect(winnerOf(stage, "2x16", all)).toBe("2x24");
});

test("keeps the tile in use unless another one is clearly faster", () => {
  const stage = new Stage();
  const all = [stage.contender("2x24", 0.005, 0.00096), stage.contender("2x16", 0.005, 0.001)];
  expect(winnerOf(stage, "2x16", all)).toBe("2x16");
  expect(winnerOf(stage, "6x8", all)).toBe("2x24");
});

test("keeps the tile in use if the clock does not move, and ends", () => {
  const stage = new Stage();
  const all = [stage.contender("2x24", 0, 0), stage.contender("2x16", 0, 0)];
  expect(winnerOf(stage, "2x16", all)).toBe("2x16");
});

test("ends where code does not become faster, and spends little time on it", () => {
  const stage = new Stage();
  const all = [stage.contender("2x24", 0.005, 0.005), stage.contender("2x16", 0.004, 0.004)];
  expect(winnerOf(stage, "2x24", all)).toBe("2x16");
  expect(stage.timeMs).toBeLessThan(8);
});

test("measures the tiles of this engine", () => {
  const all = contenders(false);
  expect(all.map(({ name }) => name)).toEqual(["2x24", "6x8", "2x16"]);
  expect(all.map(({ work }) => work)).toEqual([48 * 256, 48 * 256, 32 * 256]);
  for (const { run } of all) expect(run(3)).toBeUndefined();
});

test("a change of tile is for launches from then on, and plans before it are encoded again", async () => {
  const stage = new Stage();
  const executor = new Executor(new Arena({ maximumBytes: 2 ** 24 }), { threads: 1 });
  const current = likelyTile(false);
  const better = current === "2x16" ? "2x24" : "2x16";
  const probe = {
    host: stage,
    contenders: [stage.contender(current, 0.005, 0.002), stage.contender(better, 0.005, 0.001)],
  };
  const dots = new DotRunner(executor, { isFma: false, isShared: true, probe });
  const size = { batch: 1, m: 512, n: 512, k: 512, isATransposed: false, isBTransposed: false };
  const step = {
    kind: "dot",
    spec: { ...size, aBatchStride: 0, bBatchStride: 0 },
    slots: [0, 1, 2],
    flops: 2 * 512 ** 3,
    bytes: 0,
  } as const;
  const plan = { slots: [], steps: [step], inputs: [0, 1], outputs: [2], scalarCount: 0, scratchBytes: 0 };
  const before = dots.launch(step);
  expect(dots.isCurrent(plan)).toBe(true);
  stage.play();
  expect(dots.tile).toBe(better);
  expect(dots.isCurrent(plan)).toBe(false);
  const after = dots.launch(step);
  expect(after?.module).not.toBe(before?.module);
  expect(after).toEqual({ ...before, module: after?.module });
  expect(dots.isCurrent(plan)).toBe(true);
  await executor.dispose();
});

test("a tile that is asked for is not measured, and must exist", () => {
  const stage = new Stage();
  const executor = new Executor(new Arena({ maximumBytes: 2 ** 24 }), { threads: 1 });
  const probe = { host: stage, contenders: [] };
  const dots = new DotRunner(executor, { isFma: false, isShared: true, dotTile: "6x8", probe });
  dots.launch({
    kind: "dot",
    spec: {
      batch: 1,
      m: 512,
      n: 512,
      k: 512,
      isATransposed: false,
      isBTransposed: false,
      aBatchStride: 0,
      bBatchStride: 0,
    },
    slots: [0, 1, 2],
    flops: 2 * 512 ** 3,
    bytes: 0,
  });
  expect(dots.tile).toBe("6x8");
  expect(stage.play()).toBe(0);
  const asked = "9x9" as TileName;
  expect(() => new DotRunner(executor, { isFma: false, isShared: true, dotTile: asked })).toThrow(
    "dotTile names a tile",
  );
});
