/** @file The published package's types: a file for each entry, and none that names another package. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { entrySources } from "./entries.mjs";
import { cache, publishedPackage } from "./paths.mjs";
import { runDependency } from "./run.mjs";

/**
 * Writes `index.d.ts` and its like to `outdir`.
 *
 * The compiler declares each source file, and rollup joins what the entries reach.
 *
 * @param {string} outdir
 */
export async function buildDeclarations(outdir) {
  const declarations = join(cache, "declarations");
  rmSync(declarations, { recursive: true, force: true });
  const code = runDependency("typescript/bin/tsc", ["-p", join(publishedPackage, "tsconfig.build.json")]);
  if (code !== 0) throw new Error("The declarations could not be made, because the types do not hold.");

  const inputs = [...entrySources].map(([name, source]) => [
    name,
    join(declarations, "packages", source.replace(/\.ts$/, ".d.ts")),
  ]);
  const apart = ["adjoint/src/index.d.ts", "core/src/methods.d.ts"].map((path) => join(declarations, "packages", path));
  const bundle = await rollup({
    input: Object.fromEntries(inputs),
    plugins: [resolveWorkspace(declarations), plainNamespaces, dts(), completeNames],
    onwarn: (warning) => {
      // What several entries share and none exports stays in the file that they share.
      const isKnown = warning.code === "EMPTY_BUNDLE" || warning.message.includes("private shared type exports");
      if (!isKnown) throw new Error(warning.message);
    },
  });
  // Users need not know that a tensor can be disposed of with `using` to have its type understood.
  await bundle.write({
    dir: outdir,
    format: "es",
    entryFileNames: "[name].d.ts",
    chunkFileNames: "[name].ts",
    // What entries share lies in one file, but for what only one of them adds: that has to stay away from the others.
    manualChunks: (path) => (apart.includes(path) ? undefined : "types.d"),
    // What a file adds to the types of another goes by the name that it exports.
    minifyInternalExports: false,
    banner: '/// <reference lib="esnext.disposable" />',
  });
  await bundle.close();
}

/**
 * @param {string} declarations
 * @returns {import("rollup").Plugin}
 */
function resolveWorkspace(declarations) {
  return {
    name: "resolve-workspace",
    resolveId(specifier, importer) {
      const [, workspacePackage, door = "index"] = /^@adjoint\/([^/]+)(?:\/([^/]+))?$/.exec(specifier) ?? [];
      if (workspacePackage) return join(declarations, "packages", workspacePackage, "src", `${door}.d.ts`);
      if (specifier.startsWith(".") && importer) return join(importer, "..", specifier.replace(/\.ts$/, ".d.ts"));
      return null;
    },
    // A file that adds to the types of another names its source.
    transform: (code) => code.replace(/(?<=declare module "\..*)\.ts(?=")/g, ".d.ts"),
  };
}

/**
 * Rollup writes a namespace that takes part in an import cycle with getters, which the next plugin does not read.
 *
 * @type {import("rollup").Plugin}
 */
const plainNamespaces = {
  name: "plain-namespaces",
  renderChunk: (code) => code.replace(/\bget ([\w$]+) \(\) \{ return ([\w$]+); \}/g, "$1: $2"),
};

/**
 * In modules of ECMAScript, files are named with their endings, also those to whose types another adds.
 *
 * @type {import("rollup").Plugin}
 */
const completeNames = {
  name: "complete-names",
  renderChunk: (code) => code.replace(/(?<=declare module "\.[^"]*)(?=")/g, ".js"),
};
