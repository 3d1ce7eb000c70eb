/** @file Folders for one run of one tool. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./paths.mjs";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A new folder in the cache. Folders of the same prefix that an interrupted run left behind a day ago are removed.
 *
 * @param {string} prefix
 * @param {string} [parent]
 */
export function temporaryFolder(prefix, parent = cache) {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    const ageMs = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name.startsWith(prefix) && ageMs > dayMs) rmSync(path, { recursive: true, force: true });
  }
  return mkdtempSync(join(parent, prefix));
}
