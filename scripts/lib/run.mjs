/** @file Starts other programs. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./paths.mjs";

/**
 * Runs a program to its end with this terminal as its own, and gives its exit code.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Readonly<Record<string, string>> }} [options] `env` is on top of this process's
 */
export function run(program, args, { cwd = root, env = {} } = {}) {
  const result = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/**
 * Runs a dependency's JavaScript, by its path below `node_modules`, with this Node.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} [options]
 */
export function runDependency(file, args, options) {
  return run(process.execPath, [join(root, "node_modules", file), ...args], options);
}

/**
 * Runs npm or npx and gives what it prints. They are shell scripts on Windows.
 *
 * @param {"npm" | "npx"} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, show?: boolean }} [options]
 */
export function runNpm(program, args, { cwd = root, show = false } = {}) {
  const result = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    stdio: ["ignore", show ? "inherit" : "pipe", "inherit"],
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${program} ${args.join(" ")}: ended with ${result.status}`);
  return result.stdout ?? "";
}
