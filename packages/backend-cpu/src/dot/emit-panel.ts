/** @file One panel of b, at most as wide as a tile, against all rows of a block: tiles from top to bottom. */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";
import { emitTile, TILE_TYPE } from "./emit-tile.ts";
import { I32Code, paramsOf } from "./i32-code.ts";
import type { DotTarget } from "./tile.ts";

/** Parameters: rows (> 0), vectors of columns, and those of a tile, from the panel's first row on. */
const PANEL_TYPE: FunctionType = { params: ["i32", "i32", ...TILE_TYPE.params], results: [] };

type Params = readonly [
  rows: Local,
  vectors: Local,
  a: Local,
  aRow: Local,
  b: Local,
  bStep: Local,
  k: Local,
  out: Local,
  outRow: Local,
  lastLanes: Local,
  isFirst: Local,
];

/** Adds the function of a panel. */
export function emitPanel(m: ModuleBuilder, target: DotTarget): FunctionRef {
  const widths = target.tile.rows.map((rows, v) =>
    Array.from({ length: rows }, (_, r) => emitTile(m, r + 1, v + 1, target)),
  );
  const fill = (f: FunctionBuilder): void => {
    const c = new I32Code(f);
    const [, vectors] = paramsOf<Params>(f);
    widths.forEach((tiles, v) => {
      c.if(c.op("i32.eq", vectors, v + 1), () => emitRows(c, tiles));
    });
  };
  return m.function("panel", PANEL_TYPE, fill, false);
}

/** `tiles` has the tile of one row, of two, and so on. */
function emitRows(c: I32Code, tiles: readonly FunctionRef[]): void {
  const [rows, , a, aRow, b, bStep, k, out, outRow, lastLanes, isFirst] = paramsOf<Params>(c.f);
  const call = (tile: FunctionRef): void => c.call(tile, a, aRow, b, bStep, k, out, outRow, lastLanes, isFirst);
  const full = tiles.length;
  const highest = tiles[full - 1];
  if (highest === undefined) return;
  c.if(c.op("i32.ge_s", rows, full), () =>
    c.doWhile(
      () => {
        call(highest);
        c.set(a, c.add(a, c.mul(aRow, full)));
        c.set(out, c.add(out, c.mul(outRow, full)));
        c.set(rows, c.sub(rows, full));
      },
      c.op("i32.ge_s", rows, full),
    ),
  );
  tiles.slice(0, -1).forEach((tile, r) => {
    c.if(c.op("i32.eq", rows, r + 1), () => call(tile));
  });
}
