/** @file The page of `examples/page`, from the sources. */
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bundleForPage } from "../bundle.mjs";
import { root } from "../paths.mjs";
import { writeThreads } from "../write-threads.mjs";

const source = join(root, "examples", "page", "src");
const entryPoints = {
  page: join(source, "page.ts"),
  worker: join(source, "worker.ts"),
  style: join(source, "style.css"),
  "small/page": join(source, "small", "page.ts"),
  "small/worker": join(source, "small", "worker.ts"),
};
const digits = join(root, "examples", "shared", "data", "digits.csv.gz");

/**
 * Writes all that the server needs to a folder: the page, its worker, the script of the CPU backend's threads, and data.
 *
 * @param {string} folder
 */
export async function buildPage(folder) {
  await mkdir(join(folder, "small"), { recursive: true });
  await Promise.all([
    bundleForPage(entryPoints, folder, { minify: true, sourcemap: true }),
    writeThreads(join(folder, "threads.js")),
    ...["index.html", "icon.svg"].map((file) => copyFile(join(source, file), join(folder, file))),
    copyFile(join(source, "small", "index.html"), join(folder, "small", "index.html")),
    // Not `.gz`: servers take that for an encoding, which browsers undo unasked.
    copyFile(digits, join(folder, "digits.csv.gzip")),
  ]);
}
