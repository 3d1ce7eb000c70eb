/** @file What the tests need of the packaged browser is unpacked once, whole, and again if need be. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { locateChromium, unpackChromium } from "../../scripts/lib/unpack-chromium.mjs";

const timeout = 120_000;
let parent = "";

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "adjoint-unpack-"));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** What unpacking announces. */
async function unpack(): Promise<string[]> {
  const lines: string[] = [];
  await unpackChromium({ parent, announce: (line) => lines.push(line) });
  return lines;
}

test("an empty cache is filled once, even by two at once", { timeout }, async () => {
  // Another version, which goes.
  const old = join(parent, "chromium-1.0.0");
  writeFileSync(old, "");
  const both = await Promise.all([unpack(), unpack()]);
  expect(both.flat()).toEqual(Array(2).fill(expect.stringMatching(/^Unpacking Chromium \d+\.\d+\.\d+ .* \.\.\.$/)));
  const { folder, executable, libraries, fonts, vulkanLoader, swiftshader } = locateChromium(parent);
  for (const path of [executable, libraries, fonts, vulkanLoader, swiftshader])
    expect(existsSync(path), path).toBe(true);
  expect(readdirSync(parent)).toEqual([folder.slice(parent.length + 1)]);
  expect(existsSync(old)).toBe(false);
  expect(await unpack()).toEqual([]);
});

test("a damaged cache is mended", { timeout }, async () => {
  const { folder, executable, swiftshader } = locateChromium(parent);
  const whole = statSync(executable).size;
  truncateSync(executable, 1000);
  rmSync(swiftshader);
  expect(await unpack()).toEqual([expect.stringContaining("damaged")]);
  expect(statSync(executable).size).toBe(whole);
  expect(existsSync(swiftshader)).toBe(true);
  expect(readdirSync(parent)).toEqual([folder.slice(parent.length + 1)]);
});
