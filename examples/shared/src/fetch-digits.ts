import { type Digit, toDigits } from "./digits.ts";
import { parseCsv } from "./parse-csv.ts";

/**
 * All 1,797 images of the UCI handwritten digits, in a page.
 *
 * @param url where the bytes of `digits.csv.gz` are served, as they are
 */
export async function fetchDigits(url: string): Promise<Digit[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  const unpacked = (await response.blob()).stream().pipeThrough(new DecompressionStream("gzip"));
  return toDigits(parseCsv(await new Response(unpacked).text()));
}
