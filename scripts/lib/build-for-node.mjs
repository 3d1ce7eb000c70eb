/** @file The published package's JavaScript for Node: all of it in one file, and a small one for each entry. */
import { join } from "node:path";
import { build } from "esbuild";
import { sourceOptions } from "./bundle.mjs";
import { entrySources } from "./entries.mjs";
import { findExports, joinedSource, takenFrom } from "./join-files.mjs";

const entries = [...entrySources.keys()];

/** The files that are joined: all but `index.js`, which attaches methods when it is imported. */
const joined = [...entries.filter((entry) => entry !== "index"), "methods"];

/** @satisfies {import("esbuild").BuildOptions} */
const options = {
  ...sourceOptions,
  splitting: false,
  platform: "neutral",
  external: ["node:*", "webgpu"],
  minifyWhitespace: true,
  minifySyntax: true,
};

/**
 * Joins the files of `outdir` to `node.js`, in which what loads on demand runs on demand. Where files lie on a disk, finding
 * each and asking what it imports costs more than what it holds: a start takes some 15 % less. Names stay, since Node shows
 * those of classes, and lines stay short, since it shows the line of an error that nobody caught.
 *
 * Each entry takes what it exports from there, so that a program that imports several has one copy of everything.
 *
 * @param {string} outdir
 */
export async function buildForNode(outdir) {
  const exported = await findExports(outdir, joined);
  await build({
    ...options,
    stdin: { contents: joinedSource(exported), resolveDir: outdir },
    outfile: join(outdir, "node.js"),
    lineLimit: 160,
    sourcemap: true,
  });
  await build({
    ...options,
    entryPoints: entries.map((name) => ({ in: join(outdir, `${name}.js`), out: `node-${name}` })),
    outdir,
    plugins: [takeFromNode(exported)],
  });
}

/**
 * What lies in `node.js`, too, is taken from there.
 *
 * @param {import("./join-files.mjs").Exported} exported
 * @returns {import("esbuild").Plugin}
 */
function takeFromNode(exported) {
  return {
    name: "take-from-node",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\/node\.js$/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
      onLoad({ filter: /\.js$/ }, ({ path }) => takenFrom(exported, path, "node.js"));
    },
  };
}
