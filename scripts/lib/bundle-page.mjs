/** @file Bundles a page that uses the package, as a user would: minified, in chunks, by what the manifest says. */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildJavaScript } from "./build-javascript.mjs";
import { publishedPackage } from "./paths.mjs";

/**
 * Builds the package aside, and the page against it. Gives the path of the page's JavaScript, in a folder of its own with
 * all chunks that it may load.
 *
 * @param {string} page its source
 * @param {string} folder an empty one
 */
export async function bundlePage(page, folder) {
  const installed = join(folder, "node_modules", "adjoint");
  mkdirSync(installed, { recursive: true });
  cpSync(join(publishedPackage, "package.json"), join(installed, "package.json"));
  await buildJavaScript(join(installed, "dist"));
  await build({
    absWorkingDir: folder,
    entryPoints: { page },
    outdir: join(folder, "page"),
    outExtension: { ".js": ".mjs" },
    nodePaths: [join(folder, "node_modules")],
    plugins: [findInstalled(installed)],
    external: ["node:*", "webgpu"],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    logOverride: { "ignored-bare-import": "error" },
  });
  return join(folder, "page", "page.mjs");
}

/**
 * The page's source lies in the repository, where `adjoint` means the workspace package: look in the installed one.
 *
 * @param {string} installed
 * @returns {import("esbuild").Plugin}
 */
function findInstalled(installed) {
  return {
    name: "find-installed",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^adjoint(\/\w+)?$/ }, ({ path, kind, pluginData }) =>
        pluginData === installed
          ? undefined
          : resolve(path, { kind, resolveDir: join(installed, ".."), pluginData: installed }),
      );
    },
  };
}
