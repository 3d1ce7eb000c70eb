/** @file `npm run check:size`: prints what pages download to train on the CPU, and holds them to their ceilings, as production builds. */
import { removeBuilds } from "./lib/bundle-page.mjs";
import { ceilingBytes, goalBytes, measureSize } from "./lib/measure-size.mjs";

const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

for (const page of ["train-from-functions.ts", "train-elementwise.ts", "train-with-matmul.ts"]) {
  const { parts, gzipBytes } = await measureSize(page);
  const ceiling = ceilingBytes[page] ?? Number.POSITIVE_INFINITY;
  console.log(
    `${page}: ${kib(gzipBytes)} gzip${ceiling < Number.POSITIVE_INFINITY ? `, at most ${kib(ceiling)}` : ""}`,
  );
  for (const part of parts) console.log(`${kib(part.gzipBytes).padStart(10)}  ${part.file}`);
  if (gzipBytes > ceiling) process.exitCode = 1;
  if (page === "train-from-functions.ts")
    console.log(`the goal, ${kib(goalBytes)}, ${gzipBytes <= goalBytes ? "is met" : "is not met"}`);
}

const { gzipBytes } = await measureSize("train-from-functions.ts", { isProduction: false });
console.log(`train-from-functions.ts as a development build: ${kib(gzipBytes)}`);
await removeBuilds();
