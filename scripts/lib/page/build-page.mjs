/** @file The page of `examples/page`, from the sources. */
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundleForNode, sourceOptions } from "../bundle.mjs";
import { publishedPackage, root } from "../paths.mjs";

const source = join(root, "examples", "page", "src");
const digits = join(root, "examples", "shared", "data", "digits.csv.gz");

/**
 * Writes all that the server needs to a folder: the page, its worker, the script of the CPU backend's threads, and data.
 *
 * @param {string} folder
 */
export async function buildPage(folder) {
  await Promise.all([
    bundle(folder),
    writeThreads(join(folder, "threads.js")),
    ...["index.html", "icon.svg"].map((file) => copyFile(join(source, file), join(folder, file))),
    // Not `.gz`: servers take that for an encoding, which browsers undo unasked.
    copyFile(digits, join(folder, "digits.csv.gzip")),
  ]);
}

/** @param {string} outdir */
async function bundle(outdir) {
  await build({
    ...sourceOptions,
    entryPoints: { page: join(source, "page.ts"), worker: join(source, "worker.ts"), style: join(source, "style.css") },
    outdir,
    platform: "browser",
    minify: true,
    sourcemap: true,
    alias: { adjoint: join(publishedPackage, "src", "index.ts") },
    external: ["node:*", "webgpu"],
  });
}

/**
 * The backend starts its threads from text of its own, as a blob. A policy without `blob:` wants that text as a file.
 *
 * @param {string} path
 */
async function writeThreads(path) {
  const folder = await mkdtemp(join(tmpdir(), "adjoint-threads-"));
  try {
    const entry = join(root, "packages", "backend-cpu", "src", "threads", "load-worker-source.ts");
    const { threads = "" } = await bundleForNode({ threads: entry }, folder);
    const { loadWorkerSource } = await import(pathToFileURL(threads).href);
    await writeFile(path, await loadWorkerSource());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
