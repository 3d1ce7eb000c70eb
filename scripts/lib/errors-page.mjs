/** @file The page that says what the codes of errors mean, `docs/errors.md`. */
import { readSentences } from "./package-sources.mjs";

/** @import { Sentence } from "./code-sentences.mjs" */

const introduction = `# Errors of production builds

<!-- Written by \`npm run docs:errors\`. -->

Bundlers that build for production take files of \`adjoint\` in which the sentences of errors are codes, for pages to load less:
\`matmul: rule XyZ0; got …\` names the operation and what it got, and this page has the rule and, in italics, what to do.
Values that belong to a rule follow its code, in the order of the braces below. Other builds, and Node, have the sentences
themselves.
`;

const aboutFaults = "Please report these: the message is a code alone, such as `adjoint XyZ0`.";

/** The text of the page. @throws {Error} if two sentences have one code. */
export function errorsPage() {
  const all = readSentences();
  checkCodes(all);
  const packages = [...new Set(all.map((sentence) => sentence.package))].sort();
  const sections = packages.map((name) => {
    const own = all.filter((sentence) => sentence.package === name && !sentence.isFault);
    return own.length === 0 ? "" : `\n## ${name}\n\n${linesOf(own)}\n`;
  });
  const faults = linesOf(all.filter(({ isFault }) => isFault));
  return `${introduction}${sections.join("")}\n## Faults of the library\n\n${aboutFaults}\n\n${faults}\n`;
}

/** @param {readonly Sentence[]} sentences */
function linesOf(sentences) {
  const codes = [...new Set(sentences.map(({ code }) => code))].sort();
  const lines = codes.map((code) => {
    const same = sentences.filter((sentence) => sentence.code === code);
    const hints = [...new Set(same.flatMap(({ hints }) => hints))].map((hint) => `_${escaped(hint)}_`);
    return `- \`${code}\` ${[escaped(same[0]?.text ?? ""), ...hints].join("; ")}`;
  });
  return lines.join("\n");
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\<*_`[\]]/g, "\\$&").replace(/\s+/g, " ");
}

/** @param {readonly Sentence[]} sentences */
function checkCodes(sentences) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { code, words } of sentences) {
    const other = found.get(code) ?? words;
    if (other !== words) throw new Error(`"${words}" and "${other}" have the code ${code}; change a word of one`);
    found.set(code, words);
  }
}
