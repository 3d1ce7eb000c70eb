/** @file The tiles in a module of their own, to be measured: each runs on zeros in a small memory, as in the middle of a product. */

import type { Local } from "../wasm/function-builder.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";
import { emitTile } from "./emit-tile.ts";
import { I32Code, paramsOf } from "./i32-code.ts";
import { BLOCK_K, TILES, type TileName } from "./tile.ts";
import type { Contender } from "./tile-probe.ts";

/** Where the operands lie; rows of a at a distance of `A_ROW`. */
const A_ROW = BLOCK_K * 4 + 64;
const B = 8 * A_ROW;
const OUT = B + 24 * BLOCK_K * 4;
const PAGES = 1 + (OUT + 4096) / 65536;

/** Tiles that may be fastest. With or without fused multiply-add they are the same. */
export function contenders(isFma: boolean): Contender[] {
  const names = Object.keys(TILES) as TileName[];
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", false);
  for (const name of names) emitRepeated(m, name, isFma);
  const memory = new WebAssembly.Memory({ initial: Math.floor(PAGES) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(m.build()), { env: { memory } });
  return names.map((name) => {
    const { rows, vectors } = full(name);
    return { name, run: exports[name] as (tiles: number) => void, work: rows * vectors * 4 * BLOCK_K };
  });
}

/** Exports a function that computes the tile as often as its parameter says. */
function emitRepeated(m: ModuleBuilder, name: TileName, isFma: boolean): void {
  const { rows, vectors } = full(name);
  const tile = emitTile(m, { rows, vectors, unroll: TILES[name].unroll, isFma });
  m.function(name, { params: ["i32"], results: [] }, (f) => {
    const c = new I32Code(f);
    const [left] = paramsOf<readonly [Local]>(f);
    c.doWhile(
      () => {
        c.call(tile, 0, A_ROW, B, vectors * 16, BLOCK_K, OUT, vectors * 16, 4, OUT, vectors * 16, 1);
        c.set(left, c.sub(left, 1));
      },
      c.op("i32.gt_s", left, 0),
    );
  });
}

/** The tile of a full panel. */
function full(name: TileName): { readonly rows: number; readonly vectors: number } {
  const [{ vectors, heights }] = TILES[name].widths;
  return { rows: heights[0], vectors };
}
