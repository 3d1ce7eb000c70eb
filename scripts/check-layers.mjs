/** @file `npm run check:layers`: refuses imports that the table in `lib/layers.mjs` does not allow. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { findLayerFaults } from "./lib/find-layer-faults.mjs";
import { layers } from "./lib/layers.mjs";
import { root } from "./lib/paths.mjs";

/** @type {Map<string, string>} */
const sources = new Map();
/** @type {Map<string, readonly string[]>} */
const dependencies = new Map();
for (const { folder, name } of layers) {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  dependencies.set(name, Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
  if (!existsSync(join(root, folder, "src"))) continue;
  for (const file of readdirSync(join(root, folder, "src"), { recursive: true, encoding: "utf8" })) {
    const path = join(folder, "src", file);
    if (/\.ts$/.test(file)) sources.set(path.split(sep).join("/"), readFileSync(join(root, path), "utf8"));
  }
}

const faults = findLayerFaults(sources, layers, dependencies);
for (const fault of faults) console.error(fault);
console.log(`${sources.size} files, ${faults.length === 0 ? "every import allowed" : `${faults.length} faults`}`);
process.exitCode = faults.length > 0 ? 1 : 0;
