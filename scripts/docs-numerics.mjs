/**
 * @file `npm run docs:numerics`: measures the functions on the CPU, with relaxed SIMD and without, and on each adapter of
 * WebGPU that Node has here, each in a process of its own, and writes docs/numerics.md.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { root } from "./lib/paths.mjs";

bootstrap();
const { bundleForNode } = await import("./lib/bundle.mjs");
const { temporaryFolder } = await import("./lib/temporary-folder.mjs");
const { adapters, prepareAdapter } = await import("./lib/webgpu-adapters.mjs");

const folder = temporaryFolder("numerics-");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const entry = join(root, "packages", "adjoint", "test", "numerics", "record.ts");
const { program = "" } = await bundleForNode({ program: entry }, folder);
const page = join(root, "docs", "numerics.md");

/**
 * What the program prints.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 * @param {string} [input]
 */
function run(args, env = {}, input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, page, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    input,
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

const lines = [run(["cpu", "CPU, SIMD", "simd128"]), run(["cpu", "CPU, relaxed SIMD", "relaxed"])];
for (const adapter of adapters()) {
  const description = await prepareAdapter(adapter);
  lines.push(run(["webgpu", adapter.name === "native" ? description : adapter.name], adapter.env));
}
run([], {}, lines.join("\n"));
console.log(`docs/numerics.md: ${lines.length} runs`);
