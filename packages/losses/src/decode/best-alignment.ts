/** @file The most likely path of one sequence that gives its labels: CTC's recursion over maxima, with back-pointers. */

/** How a path came to a state: from the same one, from the one before, or over a blank from the one before that. */
const STAY = 0;
const STEP = 1;
const SKIP = 2;
const NEVER = Number.NEGATIVE_INFINITY;

/** Back-pointers of two bits each. */
class Moves {
  readonly #states: number;
  readonly #cells: Uint8Array;

  constructor(frames: number, states: number) {
    this.#states = states;
    this.#cells = new Uint8Array(Math.ceil((frames * states) / 4));
  }

  set(t: number, state: number, move: number): void {
    const cell = t * this.#states + state;
    const at = Math.floor(cell / 4);
    this.#cells[at] = (this.#cells[at] ?? 0) | (move << (2 * (cell % 4)));
  }

  get(t: number, state: number): number {
    const cell = t * this.#states + state;
    return ((this.#cells[Math.floor(cell / 4)] ?? 0) >> (2 * (cell % 4))) & 3;
  }
}

export interface AlignedPath {
  /** The class of each frame. */
  readonly classes: readonly number[];
  /** Its log-probability in each frame. */
  readonly scores: readonly number[];
}

/**
 * The best path, or undefined if none has a probability above 0. Of equally good ones it is that which reaches its states
 * the earliest.
 *
 * States are 2U + 1: the labels, with a blank before and behind each.
 */
export function bestAlignment(
  frames: number,
  read: (t: number, out: Float64Array) => void,
  labels: ArrayLike<number>,
  classes: number,
  blank: number,
): AlignedPath | undefined {
  const states = 2 * labels.length + 1;
  const classOf = (state: number): number => (state % 2 === 0 ? blank : (labels[(state - 1) / 2] ?? blank));
  const skips = Array.from({ length: states }, (_, s) => s % 2 === 1 && s > 1 && classOf(s) !== classOf(s - 2));
  const row = new Float64Array(classes);
  const moves = new Moves(frames, states);
  // A path begins in front of the first blank, at state −1 as it were: its first move is no step.
  let scores = new Float64Array(states).fill(NEVER);
  let next = new Float64Array(states);
  for (let t = 0; t < frames; t++) {
    read(t, row);
    const last = Math.min(states - 1, 2 * t + 1);
    // States from which the end cannot be reached any more are of no use.
    const first = Math.max(0, states - 2 * (frames - t));
    next.fill(NEVER);
    for (let s = first; s <= last; s++) {
      let [best, move] = [t === 0 ? 0 : (scores[s] ?? NEVER), STAY];
      if (s > 0 && (scores[s - 1] ?? NEVER) > best) [best, move] = [scores[s - 1] ?? NEVER, STEP];
      if (skips[s] === true && (scores[s - 2] ?? NEVER) > best) [best, move] = [scores[s - 2] ?? NEVER, SKIP];
      next[s] = best + (row[classOf(s)] ?? NEVER);
      moves.set(t, s, move);
    }
    [scores, next] = [next, scores];
  }
  const end = endState(frames, states, scores);
  return end === undefined ? undefined : trace(frames, read, end, moves, classOf, row);
}

/** The better of the last label and the blank behind it. */
function endState(frames: number, states: number, scores: Float64Array): number | undefined {
  if (frames === 0) return states === 1 ? 0 : undefined;
  const [blank, label] = [scores[states - 1] ?? NEVER, scores[states - 2] ?? NEVER];
  if (Math.max(blank, label) === NEVER) return undefined;
  return label > blank ? states - 2 : states - 1;
}

function trace(
  frames: number,
  read: (t: number, out: Float64Array) => void,
  end: number,
  moves: Moves,
  classOf: (state: number) => number,
  row: Float64Array,
): AlignedPath {
  const path = new Array<number>(frames);
  const scores = new Array<number>(frames);
  let state = end;
  for (let t = frames - 1; t >= 0; t--) {
    read(t, row);
    path[t] = classOf(state);
    scores[t] = row[path[t] ?? 0] ?? NEVER;
    state -= moves.get(t, state);
  }
  return { classes: path, scores };
}
