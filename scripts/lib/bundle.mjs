/** @file How the TypeScript of the repository becomes JavaScript that runs, with esbuild. */
import { readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { entryAliases } from "./entries.mjs";
import { root } from "./paths.mjs";

/** @import { BuildOptions } from "esbuild" */

/** Settings that every bundle shares: workspace packages answer to the condition "source". */
export const sourceOptions = /** @satisfies {BuildOptions} */ ({
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  splitting: true,
  target: "es2022",
  conditions: ["source"],
  logLevel: "warning",
});

/**
 * Bundles programs from the sources for this Node, and gives the path of each entry's JavaScript.
 *
 * @param {Readonly<Record<string, string>>} entryPoints from a name to a TypeScript file
 * @param {string} outdir
 */
export async function bundleForNode(entryPoints, outdir) {
  await build({
    ...sourceOptions,
    entryPoints: { ...entryPoints },
    outdir,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    sourcemap: true,
    alias: entryAliases,
    plugins: [keepDependenciesOutside, keepModuleUrl],
  });
  return Object.fromEntries(Object.keys(entryPoints).map((name) => [name, join(outdir, `${name}.mjs`)]));
}

/**
 * Bundles what a page loads, with all its dependencies, from the sources.
 *
 * @param {Readonly<Record<string, string>>} entryPoints from a name to a TypeScript or style file
 * @param {string} outdir
 * @param {Pick<BuildOptions, "minify" | "sourcemap">} [more]
 */
export async function bundleForPage(entryPoints, outdir, more = {}) {
  await build({
    ...sourceOptions,
    ...more,
    entryPoints: { ...entryPoints },
    outdir,
    platform: "browser",
    alias: entryAliases,
    // What packages ask for only once they have found themselves in Node.
    external: ["node:*", "webgpu", "fs", "path", "crypto"],
  });
}

/**
 * Imports of installed packages stay imports, by full path, because the bundle does not lie where it could find them.
 *
 * @type {import("esbuild").Plugin}
 */
const keepDependenciesOutside = {
  name: "keep-dependencies-outside",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === "resolving" || /^@?adjoint(\/|$)/.test(path) || path.startsWith("node:")) return undefined;
      if (kind === "entry-point") return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: "resolving" });
      // A package that is not installed, an optional peer say, is left to fail at run time, where it can be caught.
      if (found.errors.length > 0) return { path, external: true };
      if (!found.path.includes(`${sep}node_modules${sep}`)) return found;
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

const programs = ["bench", "examples", "scripts"].map((folder) => join(root, folder) + sep);

/**
 * `import.meta.url` in a program, or in a tool that one imports, keeps meaning its source file, so that data beside it is found.
 *
 * @type {import("esbuild").Plugin}
 */
const keepModuleUrl = {
  name: "keep-module-url",
  setup({ onLoad }) {
    onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
      if (!programs.some((folder) => path.startsWith(folder))) return undefined;
      const source = await readFile(path, "utf8");
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll(/\bimport\.meta\.url\b/g, url), loader: path.endsWith("ts") ? "ts" : "js" };
    });
  },
};
