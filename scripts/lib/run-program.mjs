/** @file Runs a TypeScript program of the repository in this process. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleForNode } from "./bundle.mjs";
import { cache } from "./paths.mjs";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Bundles the program into a folder of its own, so that two can run at once, and imports it.
 *
 * @param {string} entry its TypeScript file
 */
export async function runProgram(entry) {
  const outdir = temporaryFolder("run-");
  process.on("exit", () => rmSync(outdir, { recursive: true, force: true }));
  const { program = "" } = await bundleForNode({ program: entry }, outdir);
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(program).href);
}

/**
 * A new folder in the cache. Folders of the same prefix that an interrupted run left behind a day ago are removed.
 *
 * @param {string} prefix
 */
export function temporaryFolder(prefix) {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const ageMs = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name.startsWith(prefix) && ageMs > dayMs) rmSync(path, { recursive: true, force: true });
  }
  return mkdtempSync(join(cache, prefix));
}
