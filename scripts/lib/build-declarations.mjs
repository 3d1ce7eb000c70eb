/** @file The published package's types, in one file that names no other package. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { cache, publishedPackage } from "./paths.mjs";
import { runDependency } from "./run.mjs";

/**
 * Writes `file`.
 *
 * The compiler declares each source file, and rollup joins what the entry reaches.
 *
 * @param {string} file
 */
export async function buildDeclarations(file) {
  const declarations = join(cache, "declarations");
  rmSync(declarations, { recursive: true, force: true });
  const code = runDependency("typescript/bin/tsc", ["-p", join(publishedPackage, "tsconfig.build.json")]);
  if (code !== 0) throw new Error("The declarations could not be made, because the types do not hold.");

  const bundle = await rollup({
    input: join(declarations, "packages", "adjoint", "src", "index.d.ts"),
    plugins: [resolveWorkspace(declarations), plainNamespaces, dts()],
    onwarn: (warning) => {
      if (warning.code !== "EMPTY_BUNDLE") throw new Error(warning.message);
    },
  });
  // Users need not know that a tensor can be disposed of with `using` to have its type understood.
  await bundle.write({ file, format: "es", banner: '/// <reference lib="esnext.disposable" />' });
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
