import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parseCsv } from "./parse-csv.ts";

/** The numbers of a compressed file of the folder `data`, row by row. */
export function readCsv(name: string): number[][] {
  return parseCsv(gunzipSync(readFileSync(new URL(`../data/${name}`, import.meta.url))).toString("utf8"));
}
