/** @file Each entry of the table of long test files names one that is there. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";
import { slow } from "../../scripts/lib/slow-first.mjs";

const workspaces = ["packages", "examples"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);
const files = [...workspaces, "bench", "."].flatMap((folder) => {
  const tests = join(root, folder, "test");
  if (!existsSync(tests)) return [];
  return readdirSync(tests, { recursive: true, encoding: "utf8" }).map((name) => `/${join(folder, "test", name)}`);
});

test.each(slow)("%s is there", (part) => {
  expect(files.filter((file) => file.includes(`/${part}`) && file.endsWith(".test.ts"))).not.toEqual([]);
});
