/** @file How much a page downloads to train on the CPU. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildJavaScript } from "./build-javascript.mjs";
import { root } from "./paths.mjs";

export const ceilingBytes = 50 * 1024;

/** @typedef {{ readonly file: string, readonly gzipBytes: number }} Part */

/**
 * Builds the package aside, bundles the page against it as a user would, minified, and weighs what the page loads: its
 * entry, the chunk of the CPU backend, and what these two import.
 *
 * @returns {Promise<{ readonly parts: readonly Part[], readonly gzipBytes: number }>}
 */
export async function measureSize() {
  const folder = mkdtempSync(join(tmpdir(), "adjoint-size-"));
  try {
    const dist = join(folder, "adjoint", "dist");
    await buildJavaScript(dist);
    writeFileSync(join(folder, "adjoint", "package.json"), '{ "type": "module", "sideEffects": false }');
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: { page: join(root, "test", "fixtures", "size", "train-on-cpu.ts") },
      outdir: join(folder, "page"),
      alias: { adjoint: join(dist, "index.js") },
      external: ["node:*", "webgpu"],
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      metafile: true,
      logLevel: "warning",
    });
    const parts = loadedFiles(metafile.outputs).map((file) => ({
      file: basename(file),
      gzipBytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
    }));
    return { parts, gzipBytes: parts.reduce((sum, part) => sum + part.gzipBytes, 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import("esbuild").Metafile["outputs"]} outputs */
function loadedFiles(outputs) {
  const starts = ["train-on-cpu.ts", "backend-cpu.js"].map((entry) => {
    const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint && basename(entryPoint) === entry);
    if (!found) throw new Error(`size: the page must load ${entry}; got ${Object.keys(outputs).join(", ")}`);
    return found[0];
  });
  const loaded = new Set(starts);
  for (const file of loaded)
    for (const { path, kind, external } of outputs[file]?.imports ?? [])
      if (kind === "import-statement" && !external) loaded.add(path);
  return [...loaded];
}
