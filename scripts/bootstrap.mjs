/**
 * @file Brings a fresh clone to the point where the other scripts can run: the right Node, dependencies installed.
 * It needs nothing but Node and npm.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.mjs";
import { runNpm } from "./lib/run.mjs";

/** The test runner's limit; the published package runs on any Node 20. */
const oldestNode = { major: 20, minor: 19 };

/** Installs the dependencies when they are missing or differ from the lockfile. Ends the process on an old Node. */
export function bootstrap() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor)) {
    const oldest = `${oldestNode.major}.${oldestNode.minor}`;
    console.error(`This repository needs Node ${oldest} or newer; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  if (isInstalled()) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  console.log(`Installing the dependencies with ${packageManager}; the first time downloads a few hundred MB ...`);
  // Progress for who watches, and quiet logs.
  const reporter = process.stdout.isTTY ? "default" : "silent";
  try {
    runNpm("npx", ["--yes", packageManager, "install", "--frozen-lockfile", `--reporter=${reporter}`], { show: true });
  } catch (error) {
    console.error(`The dependencies could not be installed. ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}

/** pnpm keeps a copy of the lockfile that it installed from. */
function isInstalled() {
  const installed = join(root, "node_modules", ".pnpm", "lock.yaml");
  if (!existsSync(installed) || !existsSync(join(root, "node_modules", ".modules.yaml"))) return false;
  return readFileSync(installed, "utf8") === readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
}
