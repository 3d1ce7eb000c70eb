/**
 * @file How the production build shortens errors: a rule becomes a code with the values of its holes, a hint is left out, and
 * the message of an error that only a fault of the library throws becomes a code alone. `docs/errors.md` says what codes mean.
 */
import { createHash } from "node:crypto";
import ts from "@typescript/typescript6";
import { expressionOf, findTakers, itemOf, partsOf, readable, roleOf, textsOf } from "./sentence-syntax.mjs";

/**
 * @import { Roles, Text } from "./sentence-syntax.mjs"
 *
 * @typedef {object} Sentence
 * @property {string} code
 * @property {string} text
 * @property {string} words its text without what its holes are
 * @property {readonly string[]} hints what may follow it
 * @property {boolean} isFault true for the message of a fault of the library
 */

/**
 * Replaces the sentences of a source.
 *
 * @param {ts.SourceFile} file with parents
 * @param {ReadonlyMap<string, Roles>} takers the functions that other sources export
 * @returns {{ readonly text: string, readonly sentences: readonly Sentence[] }}
 */
export function codeSentences(file, takers) {
  const coder = new SentenceCoder(file, takers);
  coder.visit(file);
  return { text: coder.result(), sentences: coder.sentences };
}

/**
 * The code of a sentence: it changes with the words, but not with the names of values.
 *
 * @param {string} words
 */
function codeOf(words) {
  return createHash("sha256").update(words).digest("base64").replace(/[+/]/g, "").slice(0, 4);
}

class SentenceCoder {
  /** @type {Sentence[]} */
  sentences = [];
  /** @type {{ readonly from: number, readonly to: number, readonly text: string }[]} */
  #edits = [];
  /** Texts that have their code: constants are met where they stand and where they are used. */
  #coded = new Set();
  #file;
  #takers;

  /**
   * @param {ts.SourceFile} file
   * @param {ReadonlyMap<string, Roles>} takers
   */
  constructor(file, takers) {
    this.#file = file;
    this.#takers = new Map([...takers, ...findTakers(file)]);
  }

  /** @param {ts.Node} node */
  visit(node) {
    if (ts.isObjectLiteralExpression(node)) this.#parts(node);
    else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isNewExpression(node)) this.#fault(node);
    else if (ts.isVariableDeclaration(node) || ts.isParameter(node)) this.#declaration(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  /** The source with its edits; those inside of others have fallen away with these. */
  result() {
    const { text } = this.#file;
    let [result, end] = ["", 0];
    for (const edit of this.#edits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
      if (edit.from < end) continue;
      result += text.slice(end, edit.from) + edit.text;
      end = edit.to;
    }
    return result + text.slice(end);
  }

  /** @param {ts.ObjectLiteralExpression} node */
  #parts({ properties }) {
    const items = properties.map((property) => ({ property, ...itemOf(property) }));
    const hints = items.flatMap(({ role, value }) => (role === "hint" ? (textsOf(value) ?? []) : []));
    for (const { property, role, value } of items) {
      const texts = textsOf(value);
      if (role === "rule" && texts) this.#code(texts, hints);
      if (role === "hint" && texts) this.#leaveOut(properties, property);
    }
  }

  /** @param {ts.CallExpression} node */
  #call({ expression, arguments: args }) {
    const roles = (ts.isIdentifier(expression) && this.#takers.get(expression.text)) || [];
    const hints = args.flatMap((arg, i) => (roles[i] === "hint" ? (textsOf(expressionOf(arg)) ?? []) : []));
    args.forEach((arg, i) => {
      const texts = textsOf(expressionOf(arg));
      if (roles[i] === "rule" && texts) this.#code(texts, hints);
      if (roles[i] !== "hint" || !texts) return;
      if (i === args.length - 1) this.#leaveOut(args, arg);
      else this.#replace(arg, "undefined");
    });
  }

  /** @param {ts.NewExpression} node */
  #fault({ expression, arguments: args }) {
    const [message] = args ?? [];
    if (!/^(Type|Range)?Error$/.test(expression.getText(this.#file))) return;
    for (const text of textsOf(message) ?? []) {
      this.#replace(text, JSON.stringify(`adjoint ${this.#add(text, [], true)}`));
    }
  }

  /** @param {ts.VariableDeclaration | ts.ParameterDeclaration} node */
  #declaration({ name, initializer }) {
    const role = ts.isIdentifier(name) ? roleOf(name.text) : undefined;
    const texts = textsOf(initializer);
    if (role === "rule" && texts) this.#code(texts, []);
    if (role === "hint" && texts && initializer) this.#replace(initializer, "undefined");
  }

  /**
   * @param {readonly Text[]} rules
   * @param {readonly Text[]} hints
   */
  #code(rules, hints) {
    for (const rule of rules) {
      const code = this.#add(rule, hints, false);
      if (this.#coded.has(rule)) continue;
      this.#coded.add(rule);
      if (!ts.isTemplateExpression(rule)) this.#replace(rule, JSON.stringify(code));
      else {
        this.#replace(rule.head, `\`${code} \${`);
        for (const { literal } of rule.templateSpans)
          this.#replace(literal, ts.isTemplateTail(literal) ? "}`" : "} ${");
      }
    }
  }

  /**
   * Gives the code.
   *
   * @param {Text} text
   * @param {readonly Text[]} hints
   * @param {boolean} isFault
   */
  #add(text, hints, isFault) {
    const words = partsOf(text).words.join("{}");
    const code = codeOf(words);
    this.sentences.push({ code, text: readable(text), words, hints: hints.map(readable), isFault });
    return code;
  }

  /** @param {ts.Node} node @param {string} text */
  #replace(node, text) {
    this.#edits.push({ from: node.getStart(this.#file), to: node.getEnd(), text });
  }

  /**
   * Leaves an item out of a list, with its comma.
   *
   * @template {ts.Node} T
   * @param {ts.NodeArray<T>} list
   * @param {T} item
   */
  #leaveOut(list, item) {
    const i = list.indexOf(item);
    const next = list[i + 1];
    const from = next === undefined && i > 0 ? /** @type {T} */ (list[i - 1]).getEnd() : item.getFullStart();
    this.#edits.push({ from, to: next?.getFullStart() ?? item.getEnd(), text: "" });
  }
}
