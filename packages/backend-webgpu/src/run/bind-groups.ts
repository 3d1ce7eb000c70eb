/**
 * @file The bind groups of one step, by the buffers they bind. A replayed plan meets the same few buffers again and again.
 */
import type { Block } from "../memory/buffer-pool.ts";

interface Entry {
  readonly blocks: readonly Block[];
  readonly group: GPUBindGroup;
}

/** Combinations of buffers that a step remembers: training alternates between two, uploads add some. */
const CAPACITY = 8;

export class BindGroups {
  /** Latest first. */
  readonly #entries: Entry[] = [];

  /** The group for the buffers in these slots, if it was made before. */
  find(blocks: readonly Block[], slots: readonly number[]): GPUBindGroup | undefined {
    const entries = this.#entries;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      if (entry === undefined || !isMatch(entry, blocks, slots)) continue;
      if (i > 0) {
        entries.copyWithin(1, 0, i);
        entries[0] = entry;
      }
      return entry.group;
    }
    return undefined;
  }

  /** Remembers a group, and forgets the one that was not used for longest. */
  add(blocks: readonly Block[], slots: readonly number[], group: GPUBindGroup): void {
    if (this.#entries.length === CAPACITY) this.#entries.pop();
    this.#entries.unshift({ blocks: slots.map((slot) => blocks[slot] as Block), group });
  }

  /** Forgets groups of buffers that are gone. */
  sweep(): void {
    const live = this.#entries.filter(({ blocks }) => blocks.every((block) => !block.isDestroyed));
    this.#entries.splice(0, this.#entries.length, ...live);
  }

  get size(): number {
    return this.#entries.length;
  }
}

function isMatch(entry: Entry, blocks: readonly Block[], slots: readonly number[]): boolean {
  for (let i = 0; i < slots.length; i++) {
    if (entry.blocks[i] !== blocks[slots[i] as number]) return false;
  }
  return true;
}
