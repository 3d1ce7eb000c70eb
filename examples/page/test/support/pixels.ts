/** @file What is seen in a screenshot. */
import { PNG } from "pngjs";

export type Color = readonly [red: number, green: number, blue: number];

/** Difference of a channel up to which two colours count as the same: thin lines are blended with what is behind. */
const NEAR = 40;

/** For each column in which a colour occurs, from left to right, the mean row at which it does. */
export function columnsOf(color: Color, screenshot: Buffer): { readonly column: number; readonly row: number }[] {
  const { width, height, data } = PNG.sync.read(screenshot);
  const columns: { column: number; row: number }[] = [];
  for (let column = 0; column < width; column++) {
    const rows: number[] = [];
    for (let row = 0; row < height; row++) {
      const at = 4 * (row * width + column);
      if (color.every((value, i) => Math.abs(value - (data[at + i] ?? 0)) <= NEAR)) rows.push(row);
    }
    if (rows.length > 0) columns.push({ column, row: rows.reduce((sum, row) => sum + row, 0) / rows.length });
  }
  return columns;
}

/** The share of pixels that are of a colour. */
export function shareOf(color: Color, screenshot: Buffer): number {
  const { width, height, data } = PNG.sync.read(screenshot);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (color.every((value, i) => Math.abs(value - (data[at + i] ?? 0)) <= NEAR)) count++;
  return count / (width * height);
}
