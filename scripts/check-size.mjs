/** @file `npm run check:size`: prints what a page downloads to train on the CPU, and holds it to its ceiling. */
import { ceilingBytes, measureSize } from "./lib/measure-size.mjs";

const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const { parts, gzipBytes } = await measureSize();
for (const part of parts) console.log(`${kib(part.gzipBytes).padStart(10)}  ${part.file}`);
console.log(`${kib(gzipBytes).padStart(10)}  gzip in all; the ceiling is ${kib(ceilingBytes)}`);
process.exitCode = gzipBytes <= ceilingBytes ? 0 : 1;
