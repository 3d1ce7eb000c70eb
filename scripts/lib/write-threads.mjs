/** @file The script of the CPU backend's threads as a file: what `configure({ workerUrl })` takes. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleForNode } from "./bundle.mjs";
import { root } from "./paths.mjs";

/**
 * Writes the script. The backend itself starts its threads from the same text, as a blob; a content policy without `blob:`
 * wants a file.
 *
 * @param {string} path
 */
export async function writeThreads(path) {
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
