/** @file How much a page downloads to train on the CPU. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { bundlePage } from "./bundle-page.mjs";
import { root } from "./paths.mjs";

/** What the smallest page that trains should load. Not reached yet: `docs/decisions/0007-what-a-page-loads.md`. */
export const goalBytes = 50 * 1024;

/**
 * What each page may load meanwhile, from a user's production build: a little above what it does, so that it cannot grow unseen.
 * Lower them with each gain.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const ceilingBytes = {
  "train-from-functions.ts": 51 * 1024,
  "train-elementwise.ts": 61.7 * 1024,
};

/** @typedef {{ readonly file: string, readonly gzipBytes: number }} Part */

/**
 * Bundles a page of `test/fixtures/size` against the package, runs it, and weighs each file that it loaded. Gives what the
 * page printed, too.
 *
 * @param {string} page the name of its source
 * @param {{ readonly isProduction?: boolean }} [options] false for what a development build of the user's loads
 * @returns {Promise<{ readonly parts: readonly Part[], readonly gzipBytes: number, readonly printed: string }>}
 */
export async function measureSize(page, { isProduction = true } = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "adjoint-size-")));
  try {
    const entry = await bundlePage(join(root, "test", "fixtures", "size", page), folder, { isProduction });
    const printed = runAsPage(entry, join(folder, "coverage"));
    const loaded = loadedFiles(dirname(entry), join(folder, "coverage"));
    const parts = loaded.map((file) => ({
      file: basename(file),
      gzipBytes: gzipSync(readFileSync(file), { level: 9 }).length,
    }));
    return { parts, gzipBytes: parts.reduce((sum, part) => sum + part.gzipBytes, 0), printed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the page in Node, with no more than most pages have: memory cannot be shared with workers.
 *
 * @param {string} entry
 * @param {string} coverage
 */
function runAsPage(entry, coverage) {
  const args = ["--import", "data:text/javascript,delete globalThis.SharedArrayBuffer", entry];
  return execFileSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
}

/**
 * The files of the bundle that were run, as Node's own record of coverage names them.
 *
 * @param {string} bundle
 * @param {string} coverage
 */
function loadedFiles(bundle, coverage) {
  /** @type {Set<string>} */
  const urls = new Set();
  for (const file of readdirSync(coverage)) {
    const { result } = JSON.parse(readFileSync(join(coverage, file), "utf8"));
    for (const { url } of result) urls.add(url);
  }
  const files = readdirSync(bundle).map((name) => join(bundle, name));
  return files.filter((file) => urls.has(pathToFileURL(file).href));
}
