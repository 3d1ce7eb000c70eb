/** @file What users can import from the package. */
import { join } from "node:path";
import { root } from "./paths.mjs";

/** The source of each entry: `index` is `adjoint`, `optim` is `adjoint/optim`. */
export const entrySources = new Map([
  ["index", "adjoint/src/index.ts"],
  ["functions", "adjoint/src/functions.ts"],
  ["optim", "optim/src/index.ts"],
  ["nn", "nn/src/index.ts"],
  ["random", "core/src/random/random.ts"],
  ["estimators", "estimators/src/index.ts"],
]);

/** From what a program imports to the source behind it. */
export const entryAliases = Object.fromEntries(
  [...entrySources].map(([name, source]) => [
    name === "index" ? "adjoint" : `adjoint/${name}`,
    join(root, "packages", source),
  ]),
);
