/** @file One panel of b, at most as wide as the widest tile, against all rows of a block: strips of tiles from top to bottom. */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";
import { emitTile, TILE_TYPE } from "./emit-tile.ts";
import { I32Code, paramsOf } from "./i32-code.ts";
import type { DotTarget, TileWidth } from "./tile.ts";

/** Parameters: rows (> 0), vectors of columns, and those of a tile, from the panel's first row on. */
const PANEL_TYPE: FunctionType = { params: ["i32", "i32", ...TILE_TYPE.params], results: [] };

type TileParams = readonly [
  a: Local,
  aRow: Local,
  b: Local,
  bStep: Local,
  k: Local,
  out: Local,
  outRow: Local,
  lastLanes: Local,
  sums: Local,
  sumsRow: Local,
  isFirst: Local,
];
type Params = readonly [rows: Local, vectors: Local, ...TileParams];
type StripParams = readonly [rows: Local, ...TileParams];

/** Adds the function of a panel. */
export function emitPanel(m: ModuleBuilder, target: DotTarget): FunctionRef {
  const strips = target.tile.widths.map((width) => ({ vectors: width.vectors, target: emitStrip(m, target, width) }));
  const fill = (f: FunctionBuilder): void => {
    const c = new I32Code(f);
    const [rows, vectors, a, aRow, b, bStep, k, out, outRow, lastLanes, sums, sumsRow, isFirst] = paramsOf<Params>(f);
    for (const strip of strips) {
      c.if(c.op("i32.ge_s", vectors, strip.vectors), () => {
        const lanes = c.select(c.op("i32.eq", vectors, strip.vectors), lastLanes, 4);
        c.call(strip.target, rows, a, aRow, b, bStep, k, out, outRow, lanes, sums, sumsRow, isFirst);
        c.set(vectors, c.sub(vectors, strip.vectors));
        c.set(b, c.add(b, strip.vectors * 16));
        c.set(out, c.add(out, strip.vectors * 16));
        c.set(sums, c.add(sums, strip.vectors * 16));
      });
    }
  };
  return m.function("panel", PANEL_TYPE, fill, false);
}

/** All rows of one width. Parameters: rows (> 0), and those of a tile. */
function emitStrip(m: ModuleBuilder, { tile, isFma }: DotTarget, { vectors, heights }: TileWidth): FunctionRef {
  const tiles = heights.map((rows, i) => {
    return { rows, target: emitTile(m, { rows, vectors, unroll: i === 0 ? tile.unroll : 1, isFma }) };
  });
  const fill = (f: FunctionBuilder): void => {
    const c = new I32Code(f);
    const [rows, ...tileOperands] = paramsOf<StripParams>(f);
    const [a, aRow, , , , out, outRow, , sums, sumsRow] = tileOperands;
    for (const { rows: height, target } of tiles) {
      c.if(c.op("i32.ge_s", rows, height), () =>
        c.doWhile(
          () => {
            c.call(target, ...tileOperands);
            c.set(a, c.add(a, c.mul(aRow, height)));
            c.set(out, c.add(out, c.mul(outRow, height)));
            c.set(sums, c.add(sums, c.mul(sumsRow, height)));
            c.set(rows, c.sub(rows, height));
          },
          c.op("i32.ge_s", rows, height),
        ),
      );
    }
  };
  return m.function(`strip_${vectors * 4}`, { params: ["i32", ...TILE_TYPE.params], results: [] }, fill, false);
}
