/** @file Of which versions a run was made. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type EngineName, engines } from "./catalogue/engines.ts";
import type { Report } from "./report/schema.ts";

const manifest = z.object({ version: z.string() });
const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Of Adjoint, and of the packages that the engines are made of, as they are installed. */
export function readVersions(names: readonly EngineName[]): Report["versions"] {
  const packages = new Set(names.flatMap((name): readonly string[] => engines[name].packages));
  packages.delete("adjoint");
  const commit = readCommit();
  return {
    adjoint: versionIn(folder("../../packages/adjoint")) ?? "unknown",
    ...(commit === undefined ? {} : { commit }),
    node: process.version,
    packages: Object.fromEntries(
      [...packages].map((name) => [name, versionIn(folder(`../node_modules/${name}`)) ?? "not installed"]),
    ),
  };
}

function versionIn(path: string): string | undefined {
  const file = `${path}/package.json`;
  return existsSync(file) ? manifest.parse(JSON.parse(readFileSync(file, "utf8"))).version : undefined;
}

/** Undefined where there is no git, or no repository. */
function readCommit(): Report["versions"]["commit"] {
  const git = (...args: string[]) => spawnSync("git", args, { cwd: folder(".."), encoding: "utf8" });
  const head = git("rev-parse", "HEAD");
  if (head.status !== 0) return undefined;
  return { hash: head.stdout.trim(), isModified: git("status", "--porcelain").stdout !== "" };
}
