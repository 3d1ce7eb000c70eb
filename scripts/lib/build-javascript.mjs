/**
 * @file The published package's JavaScript: one file for each package of the source, `index.js` and `functions.js` for
 * `adjoint` itself, and one for each part that loads on demand; and all of it in `node.js`, for Node.
 */
import { readdirSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";
import { buildForNode } from "./build-for-node.mjs";
import { buildForProduction } from "./build-for-production.mjs";
import { sourceOptions } from "./bundle.mjs";
import { exportsOf } from "./exports-of.mjs";
import { findLateParts } from "./find-late-parts.mjs";
import { sourceReader } from "./package-sources.mjs";
import { publishedPackage, root } from "./paths.mjs";

/** What packages take from core beside its index, for it loads apart. */
const doors = new Map([
  ["@adjoint/core/explain", join(root, "packages", "core", "src", "explain.ts")],
  ["@adjoint/core/expansions", join(root, "packages", "core", "src", "scalar", "expansions.ts")],
]);

/**
 * What core exports as namespaces. Each is a file of its own, in which core's file has no part: bundlers take
 * `import * as` from a file apart and leave out what is not used, but keep an object that core made of it.
 */
const namespaces = new Map([
  ["ir", join(root, "packages", "core", "src", "ir", "build.ts")],
  ["k", join(root, "packages", "core", "src", "kernel", "expr.ts")],
  ["random", join(root, "packages", "core", "src", "random", "random.ts")],
  ["methods", join(root, "packages", "core", "src", "tensor", "methods.ts")],
]);

/** Builders without state, of which late parts have copies: what they took from core's file, every page would load. */
const rareNodes = join(root, "packages", "core", "src", "ir", "rare", "rare-nodes.ts");

/**
 * Writes the JavaScript to `outdir`.
 *
 * The result runs wherever ES modules do. What a platform provides stays an import: Node's own modules, and the optional
 * package `webgpu`. So do the packages' imports of each other, by which a user's bundler can leave whole files out:
 * it could not take a bundled `export * as nn` apart again. And so do imports of what the source loads on demand: it takes
 * what it shares with its package from the package's file, which a page has loaded by then, rather than from chunks
 * between the two.
 *
 * @param {string} outdir
 */
export async function buildJavaScript(outdir) {
  await buildParts(outdir, false);
  await buildForNode(outdir);
}

/**
 * Writes the JavaScript for production builds of users': as above, with codes in place of the sentences of errors. Node takes
 * the other one always.
 *
 * @param {string} outdir
 */
export async function buildProduction(outdir) {
  await buildForProduction(outdir, (folder) => buildParts(folder, true));
}

/**
 * Writes one file for each package, namespace and part that loads on demand.
 *
 * @param {string} outdir
 * @param {boolean} isProduction
 */
async function buildParts(outdir, isProduction) {
  const read = sourceReader(isProduction);
  const packages = readdirSync(join(root, "packages"));
  const lateParts = findLateParts([...doors.values()], dirname(rareNodes));
  for (const path of namespaces.values()) lateParts.shared.set(path, new Set("*"));
  const coreNames = await exportsOf(join(root, "packages", "core", "src", "index.ts"));
  for (const [path, names] of lateParts.shared)
    if (names.has("*")) lateParts.shared.set(path, new Set(await exportsOf(path)));
  const operations = await exportsOf(join(root, "packages", "core", "src", "ops", "of-tensors.ts"));
  await build({
    ...sourceOptions,
    entryPoints: Object.fromEntries([
      ...packages.map((name) => [fileOf(name), doorOf(name, lateParts)]),
      ...[...lateParts.parts].map(([path, name]) => [name, path]),
      ...[...namespaces.keys()].map((name) => [name, `namespace:${name}`]),
      ["functions", join(publishedPackage, "src", "functions.ts")],
    ]),
    outdir,
    platform: "neutral",
    external: ["node:*", "webgpu"],
    plugins: [
      listMethods(operations, read),
      linkPackages(lateParts, read),
      openPackages(lateParts, coreNames),
      linkLateParts(lateParts, new Set(await exportsOf(rareNodes)), read),
      namePublicPart,
    ],
    sourcemap: !isProduction,
  });
}

/**
 * The file of a package holds what its index exports, but for namespaces, and under other names what these and its late
 * parts take.
 *
 * @param {import("./find-late-parts.mjs").LateParts} lateParts
 * @param {readonly string[]} coreNames
 * @returns {import("esbuild").Plugin}
 */
function openPackages({ shared }, coreNames) {
  return {
    name: "open-packages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^package:/ }, ({ path }) => ({ path: path.slice("package:".length), namespace: "package" }));
      onLoad({ filter: /.*/, namespace: "package" }, ({ path: name }) => {
        const sources = join(root, "packages", name, "src");
        const own = name === "core" ? listOf(coreNames) : "*";
        const lines = [`export ${own} from ${JSON.stringify(join(sources, "index.ts"))};`];
        for (const [path, names] of shared) {
          if (!path.startsWith(sources + sep)) continue;
          const list = [...names].map((item) => `${item} as ${sharedName(path, item)}`);
          lines.push(`export { ${list.join(", ")} } from ${JSON.stringify(path)};`);
        }
        return { contents: lines.join("\n"), resolveDir: sources };
      });
    },
  };
}

/**
 * Late parts stay imports, and import what they share with their package from its file, or copy it.
 *
 * @param {import("./find-late-parts.mjs").LateParts} lateParts
 * @param {ReadonlySet<string>} copiedNames what the namespace `ir` has of copied sources
 * @param {(path: string) => string} read
 * @returns {import("esbuild").Plugin}
 */
function linkLateParts({ parts, shared, isLate, isCopied }, copiedNames, read) {
  return {
    name: "link-late-parts",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path: specifier, resolveDir, importer, namespace }) => {
        const path = join(resolveDir, specifier);
        const part = parts.get(path);
        if (part !== undefined) return { path: `./${part}.js`, external: true, sideEffects: false };
        if (namespace !== "copied" && !isLate(importer)) return undefined;
        if (isCopied(path)) return { path, namespace: "copied", sideEffects: false };
        return shared.has(path) ? { path, namespace: "shared", sideEffects: false } : undefined;
      });
      onLoad({ filter: /.*/, namespace: "copied" }, ({ path }) => ({
        contents: read(path),
        loader: "ts",
        resolveDir: dirname(path),
      }));
      onResolve({ filter: /^\.\/[^/]*\.js$/ }, ({ path, namespace }) =>
        namespace === "shared" ? { path, external: true, sideEffects: false } : undefined,
      );
      onResolve({ filter: /^copied:/ }, () => ({ path: rareNodes, namespace: "copied", sideEffects: false }));
      onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => {
        const [name = ""] = relative(join(root, "packages"), path).split(sep);
        const isCopy = (/** @type {string} */ item) => path === namespaces.get("ir") && copiedNames.has(item);
        const names = [...(shared.get(path) ?? [])];
        const own = names.filter((item) => !isCopy(item)).map((item) => `${sharedName(path, item)} as ${item}`);
        const copied = names.filter(isCopy);
        const copies = copied.length > 0 ? `export { ${copied.join(", ")} } from "copied:";` : "";
        return { contents: `export { ${own.join(", ")} } from "./${fileOf(name)}.js"; ${copies}` };
      });
    },
  };
}

/**
 * Packages import each other's files, and core's namespaces from theirs.
 *
 * @param {import("./find-late-parts.mjs").LateParts} lateParts
 * @param {(path: string) => string} read
 * @returns {import("esbuild").Plugin}
 */
function linkPackages({ parts, shared }, read) {
  return {
    name: "link-packages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@adjoint\/[^/]+(\/ex\w+)?$/ }, ({ path }) => {
        const file = parts.get(doors.get(path) ?? "") ?? fileOf(path.slice("@adjoint/".length));
        return { path: `./${file}.js`, external: true, sideEffects: false };
      });
      onResolve({ filter: /^\.\/functions\.ts$/ }, () => ({ path: "./functions.js", external: true }));
      onResolve({ filter: /^\.\/\w+\.js$/ }, ({ path, namespace }) =>
        /^(namespace|public)$/.test(namespace) ? { path, external: true, sideEffects: false } : undefined,
      );
      onResolve({ filter: /^@adjoint\/core\/(namespace\/\w+|methods)$/ }, ({ path }) => ({
        path: `./${basename(path)}.js`,
        external: true,
        sideEffects: false,
      }));
      onLoad({ filter: /[/\\]src[/\\].*\.ts$/, namespace: "file" }, ({ path }) => ({
        contents: takeNamespacesApart(read(path)),
        loader: "ts",
      }));
      onResolve({ filter: /^namespace:/ }, ({ path }) => ({
        path: path.slice("namespace:".length),
        namespace: "namespace",
      }));
      onLoad({ filter: /.*/, namespace: "namespace" }, ({ path: name }) => {
        const path = namespaces.get(name) ?? "";
        const list = [...(shared.get(path) ?? [])].map((item) => `${sharedName(path, item)} as ${item}`);
        return { contents: `export { ${list.join(", ")} } from "./core.js";` };
      });
    },
  };
}

/**
 * @param {readonly string[]} names
 */
function listOf(names) {
  return `{ ${names.filter((name) => !namespaces.has(name)).join(", ")} }`;
}

/**
 * The source of a module that hands on these exports of core.
 *
 * @param {readonly string[]} names
 */
function linesFromCore(names) {
  const own = names.filter((name) => namespaces.has(name)).map((name) => `export * as ${name} from "./${name}.js";`);
  return [`export ${listOf(names)} from "./core.js";`, ...own].join("\n");
}

/**
 * `import { ir, tensor } from "@adjoint/core"` becomes two imports, one of them from the namespace's own file.
 *
 * @param {string} source
 */
function takeNamespacesApart(source) {
  return source.replace(/^import \{([^{}]*)\} from "@adjoint\/core";$/m, (_, /** @type {string} */ list) => {
    const names = list.split(",").map((name) => name.trim());
    const own = names.filter((name) => namespaces.has(name));
    const lines = own.map((name) => `import * as ${name} from "@adjoint/core/namespace/${name}";`);
    return [
      `import { ${names.filter((name) => !own.includes(name)).join(", ")} } from "@adjoint/core";`,
      ...lines,
    ].join(" ");
  });
}

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
      return { contents: linesFromCore(await exportsOf(join(root, "packages", "core", "src", "public.ts"))) };
    });
  },
};

/**
 * The name under which a package's file hands an export of one of its sources to late parts: `lower_simplify$mul`.
 *
 * @param {string} path
 * @param {string} name
 */
function sharedName(path, name) {
  const [, ...folders] = relative(join(root, "packages"), path).replace(/\.ts$/, "").split(sep).slice(1);
  return `${folders.join("_").replace(/\W/g, "_")}$${name}`;
}

/**
 * @param {string} name
 * @param {import("./find-late-parts.mjs").LateParts} lateParts
 */
function doorOf(name, { shared }) {
  const sources = join(root, "packages", name, "src");
  const isOpened = [...shared.keys()].some((path) => path.startsWith(sources + sep));
  return isOpened ? `package:${name}` : join(sources, "index.ts");
}

/**
 * Names the operations where they are attached as methods. A namespace would be filled by a call when core's file is run, which
 * no bundler leaves out, and with it all of them.
 *
 * @param {readonly string[]} operations
 * @param {(path: string) => string} read
 * @returns {import("esbuild").Plugin}
 */
function listMethods(operations, read) {
  const list = `{ ${operations.join(", ")} }`;
  return {
    name: "list-methods",
    setup({ onLoad }) {
      onLoad({ filter: /[/\\]tensor[/\\]methods\.ts$/, namespace: "file" }, ({ path }) => ({
        contents: read(path)
          .replace("* as ops from", `${list} from`)
          .replace("Object.entries(ops)", `Object.entries(${list})`),
        loader: "ts",
      }));
    },
  };
}

/** @param {string} name */
function fileOf(name) {
  return name === "adjoint" ? "index" : name;
}
