/** @file The messages that the guide explains are those of the sources, so that a search for one finds it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.mjs";

/** The first cells of the tables, as fixed texts: what varies, got, and names of errors are left out. */
function messages(page: string): string[] {
  const cells = page
    .split("\n")
    .flatMap((line) => (line.startsWith("| ") ? [line.split(" | ")[0]?.slice(2) ?? ""] : []));
  return cells
    .map((cell) => cell.replace(/ \(`\w+`\)/, ""))
    .flatMap((cell) => cell.split(/; got .*|…|; /))
    .map((text) => text.trim())
    .filter((text) => text !== "" && !/^(-+|message.*)$/.test(text));
}

const packages = join(root, "packages");
const sources = readdirSync(packages, { recursive: true, encoding: "utf8" })
  .filter((file) => /^[^/\\]+[/\\]src[/\\].*\.ts$/.test(file))
  .map((file) => readFileSync(join(packages, file), "utf8"))
  .join("\n")
  // Texts with numbers and names in them.
  .replaceAll(/\$\{(BUFFERS_PER_KERNEL|limits\.maxBindings)\}/g, "8");

const page = readFileSync(join(root, "docs", "guide", "troubleshooting.md"), "utf8");

test("there are messages in the guide", () => {
  expect(messages(page).length).toBeGreaterThan(20);
});

test.each(messages(page))("%s", (message) => {
  expect(sources.includes(message)).toBe(true);
});
