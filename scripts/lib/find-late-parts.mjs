/** @file Which sources of the packages load on demand, and what they take from those that load with their package. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { root } from "./paths.mjs";
import { readImports } from "./read-imports.mjs";

/**
 * @typedef {object} LateParts
 * @property {ReadonlyMap<string, string>} parts the sources that are files of their own in the published package, with the
 *   names of those: what is imported dynamically, and doors beside a package's index
 * @property {Map<string, ReadonlySet<string>>} shared sources that load with their package and that late ones import, too,
 *   with the names that these take; `*` for all
 * @property {(path: string) => boolean} isLate true for a source that does not load with its package
 * @property {(path: string) => boolean} isCopied true for a source that late ones copy instead
 */

/**
 * @param {readonly string[]} doors sources that other packages import beside the index
 * @param {string} copied the folder of sources that late ones copy
 * @returns {LateParts}
 */
export function findLateParts(doors, copied) {
  const imports = readAllImports();
  const dynamic = [...imports.values()].flat().filter(({ kind }) => kind === "dynamic");
  const late = new Set([...dynamic.map(({ target }) => target), ...doors]);

  /** @type {Set<string>} */
  const early = new Set();
  const reach = (/** @type {string} */ path) => {
    if (early.has(path) || late.has(path)) return;
    early.add(path);
    for (const { kind, target } of imports.get(path) ?? []) if (kind === "value") reach(target);
  };
  for (const path of imports.keys()) if (/[/\\]src[/\\]index\.ts$/.test(path)) reach(path);

  const isCopied = (/** @type {string} */ path) => path.startsWith(copied + sep);
  /** @type {Map<string, Set<string>>} */
  const shared = new Map();
  for (const [path, list] of imports)
    for (const { kind, target, names } of early.has(path) && !isCopied(path) ? [] : list)
      if (kind === "value" && early.has(target) && !isCopied(target))
        shared.set(target, new Set([...(shared.get(target) ?? []), ...names]));

  const parts = new Map([...late].map((path) => [path, basename(path, ".ts")]));
  if (new Set(parts.values()).size < parts.size)
    throw new Error(`two late parts share a name: ${[...late].join(", ")}`);
  return { parts, shared, isLate: (path) => imports.has(path) && !early.has(path), isCopied };
}

/** The imports of each source by relative path: all but those of tests and of tools for tests. */
function readAllImports() {
  const folder = join(root, "packages");
  /** @type {Map<string, { target: string, kind: string, names: readonly string[] }[]>} */
  const found = new Map();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/^[^/\\]+[/\\]src[/\\].*\.ts$/.test(file) || file.includes(`${sep}testing${sep}`)) continue;
    const path = join(folder, file);
    const { imports } = readImports(path, readFileSync(path, "utf8"));
    const own = imports.filter(({ specifier }) => specifier.startsWith("."));
    const list = own.map(({ specifier, kind, names }) => ({ target: join(path, "..", specifier), kind, names }));
    found.set(
      path,
      list.filter(({ target }) => existsSync(target)),
    );
  }
  return found;
}
