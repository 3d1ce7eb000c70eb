/**
 * @file The parts of the code generator that load on demand. A kernel is compiled with what is there; where that does not
 * suffice, the generator gives up, and starts again when the part has loaded.
 */
import { type ExpandedOp, type Expansion, loadExpansions } from "@adjoint/core";

export type Rare = typeof import("./rare-kernels.ts");

export interface Parts {
  readonly rare?: Rare | undefined;
  /** The formulas of operations that have no instruction. */
  readonly formulas?: Readonly<Partial<Record<ExpandedOp, Expansion>>> | undefined;
}

/** Says which part a kernel needs beside those that are loaded. */
export class MissingPart extends Error {
  readonly part: keyof Parts;

  constructor(part: keyof Parts) {
    super(`the ${part} part of the code generator is not loaded`);
    this.part = part;
  }
}

let loaded: Parts = {};

/**
 * Calls `compile` with the parts that are loaded, and again with more if it asks for them. Where files are near, as in Node,
 * loading all of them takes less time than finding out which are needed.
 */
export async function withParts<T>(compile: (parts: Parts) => T, areNear = false): Promise<T> {
  if (areNear) await Promise.all([load("rare"), load("formulas")]);
  for (;;) {
    try {
      return compile(loaded);
    } catch (error) {
      if (!(error instanceof MissingPart)) throw error;
      await load(error.part);
    }
  }
}

async function load(part: keyof Parts): Promise<void> {
  if (loaded[part] !== undefined) return;
  const found = await (part === "rare" ? import("./rare-kernels.ts") : loadExpansions());
  loaded = { ...loaded, [part]: found };
}
