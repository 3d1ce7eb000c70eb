/** @file Files of a build that are joined in one, from which the others then take what lay in them. */
import { basename, join } from "node:path";
import { exportsOf } from "./exports-of.mjs";

/** @typedef {ReadonlyMap<string, readonly string[]>} Exported what each file exports, by its name without ending */

/**
 * What the files of a folder export.
 *
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {Promise<Exported>}
 */
export async function findExports(folder, names) {
  /** @type {Map<string, readonly string[]>} */
  const exported = new Map();
  for (const name of names) exported.set(name, await exportsOf(join(folder, `${name}.js`)));
  return exported;
}

/**
 * The source of the file that joins them, for `stdin`: two files may export one name.
 *
 * @param {Exported} exported
 */
export function joinedSource(exported) {
  const lines = [...exported].map(([file, names]) => {
    const list = names.map((name) => `${name} as ${file}$${name}`);
    return `export { ${list.join(", ")} } from "./${file}.js";`;
  });
  return lines.join("\n");
}

/**
 * What a joined file becomes: exports of the file that it was joined to. Undefined for other files.
 *
 * @param {Exported} exported
 * @param {string} path
 * @param {string} target the name of the file of all
 */
export function takenFrom(exported, path, target) {
  const file = basename(path, ".js");
  const list = exported.get(file)?.map((name) => `${file}$${name} as ${name}`);
  return list && { contents: `export { ${list.join(", ")} } from "./${target}";` };
}
