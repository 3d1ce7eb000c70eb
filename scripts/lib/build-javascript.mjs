/**
 * @file The published package's JavaScript: one file for each package of the source, `index.js` for `adjoint` itself, and
 * one for each part that loads on demand; and all of it in `node.js`, for Node.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";
import { findLateParts } from "./find-late-parts.mjs";
import { root } from "./paths.mjs";

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
]);

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
  const packages = readdirSync(join(root, "packages"));
  const lateParts = findLateParts([...doors.values()]);
  for (const path of namespaces.values()) lateParts.shared.set(path, new Set("*"));
  const coreNames = await exportsOf(join(root, "packages", "core", "src", "index.ts"));
  for (const [path, names] of lateParts.shared)
    if (names.has("*")) lateParts.shared.set(path, new Set(await exportsOf(path)));
  await build({
    ...sourceOptions,
    entryPoints: Object.fromEntries([
      ...packages.map((name) => [fileOf(name), doorOf(name, lateParts)]),
      ...[...lateParts.parts].map(([path, name]) => [name, path]),
      ...[...namespaces.keys()].map((name) => [name, `namespace:${name}`]),
    ]),
    outdir,
    platform: "neutral",
    external: ["node:*", "webgpu"],
    plugins: [linkPackages(lateParts), openPackages(lateParts, coreNames), linkLateParts(lateParts), namePublicPart],
    sourcemap: true,
  });
  await buildForNode(outdir);
}

/**
 * Joins the files to `node.js`, in which what loads on demand runs on demand. Where files lie on a disk, finding each and
 * asking what it imports costs more than what it holds: a start takes some 15 % less. Names stay, since Node shows those of
 * classes, and lines stay short, since it shows the line of an error that nobody caught.
 *
 * @param {string} outdir
 */
async function buildForNode(outdir) {
  await build({
    ...sourceOptions,
    splitting: false,
    entryPoints: [join(outdir, "index.js")],
    outfile: join(outdir, "node.js"),
    platform: "neutral",
    external: ["node:*", "webgpu"],
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    sourcemap: true,
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
 * Late parts stay imports, and import what they share with their package from its file.
 *
 * @param {import("./find-late-parts.mjs").LateParts} lateParts
 * @returns {import("esbuild").Plugin}
 */
function linkLateParts({ parts, shared, isLate }) {
  return {
    name: "link-late-parts",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path: specifier, resolveDir, importer }) => {
        const path = join(resolveDir, specifier);
        const part = parts.get(path);
        if (part !== undefined) return { path: `./${part}.js`, external: true, sideEffects: false };
        if (shared.has(path) && isLate(importer)) return { path, namespace: "shared", sideEffects: false };
        return undefined;
      });
      onResolve({ filter: /^\.\/[^/]*\.js$/ }, ({ path, namespace }) =>
        namespace === "shared" ? { path, external: true, sideEffects: false } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => {
        const [name = ""] = relative(join(root, "packages"), path).split(sep);
        const list = [...(shared.get(path) ?? [])].map((item) => `${sharedName(path, item)} as ${item}`);
        return { contents: `export { ${list.join(", ")} } from "./${fileOf(name)}.js";` };
      });
    },
  };
}

/**
 * Packages import each other's files, and core's namespaces from theirs.
 *
 * @param {import("./find-late-parts.mjs").LateParts} lateParts
 * @returns {import("esbuild").Plugin}
 */
function linkPackages({ parts, shared }) {
  return {
    name: "link-packages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@adjoint\/[^/]+(\/ex\w+)?$/ }, ({ path }) => {
        const file = parts.get(doors.get(path) ?? "") ?? fileOf(path.slice("@adjoint/".length));
        return { path: `./${file}.js`, external: true, sideEffects: false };
      });
      onResolve({ filter: /^\.\/\w+\.js$/ }, ({ path, namespace }) =>
        /^(namespace|public)$/.test(namespace) ? { path, external: true, sideEffects: false } : undefined,
      );
      onResolve({ filter: /^@adjoint\/core\/namespace\/\w+$/ }, ({ path }) => ({
        path: `./${path.split("/")[3]}.js`,
        external: true,
        sideEffects: false,
      }));
      onLoad({ filter: /[/\\]src[/\\].*\.ts$/, namespace: "file" }, ({ path }) => ({
        contents: takeNamespacesApart(readFileSync(path, "utf8")),
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
 * The names of the values that a source exports.
 *
 * @param {string} entry
 */
async function exportsOf(entry) {
  const { metafile } = await build({
    ...sourceOptions,
    splitting: false,
    entryPoints: [entry],
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

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

/** @param {string} name */
function fileOf(name) {
  return name === "adjoint" ? "index" : name;
}
