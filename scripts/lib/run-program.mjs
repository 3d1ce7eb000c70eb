/** @file Runs a TypeScript program of the repository in this process. */
import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { bundleForNode } from "./bundle.mjs";
import { temporaryFolder } from "./temporary-folder.mjs";

/**
 * Bundles the program into a folder of its own, so that two can run at once, and imports it.
 *
 * @param {string} entry its TypeScript file
 */
export async function runProgram(entry) {
  const outdir = temporaryFolder("run-");
  process.on("exit", () => rmSync(outdir, { recursive: true, force: true }));
  const { program = "" } = await bundleForNode({ program: entry }, outdir);
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(program).href);
}
