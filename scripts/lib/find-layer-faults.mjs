/** @file Compares what source files import with the table of layers. */
import { posix } from "node:path";
import { findCycle } from "./find-cycle.mjs";
import { readImports } from "./read-imports.mjs";

/**
 * @typedef {import("./layers.mjs").Layer} Layer
 * @typedef {import("./read-imports.mjs").Import} Import
 */

/**
 * Every import that a layer does not allow, every cycle, and every name of a WebGPU type where it must not be.
 *
 * @param {ReadonlyMap<string, string>} sources from a path, relative to the root and with `/`, to its text
 * @param {readonly Layer[]} layers
 * @param {ReadonlyMap<string, readonly string[]>} [dependencies] from a layer's name to what its package.json names
 * @returns {string[]} one line for each fault
 */
export function findLayerFaults(sources, layers, dependencies = new Map()) {
  /** @type {string[]} */
  const faults = [];
  /** @type {Map<string, Set<string>>} */
  const files = new Map();
  /** @type {Map<string, Set<string>>} */
  const packages = new Map();

  for (const [path, text] of sources) {
    const layer = layers.find(({ folder }) => path.startsWith(`${folder}/`));
    if (!layer) {
      faults.push(`${path}: belongs to no layer; add its package to scripts/lib/layers.mjs`);
      continue;
    }
    const { imports, gpuNames } = readImports(path, text);
    for (const { name, line } of layer.mayNameGpu ? [] : gpuNames)
      faults.push(`${path}:${line}: only backend-webgpu may name ${name}`);
    for (const found of imports) {
      const at = `${path}:${found.line}: `;
      if (found.specifier.startsWith(".")) {
        const target = posix.join(posix.dirname(path), found.specifier);
        const folders = [`${layer.folder}/src`, ...(layer.reaches ?? [])];
        if (!folders.some((folder) => target.startsWith(`${folder}/`)))
          faults.push(`${at}${found.specifier} leaves the package`);
        // Types may refer to each other across files: nothing of that is left at run time.
        if (found.kind === "value") addEdge(files, path, target);
        continue;
      }
      const { specifier } = found;
      const target = layers.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
      if (target) addEdge(packages, layer.name, target.name);
      const fault = target
        ? faultOfArrow(found, layer, target)
        : faultOfOutsider(found, layer, dependencies.get(layer.name) ?? []);
      if (fault) faults.push(at + fault);
      else if (target && dependencies.size > 0 && !dependencies.get(layer.name)?.includes(target.name))
        faults.push(`${at}${target.name} is missing from package.json`);
    }
  }
  for (const graph of [files, packages]) {
    const cycle = findCycle(graph);
    if (cycle) faults.push(`cycle: ${cycle.join(" → ")}`);
  }
  return faults;
}

/**
 * What is wrong with one workspace package importing another.
 *
 * @param {Import} found
 * @param {Layer} layer
 * @param {Layer} target
 */
function faultOfArrow({ specifier, kind, names }, layer, target) {
  if (target === layer) return `${specifier} is this package; import the file`;
  if (!layer.imports.includes(target.name)) return `${layer.name} may not import ${specifier}`;
  const isDoor = ["", "/public", "/methods", "/explain", "/expansions"].some(
    (door) => specifier === target.name + door,
  );
  if (!isDoor && !layer.isProgram) return `${specifier} is for tests`;
  if (kind === "type") return undefined;
  if (layer.onlyLazily?.includes(target.name) && kind !== "dynamic")
    return `${layer.name} may import ${specifier} by dynamic import alone`;
  const allowed = layer.onlyNames?.[target.name];
  const excess = allowed && names.filter((name) => !allowed.includes(name));
  return excess?.length ? `${layer.name} may not take ${excess.join(", ")} from ${specifier}` : undefined;
}

/**
 * What is wrong with an import from outside the workspace.
 *
 * @param {Import} found
 * @param {Layer} layer
 * @param {readonly string[]} dependencies
 */
function faultOfOutsider({ specifier }, { name, isProgram, platform = [] }, dependencies) {
  const isNode = specifier.startsWith("node:");
  if (platform.includes(isNode ? "node:" : specifier)) return undefined;
  if (!isProgram) return `${name} may not import ${specifier}`;
  if (isNode || dependencies.some((known) => specifier === known || specifier.startsWith(`${known}/`)))
    return undefined;
  return `${specifier} is missing from package.json`;
}

/**
 * @param {Map<string, Set<string>>} graph
 * @param {string} from
 * @param {string} to
 */
function addEdge(graph, from, to) {
  const targets = graph.get(from) ?? new Set();
  graph.set(from, targets.add(to));
}
