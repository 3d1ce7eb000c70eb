/** @file The published package's JavaScript: one file for each package of the source, `index.js` for `adjoint` itself. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";
import { root } from "./paths.mjs";

/**
 * Writes the JavaScript to `outdir`.
 *
 * The result runs wherever ES modules do. What a platform provides stays an import: Node's own modules, and the optional
 * package `webgpu`. So do the packages' imports of each other, by which a user's bundler can leave whole files out:
 * it could not take a bundled `export * as nn` apart again.
 *
 * @param {string} outdir
 */
export async function buildJavaScript(outdir) {
  const packages = readdirSync(join(root, "packages"));
  await build({
    ...sourceOptions,
    entryPoints: Object.fromEntries(packages.map((name) => [fileOf(name), sourceOf(name)])),
    outdir,
    platform: "neutral",
    external: ["node:*", "webgpu"],
    plugins: [linkPackages, namePublicPart],
    sourcemap: true,
  });
}

/** @type {import("esbuild").Plugin} */
const linkPackages = {
  name: "link-packages",
  setup({ onResolve }) {
    onResolve({ filter: /^@adjoint\/[^/]+$/ }, ({ path }) => ({
      path: `./${fileOf(path.slice("@adjoint/".length))}.js`,
      external: true,
      sideEffects: false,
    }));
  },
};

/**
 * What users get from core comes from core's one file, by name: `export * from "@adjoint/core/public"` becomes a list.
 *
 * @type {import("esbuild").Plugin}
 */
const namePublicPart = {
  name: "name-public-part",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@adjoint\/core\/public$/ }, () => ({ path: "core", namespace: "public" }));
    onLoad({ filter: /.*/, namespace: "public" }, async () => {
      const entry = join(root, "packages", "core", "src", "public.ts");
      const { metafile } = await build({
        ...sourceOptions,
        splitting: false,
        entryPoints: [entry],
        write: false,
        metafile: true,
      });
      const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
      return { contents: `export { ${names.join(", ")} } from "@adjoint/core";`, resolveDir: root };
    });
  },
};

/** @param {string} name */
function fileOf(name) {
  return name === "adjoint" ? "index" : name;
}

/** @param {string} name */
function sourceOf(name) {
  return join(root, "packages", name, "src", "index.ts");
}
