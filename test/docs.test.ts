/** @file Every TypeScript block of the documentation compiles, runs, and prints what it says. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleForNode } from "../scripts/lib/bundle.mjs";
import { root } from "../scripts/lib/paths.mjs";
import { temporaryFolder } from "../scripts/lib/temporary-folder.mjs";
import { codeBlocks } from "./docs/code-blocks.ts";

const execute = promisify(execFile);

const guides = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md") && !file.startsWith(`decisions${sep}`))
  .map((file) => `docs/${file.split(sep).join("/")}`)
  .sort();
const blocks = ["README.md", ...guides]
  .flatMap((page) => codeBlocks(page, readPage(page)))
  .map((block, index) => ({ ...block, file: `block-${index}` }));
const running = blocks.filter(({ runs }) => runs);

let folder = "";

beforeAll(async () => {
  folder = temporaryFolder("docs-");
  mkdirSync(join(folder, "blocks"));
  const config = { extends: "../../tsconfig.json", compilerOptions: lenient, include: ["blocks/*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  for (const { file, code } of blocks) writeFileSync(sourceOf(file), code);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A page may name something that it does not go on to use. */
const lenient = { noUnusedLocals: false, noUnusedParameters: false };

test.runIf(blocks.length > 0)("every block compiles", async () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const faults = await execute(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { cwd: root }).then(
    () => "",
    (error: { readonly stdout: string }) => error.stdout,
  );
  const named = faults.replaceAll(/\S*blocks\/block-(\d+)\.ts/g, (text, index) => blocks[Number(index)]?.name ?? text);
  expect(named).toBe("");
});

test.concurrent.each(running)("$name runs", async ({ file, prints }) => {
  const { [file]: program = "" } = await bundleForNode({ [file]: sourceOf(file) }, join(folder, "bundles", file));
  const env = { ...process.env, ADJOINT_BACKEND: "cpu" };
  const { stdout } = await execute(process.execPath, ["--enable-source-maps", program], { cwd: root, env });
  if (prints) expect(printedLines(stdout)).toEqual(prints);
});

function sourceOf(file: string): string {
  return join(folder, "blocks", `${file}.ts`);
}

function printedLines(stdout: string): string[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
}

function readPage(page: string): string {
  try {
    return readFileSync(join(root, page), "utf8");
  } catch {
    return "";
  }
}
