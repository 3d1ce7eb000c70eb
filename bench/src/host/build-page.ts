/** @file What the page of an engine in a browser loads. */
import { cp, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleForPage } from "../../../scripts/lib/bundle.mjs";

const source = (name: string) => fileURLToPath(new URL(`../worker/${name}.ts`, import.meta.url));
const entryPoints = { page: source("page"), "browser-worker": source("browser-worker") };
const { resolve } = createRequire(import.meta.url);

/**
 * Files that engines load themselves, by the folder of `/assets/` in which they look for them: those beside a module, by
 * their ending.
 */
const assets = {
  "tfjs-backend-wasm": { beside: "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm", ending: ".wasm" },
} as const;

/** Writes the page, and all that engines load in it, to a folder. */
export async function buildPage(folder: string): Promise<void> {
  await Promise.all([
    bundleForPage(entryPoints, folder),
    writeFile(
      join(folder, "index.html"),
      '<!doctype html><title>bench</title><script type="module" src="page.js"></script>',
    ),
    ...Object.entries(assets).map(async ([name, { beside, ending }]) => {
      const from = dirname(resolve(beside));
      const isWanted = (path: string) => basename(path) === basename(from) || path.endsWith(ending);
      await cp(from, join(folder, "assets", name), { recursive: true, filter: isWanted });
    }),
  ]);
}
