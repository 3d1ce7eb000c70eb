/**
 * @file Which parts of a range of addresses are free. Free blocks are kept in lists by size class, sixteen classes to an
 * octave, and a block that is freed joins its free neighbours at once. Both operations take constant time, but for a look
 * through one list before memory has to grow.
 * @see M. Masmano et al. (2004), TLSF: a new dynamic memory allocator for real-time systems
 */

/** Every block starts at, and is as long as, a multiple of this: a cache line. */
export const ALIGNMENT_BYTES = 64;

/** A block, free or in use, in a list of all blocks by address and, while free, in the list of its class. */
interface Block {
  start: number;
  size: number;
  isFree: boolean;
  before: Block | undefined;
  after: Block | undefined;
  previousFree: Block | undefined;
  nextFree: Block | undefined;
}

/** Steps of a class, as a power of two: sizes of one octave fall into sixteen classes. */
const STEP_BITS = 4;
const STEPS = 1 << STEP_BITS;

/** The class of a size in units of the alignment: exact below sixteen, then sixteen for each power of two. */
function classOf(units: number): number {
  if (units < STEPS) return units;
  const octave = 31 - Math.clz32(units);
  return ((octave - STEP_BITS + 1) << STEP_BITS) + ((units >>> (octave - STEP_BITS)) - STEPS);
}

/** The first class in which every block is large enough. */
function classHolding(units: number): number {
  if (units < STEPS) return units;
  const octave = 31 - Math.clz32(units);
  return classOf(units + (1 << (octave - STEP_BITS)) - 1);
}

export class FreeSpace {
  /** Heads of the lists of free blocks, by class. */
  readonly #lists: (Block | undefined)[] = [];
  /** Which classes have free blocks: one bit each, 32 to a word. */
  readonly #occupied = new Uint32Array(16);
  readonly #used = new Map<number, Block>();
  #last: Block | undefined;
  #end: number;

  constructor(start: number) {
    this.#end = start;
  }

  /** Start of a block of `sizeBytes`, a multiple of the alignment, or undefined if no free block is large enough. */
  take(sizeBytes: number): number | undefined {
    const block = this.#find(sizeBytes);
    if (block === undefined) return undefined;
    this.#unlist(block);
    this.#splitOff(block, sizeBytes);
    block.isFree = false;
    this.#used.set(block.start, block);
    return block.start;
  }

  /** Frees the block that starts here, and gives its size; undefined if there is none. */
  give(start: number): number | undefined {
    const block = this.#used.get(start);
    if (block === undefined) return undefined;
    this.#used.delete(start);
    const { size } = block;
    this.#free(block);
    return size;
  }

  /** Adds free space at the end. */
  extend(sizeBytes: number): void {
    const block = this.#newBlock(this.#end, sizeBytes, this.#last);
    this.#end += sizeBytes;
    this.#last = block;
    this.#free(block);
  }

  /** Bytes at the end that are free, and that `extend` would join. */
  get freeAtEnd(): number {
    return this.#last?.isFree ? this.#last.size : 0;
  }

  /** Bytes of the block that is in use at this address; undefined if there is none. */
  sizeAt(start: number): number | undefined {
    return this.#used.get(start)?.size;
  }

  #find(sizeBytes: number): Block | undefined {
    const units = sizeBytes / ALIGNMENT_BYTES;
    const found = this.#lists[this.#occupiedFrom(classHolding(units))];
    if (found !== undefined) return found;
    // Some block of the class below may still be long enough: look before memory grows.
    for (let block = this.#lists[classOf(units)]; block !== undefined; block = block.nextFree)
      if (block.size >= sizeBytes) return block;
    return undefined;
  }

  /** The first class, from this one on, that has a free block; -1 if none has. */
  #occupiedFrom(first: number): number {
    let mask = -1 << (first & 31);
    for (let word = first >>> 5; word < this.#occupied.length; word++) {
      const bits = (this.#occupied[word] ?? 0) & mask;
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
      mask = -1;
    }
    return -1;
  }

  /** Leaves `sizeBytes` in the block, and frees what is behind them. */
  #splitOff(block: Block, sizeBytes: number): void {
    const rest = block.size - sizeBytes;
    if (rest === 0) return;
    block.size = sizeBytes;
    const behind = this.#newBlock(block.start + sizeBytes, rest, block);
    if (this.#last === block) this.#last = behind;
    this.#list(behind);
  }

  #free(block: Block): void {
    const { before, after } = block;
    if (after?.isFree) {
      this.#unlist(after);
      this.#absorb(block, after);
    }
    if (before?.isFree) {
      this.#unlist(before);
      this.#absorb(before, block);
      this.#list(before);
    } else {
      this.#list(block);
    }
  }

  /** Joins a block with the one right behind it. */
  #absorb(block: Block, behind: Block): void {
    block.size += behind.size;
    block.after = behind.after;
    if (behind.after !== undefined) behind.after.before = block;
    if (this.#last === behind) this.#last = block;
  }

  #newBlock(start: number, size: number, before: Block | undefined): Block {
    const after = before?.after;
    const block: Block = {
      start,
      size,
      isFree: false,
      before,
      after,
      previousFree: undefined,
      nextFree: undefined,
    };
    if (before !== undefined) before.after = block;
    if (after !== undefined) after.before = block;
    return block;
  }

  #list(block: Block): void {
    const sizeClass = classOf(block.size / ALIGNMENT_BYTES);
    const head = this.#lists[sizeClass];
    block.isFree = true;
    block.previousFree = undefined;
    block.nextFree = head;
    if (head !== undefined) head.previousFree = block;
    this.#lists[sizeClass] = block;
    this.#occupied[sizeClass >>> 5] = (this.#occupied[sizeClass >>> 5] ?? 0) | (1 << (sizeClass & 31));
  }

  #unlist(block: Block): void {
    const { previousFree, nextFree } = block;
    block.isFree = false;
    if (nextFree !== undefined) nextFree.previousFree = previousFree;
    if (previousFree !== undefined) {
      previousFree.nextFree = nextFree;
      return;
    }
    const sizeClass = classOf(block.size / ALIGNMENT_BYTES);
    this.#lists[sizeClass] = nextFree;
    if (nextFree === undefined)
      this.#occupied[sizeClass >>> 5] = (this.#occupied[sizeClass >>> 5] ?? 0) & ~(1 << (sizeClass & 31));
  }
}
