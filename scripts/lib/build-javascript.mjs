/** @file The published package's JavaScript: one entry, a chunk for each backend, and what they share. */
import { join } from "node:path";
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";
import { root } from "./paths.mjs";

/** Chunks with a name of their own. Everything else that two of them share gets a hashed one. */
const entryPoints = {
  index: join(root, "packages", "adjoint", "src", "index.ts"),
  "backend-cpu": join(root, "packages", "backend-cpu", "src", "index.ts"),
  "backend-webgpu": join(root, "packages", "backend-webgpu", "src", "index.ts"),
};

/**
 * Writes the JavaScript to `outdir`.
 *
 * The result runs wherever ES modules do. Only what a platform provides stays an import: Node's own modules, and the
 * optional package `webgpu`.
 *
 * @param {string} outdir
 */
export async function buildJavaScript(outdir) {
  await build({
    ...sourceOptions,
    entryPoints,
    outdir,
    platform: "neutral",
    external: ["node:*", "webgpu"],
    chunkNames: "chunk-[hash]",
    sourcemap: true,
  });
}
