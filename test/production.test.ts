/** @file Errors of the production build say in codes what those of the development build say in sentences. */
import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { removeBuilds } from "../scripts/lib/bundle-page.mjs";
import { errorsPage } from "../scripts/lib/errors-page.mjs";
import { measureSize } from "../scripts/lib/measure-size.mjs";

afterAll(removeBuilds);

const page = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");

test("docs/errors.md has the codes of all sentences; npm run docs:errors makes it anew", () => {
  expect(page).toBe(errorsPage());
});

interface Told {
  readonly kind: number;
  readonly name: string;
  readonly op: string;
  readonly rule: string;
  readonly got?: string;
  readonly hint?: string;
  readonly message: string;
}

async function failures(isProduction: boolean): Promise<readonly Told[]> {
  return JSON.parse((await measureSize("fail.ts", { isProduction })).printed) as readonly Told[];
}

test("a page's errors have the same class, operation and facts in production, and a code for each rule", {
  timeout: 120_000,
}, async () => {
  const [development, production] = [await failures(false), await failures(true)];
  expect(production).toHaveLength(development.length);
  for (const [i, { rule, hint, message, ...rest }] of development.entries()) {
    const { rule: coded, hint: noHint, message: short, ...same } = production[i] as Told;
    expect(same).toEqual(rest);
    expect(message).toBe([`${rest.op}: ${rule}`, `got ${rest.got}`, hint].filter((part) => part).join("; "));
    expect(rule).toMatch(/^[a-z].* .*$/i);
    expect(coded).toMatch(/^\w{4}( .*)?$/);
    expect(noHint).toBeUndefined();
    expect(short).toBe(`${rest.op}: rule ${coded}; got ${rest.got}; see adjoint/dist/errors.md`);
    const [said = "", ...help] = linesOf(coded.slice(0, 4));
    expect(rule).toMatch(patternOf(said));
    if (hint !== undefined) expect(help.some((each) => patternOf(each).test(hint))).toBe(true);
  }
});

/** What the page says of a code, in any package: its rule, and hints. */
function linesOf(code: string): readonly string[] {
  const lines = [...page.matchAll(new RegExp(`(?<=^- \`${code}\` ).*$`, "gm"))];
  return lines.flatMap(([line]) => line.split(/; _|_(?=;|$)/)).filter((part) => part !== "");
}

/** What is said, with anything in place of its holes. */
function patternOf(said: string): RegExp {
  const words = said.replaceAll("\\", "").split(/\{[^{}]*\}/);
  return new RegExp(`^${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);
}
