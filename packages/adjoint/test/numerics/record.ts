/**
 * @file The program behind `npm run docs:numerics`. With the name of a backend it prints what it measures there as JSON; with
 * none it reads such lines from its input and writes `docs/numerics.md`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { configure, shutdown } from "adjoint";
import { document, type Recorded } from "./document.ts";
import { FUNCTIONS } from "./functions.ts";
import { type Measured, measure } from "./measure.ts";
import { measureSum, SUMS } from "./sums.ts";

/** Arguments of each function. */
const COUNT = 1 << 18;

async function record(backend: "cpu" | "webgpu", title: string, simd?: "simd128" | "relaxed"): Promise<Recorded> {
  await configure(simd === undefined ? { backend } : { backend, simd });
  const [functions, sums]: [Measured[], Measured[]] = [[], []];
  for (const f of FUNCTIONS) functions.push(await measure(f, backend, COUNT));
  for (const row of SUMS) sums.push(await measureSum(row));
  await shutdown();
  return { title, backend, count: COUNT, functions, sums };
}

const [page, backend, title, simd] = process.argv.slice(2) as [string, ("cpu" | "webgpu")?, string?, "simd128"?];
if (backend === undefined) {
  const recorded = readFileSync(0, "utf8").trim().split("\n");
  writeFileSync(page, document(recorded.map((line): Recorded => JSON.parse(line))));
} else {
  console.log(JSON.stringify(await record(backend, title ?? backend, simd)));
}
