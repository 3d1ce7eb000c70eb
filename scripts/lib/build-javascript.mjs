/**
 * @file The published package's JavaScript: one file for each package of the source, `index.js` for `adjoint` itself, and
 * one for each part that loads on demand.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";
import { root } from "./paths.mjs";
import { readImports } from "./read-imports.mjs";

/**
 * Writes the JavaScript to `outdir`.
 *
 * The result runs wherever ES modules do. What a platform provides stays an import: Node's own modules, and the optional
 * package `webgpu`. So do the packages' imports of each other, by which a user's bundler can leave whole files out:
 * it could not take a bundled `export * as nn` apart again. And so do imports of what the source loads on demand, even
 * where some other file imports the same at once: bundlers put whole files into their chunks.
 *
 * @param {string} outdir
 */
export async function buildJavaScript(outdir) {
  const packages = readdirSync(join(root, "packages"));
  const parts = findLazyParts();
  await build({
    ...sourceOptions,
    entryPoints: Object.fromEntries([
      ...packages.map((name) => [fileOf(name), sourceOf(name)]),
      ...[...parts].map(([path, name]) => [name, path]),
    ]),
    outdir,
    platform: "neutral",
    external: ["node:*", "webgpu"],
    plugins: [linkPackages, linkLazyParts(parts), namePublicPart],
    sourcemap: true,
  });
}

/**
 * The source files that some other loads on demand, with the name of the file that each becomes. Those that import such a
 * file at once are apart, too: a bundler would else take it along with whatever is in their file.
 *
 * @returns {ReadonlyMap<string, string>}
 */
function findLazyParts() {
  const folder = join(root, "packages");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  /** @type {{ path: string, target: string, kind: string }[]} */
  const imports = [];
  for (const file of files.filter((name) => /^[^/\\]+[/\\]src[/\\].*\.ts$/.test(name))) {
    const path = join(folder, file);
    for (const { kind, specifier } of readImports(path, readFileSync(path, "utf8")).imports)
      if (specifier.startsWith(".")) imports.push({ path, target: join(path, "..", specifier), kind });
  }
  const loaded = new Set(imports.filter(({ kind }) => kind === "dynamic").map(({ target }) => target));
  const users = imports.filter(({ kind, target }) => kind === "value" && loaded.has(target)).map(({ path }) => path);
  const shipped = users.filter((path) => !/[/\\](testing[/\\].*|index\.ts)$/.test(path));
  return new Map([...loaded, ...shipped].map((path) => [path, basename(path, ".ts")]));
}

/**
 * @param {ReadonlyMap<string, string>} parts
 * @returns {import("esbuild").Plugin}
 */
function linkLazyParts(parts) {
  return {
    name: "link-lazy-parts",
    setup({ onResolve }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
        const part = parts.get(join(resolveDir, path));
        return part === undefined ? undefined : { path: `./${part}.js`, external: true, sideEffects: false };
      });
    },
  };
}

/** @type {import("esbuild").Plugin} */
const linkPackages = {
  name: "link-packages",
  setup({ onResolve }) {
    onResolve({ filter: /^@adjoint\/core\/expansions$/ }, () => ({
      path: "./expansions.js",
      external: true,
      sideEffects: false,
    }));
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
