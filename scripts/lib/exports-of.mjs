/** @file What a source exports. */
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";

/**
 * The names of the values that a source exports.
 *
 * @param {string} entry
 */
export async function exportsOf(entry) {
  const { metafile } = await build({
    ...sourceOptions,
    splitting: false,
    entryPoints: [entry],
    external: ["node:*", "webgpu"],
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}
