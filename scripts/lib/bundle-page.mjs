/** @file Bundles a page that uses the package, as a user would: minified, in chunks, by what the manifest says. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildJavaScript, buildProduction } from "./build-javascript.mjs";
import { publishedPackage } from "./paths.mjs";
import { temporaryFolder } from "./temporary-folder.mjs";

/**
 * Builds a page against the package as it would be installed. Gives the path of the page's JavaScript, in a folder of its own with
 * all chunks that it may load.
 *
 * @param {string} page its source
 * @param {string} folder an empty one
 * @param {{ readonly isProduction?: boolean }} [options] false for the package's development build
 */
export async function bundlePage(page, folder, { isProduction = true } = {}) {
  const installed = join(folder, "node_modules", "adjoint");
  mkdirSync(installed, { recursive: true });
  cpSync(join(publishedPackage, "package.json"), join(installed, "package.json"));
  cpSync(await builtPackage(isProduction), join(installed, "dist"), { recursive: true });
  await build({
    absWorkingDir: folder,
    entryPoints: { page },
    outdir: join(folder, "page"),
    outExtension: { ".js": ".mjs" },
    nodePaths: [join(folder, "node_modules")],
    plugins: [findInstalled(installed)],
    external: ["node:*", "webgpu"],
    conditions: [isProduction ? "production" : "development"],
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

/** @type {Map<boolean, Promise<string>>} */
const builds = new Map();

/** Removes the builds of the package that pages were bundled against. */
export async function removeBuilds() {
  for (const folder of await Promise.all(builds.values())) rmSync(folder, { recursive: true, force: true });
  builds.clear();
}

/**
 * The folder of a build of the package, which is made once for all pages of a process, until `removeBuilds`.
 *
 * @param {boolean} isProduction
 */
function builtPackage(isProduction) {
  const build = builds.get(isProduction) ?? buildAside(isProduction);
  builds.set(isProduction, build);
  return build;
}

/** @param {boolean} isProduction */
async function buildAside(isProduction) {
  const dist = temporaryFolder("size-build-");
  await (isProduction ? buildProduction(join(dist, "production")) : buildJavaScript(dist));
  return dist;
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
