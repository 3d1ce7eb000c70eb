/** @file Finds the TypeScript in a page of Markdown. */

export interface CodeBlock {
  /** The page, relative to the root, and the line of the block's first line of code. */
  readonly name: string;
  readonly code: string;
  /** False for a block marked `no-run`, whose types alone are checked. */
  readonly runs: boolean;
  /** The texts of its `// prints: …` comments; undefined when it has none, and may print what it likes. */
  readonly prints: readonly string[] | undefined;
}

const fence = /^(?<indent> *)```ts(?<marks>[^\n]*)\n(?<code>.*?)^\k<indent>```/gms;
const printsComment = /\/\/ prints: ?(.*)$/gm;

/** The `ts` blocks of `markdown`, in order. `page` names it in reports. */
export function codeBlocks(page: string, markdown: string): CodeBlock[] {
  return [...markdown.matchAll(fence)].map(({ index, groups = {} }) => {
    const { indent = "", marks = "", code = "" } = groups;
    const line = markdown.slice(0, index).split("\n").length + 1;
    const prints = [...code.matchAll(printsComment)].map(([, text = ""]) => text.trim());
    return {
      name: `${page}:${line}`,
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      runs: !/\bno-run\b/.test(marks),
      prints: prints.length > 0 ? prints : undefined,
    };
  });
}
