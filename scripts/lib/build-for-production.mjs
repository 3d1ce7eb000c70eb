/**
 * @file The published package's JavaScript for production builds of users': what every page may share joined in one file,
 * which compresses better than several.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";
import { findExports, joinedSource, takenFrom } from "./join-files.mjs";

/**
 * @import { BuildOptions, Plugin } from "esbuild"
 * @import { Exported } from "./join-files.mjs"
 */

/** The files that are joined. Their parts that a page does not use are left out by bundlers, as before. */
const joined = ["core", "autograd", "losses", "optim", "ir", "k", "random", "methods"];

/** Imported as namespaces by `functions.js`: as files, bundlers can leave them out. */
const namespaces = new Set(["random", "optim"]);

/**
 * What is imported dynamically of backends: little files that export no more than that. A chunk that is imported so
 * keeps the names of all its exports, and backends export much to their late parts.
 */
const doors = new Map([
  ["backend-cpu", "createCpuBackend"],
  ["backend-webgpu", "createWebgpuBackend"],
]);

/**
 * Writes to `outdir` what `buildParts` writes to a folder aside, joined.
 *
 * @param {string} outdir
 * @param {(folder: string) => Promise<void>} buildParts
 */
export async function buildForProduction(outdir, buildParts) {
  const folder = mkdtempSync(join(tmpdir(), "adjoint-production-"));
  try {
    await buildParts(folder);
    await joinParts(folder, outdir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} outdir
 */
async function joinParts(folder, outdir) {
  const files = readdirSync(folder).map((file) => basename(file, ".js"));
  const exported = await findExports(folder, joined);
  const options = /** @satisfies {BuildOptions} */ ({
    ...sourceOptions,
    splitting: false,
    platform: "neutral",
    external: ["node:*", "webgpu"],
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
  });
  await build({
    ...options,
    stdin: { contents: joinedSource(exported), resolveDir: folder },
    outfile: join(outdir, "shared.js"),
    plugins: [keepOthers],
  });
  const others = files.filter((name) => !joined.includes(name) || namespaces.has(name) || name === "methods");
  await build({
    ...options,
    entryPoints: [
      ...others.map((name) => ({ in: join(folder, `${name}.js`), out: name })),
      ...[...doors.keys()].map((name) => ({ in: `door:${name}`, out: `${name}-door` })),
    ],
    outdir,
    plugins: [openDoors, takeFromShared(exported)],
  });
}

/** @type {Plugin} */
const keepOthers = {
  name: "keep-others",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/.*\.js$/ }, ({ path }) =>
      joined.includes(basename(path, ".js")) ? undefined : { path, external: true, sideEffects: false },
    );
  },
};

/** @type {Plugin} */
const openDoors = {
  name: "open-doors",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^door:/ }, ({ path }) => ({ path: path.slice("door:".length), namespace: "door" }));
    onLoad({ filter: /.*/, namespace: "door" }, ({ path: name }) => ({
      contents: `export { ${doors.get(name)} } from "./${name}.js";`,
    }));
    onResolve({ filter: /^\.\/.*\.js$/ }, ({ path, kind }) => {
      const name = basename(path, ".js");
      if (kind !== "dynamic-import" || !doors.has(name)) return undefined;
      return { path: `./${name}-door.js`, external: true };
    });
  },
};

/**
 * What lies in `shared.js` is taken from there; all else stays where it is.
 *
 * @param {Exported} exported
 * @returns {Plugin}
 */
function takeFromShared(exported) {
  return {
    name: "take-from-shared",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\/.*\.js$/ }, ({ path, resolveDir, importer }) => {
        const name = basename(path, ".js");
        const isNamespace = namespaces.has(name) && basename(importer) === "functions.js";
        if (exported.has(name) && !isNamespace) return { path: join(resolveDir, path), sideEffects: false };
        return { path, external: true, sideEffects: name === "functions" };
      });
      onLoad({ filter: /\.js$/ }, ({ path }) => takenFrom(exported, path, "shared.js"));
    },
  };
}
