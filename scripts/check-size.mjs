/** @file `npm run check:size`: prints what pages download to train on the CPU, and holds the first to its ceiling. */
import { ceilingBytes, goalBytes, measureSize } from "./lib/measure-size.mjs";

const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

/** @param {string} page */
async function weigh(page) {
  const { parts, gzipBytes } = await measureSize(page);
  console.log(`${page}: ${kib(gzipBytes)} gzip`);
  for (const part of parts) console.log(`${kib(part.gzipBytes).padStart(10)}  ${part.file}`);
  return gzipBytes;
}

const gzipBytes = await weigh("train-elementwise.ts");
await weigh("train-with-matmul.ts");
console.log(
  `the ceiling is ${kib(ceilingBytes)}; the goal, ${kib(goalBytes)}, ${gzipBytes <= goalBytes ? "is met" : "is not met"}`,
);
process.exitCode = gzipBytes <= ceilingBytes ? 0 : 1;
