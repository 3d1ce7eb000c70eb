/** @file `npm run types`: checks each package under its own rules, then tests, tools, benchmarks and examples. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.mjs";
import { runDependency } from "./lib/run.mjs";

const packages = readdirSync(join(root, "packages")).map((name) => join("packages", name, "tsconfig.json"));
const projects = [...packages.filter((path) => existsSync(join(root, path))), "tsconfig.json"];

const failed = projects.filter((project) => runDependency("typescript/bin/tsc", ["-p", project]) !== 0);
for (const project of failed) console.error(`${project}: the types do not hold.`);
process.exitCode = failed.length > 0 ? 1 : 0;
