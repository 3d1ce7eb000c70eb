/**
 * @file Finds the tile that this engine runs fastest, by running all of them a little at a time while nothing else happens.
 *
 * Engines compile code twice: quickly, and well once it has run for a while. So the contenders are run in turns of some ten µs,
 * one turn each in every round and a few ms between rounds, until all have become faster and no longer do. That takes
 * 20 to 40 rounds, 5 to 12 ms in all on a busy machine, most of it in code that is not compiled well yet. What counts is each one's fastest turn, which
 * a machine that is busy with other things disturbs least. The tile in use stays unless another one is clearly faster.
 */
import type { TileName } from "./tile.ts";

/** One tile in the race. */
export interface Contender {
  readonly name: TileName;
  /** Computes so many tiles of the same amount of work, in multiply-adds each. */
  run(tiles: number): void;
  readonly work: number;
}

/** What the probe needs of its surroundings. */
export interface ProbeHost {
  /** Time in ms. */
  now(): number;
  /** Calls back soon, when nothing else is to be done. Does not keep a process alive. */
  later(run: () => void): void;
}

/** Rounds at most, and for how many of them nothing may change at the end. */
const MAX_ROUNDS = 40;
const SETTLED_ROUNDS = 6;
/** A turn should take this long, within so many tiles. */
const TURN_MS = 0.04;
const FIRST_TILES = 8;
const MAX_TILES = 256;
/** How much faster code becomes when it is compiled well; what counts as a change; and as clearly faster. */
const OPTIMISED = 2;
const CHANGE = 1.05;
const CLEARLY = 1.08;
const PAUSE_MS = 2;

interface Standing {
  readonly contender: Contender;
  tiles: number;
  /** Multiply-adds in a ms: in the first turn that was measured, and at best. 0 until the clock has moved in a turn. */
  first: number;
  best: number;
  changedIn: number;
}

export class TileProbe {
  readonly #standings: readonly Standing[];
  readonly #host: ProbeHost;
  readonly #current: TileName;
  #rounds = 0;

  constructor(contenders: readonly Contender[], current: TileName, host: ProbeHost) {
    this.#standings = contenders.map((contender) => {
      return { contender, tiles: FIRST_TILES, first: 0, best: 0, changedIn: 0 };
    });
    this.#current = current;
    this.#host = host;
  }

  /** Starts, and calls back with the best tile when it is known. */
  start(decided: (name: TileName) => void): void {
    this.#host.later(() => {
      for (const standing of this.#standings) this.#turn(standing);
      this.#rounds++;
      if (this.#isSettled()) decided(this.#winner());
      else this.start(decided);
    });
  }

  #turn(standing: Standing): void {
    const { contender, tiles } = standing;
    // At its first call it is compiled.
    if (this.#rounds === 0) {
      contender.run(1);
      return;
    }
    const startMs = this.#host.now();
    contender.run(tiles);
    const elapsedMs = this.#host.now() - startMs;
    if (elapsedMs < TURN_MS) standing.tiles = Math.min(MAX_TILES, tiles * 2);
    if (!(elapsedMs > 0)) return;
    const rate = (tiles * contender.work) / elapsedMs;
    if (standing.first === 0) standing.first = rate;
    if (rate > standing.best * CHANGE) standing.changedIn = this.#rounds;
    standing.best = Math.max(standing.best, rate);
  }

  #isSettled(): boolean {
    if (this.#rounds >= MAX_ROUNDS) return true;
    return this.#standings.every(
      ({ first, best, changedIn }) => best > first * OPTIMISED && this.#rounds - changedIn > SETTLED_ROUNDS,
    );
  }

  #winner(): TileName {
    const bestOf = (name: TileName): number => this.#standings.find((s) => s.contender.name === name)?.best ?? 0;
    let winner = this.#current;
    for (const { contender, best } of this.#standings)
      if (best > bestOf(winner) * (winner === this.#current ? CLEARLY : 1)) winner = contender.name;
    return winner;
  }
}

/** Timers and the clock of the platform. */
export const platformHost: ProbeHost = {
  now: () => performance.now(),
  later: (run) => {
    const timer: unknown = setTimeout(run, PAUSE_MS);
    // A number in browsers; in Node an object that must not keep the process alive.
    if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
      timer.unref();
  },
};
