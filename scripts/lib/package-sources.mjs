/** @file The sources of the packages, as a build reads them, and the sentences of errors in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "@typescript/typescript6";
import { codeSentences } from "./code-sentences.mjs";
import { root } from "./paths.mjs";
import { findTakers } from "./sentence-syntax.mjs";

/** @import { Roles } from "./sentence-syntax.mjs" */

const folder = join(root, "packages");

/**
 * Gives what reads a source. In production errors have codes for sentences, what a module computes when it is loaded is marked as
 * free of effects, which holds for all of them, and `name.production.ts` stands in for `name.ts` where there is one.
 *
 * @param {boolean} isProduction
 * @returns {(path: string) => string}
 */
export function sourceReader(isProduction) {
  if (!isProduction) return (path) => readFileSync(path, "utf8");
  const takers = findAllTakers(listSources());
  return (path) => {
    const variant = path.replace(/\.ts$/, ".production.ts");
    const { text } = codeSentences(parse(existsSync(variant) ? variant : path), takers);
    return markPure(path, text);
  };
}

/** All sentences of the sources, with the package of each. */
export function readSentences() {
  const paths = listSources();
  const takers = findAllTakers(paths);
  return paths.flatMap((path) => {
    const [name = ""] = relative(folder, path).split(sep);
    return codeSentences(parse(path), takers).sentences.map((sentence) => ({ ...sentence, package: name }));
  });
}

/**
 * The exported functions that take sentences. They are known by name, so no two may share one.
 *
 * @param {readonly string[]} paths
 * @returns {Map<string, Roles>}
 * @throws {Error} if a function has the name of one that takes sentences, but other parameters
 */
function findAllTakers(paths) {
  const all = paths.flatMap((path) => [...findTakers(parse(path), { isExported: true })]);
  const takers = new Map(all.filter(([, roles]) => roles.some(Boolean)));
  for (const [name, roles] of all) {
    const known = takers.get(name) ?? roles;
    if (String(known) !== String(roles))
      throw new Error(`two exported functions ${name} differ in which parameters are sentences; rename one`);
  }
  return takers;
}

/** The sources that are published. */
function listSources() {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /^[^/\\]+[/\\]src[/\\].*\.ts$/.test(file) && !file.includes(`${sep}testing${sep}`))
    .sort()
    .map((file) => join(folder, file));
}

/**
 * @param {string} path
 * @param {string} [text]
 */
function parse(path, text = readFileSync(path, "utf8")) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

/**
 * Marks the calls that the constants of a module are made by, so that bundlers leave out those that are not used.
 *
 * @param {string} path
 * @param {string} text
 */
function markPure(path, text) {
  const file = parse(path, text);
  /** @type {number[]} */
  const starts = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) starts.push(node.getStart(file));
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) if (ts.isVariableStatement(statement)) visit(statement);
  const ends = [...starts.slice(1), undefined];
  return starts.length === 0
    ? text
    : text.slice(0, starts[0]) + starts.map((start, i) => `/* @__PURE__ */ ${text.slice(start, ends[i])}`).join("");
}
