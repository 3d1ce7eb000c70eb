import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The numbers of a compressed file of the folder `data`, row by row. Columns are parted by commas or spaces. */
export function readCsv(name: string): number[][] {
  const text = gunzipSync(readFileSync(new URL(`../data/${name}`, import.meta.url))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
}
