/**
 * @file Finds what a WGSL text does with the elements of a buffer, and puts calls in its place.
 */

/** What may be done with an element. */
export type Use = "read" | "write" | "atomicLoad" | "atomicAnd" | "atomicOr";

const ATOMICS = ["atomicLoad", "atomicAnd", "atomicOr"] as const;

/** `buffer[i]` becomes `read_buffer(u32(i))`, an assignment `write_buffer(u32(i), …)`, and so on. */
export function rewriteUses(code: string, name: string): { readonly text: string; readonly uses: readonly Use[] } {
  let text = code.replaceAll(`arrayLength(&${name})`, `args.count_${name}`);
  const uses = new Set<Use>();
  const places = [...text.matchAll(new RegExp(`\\b${name}\\[`, "g"))].map(({ index }) => index);
  // From the end: an index inside another is done before that one, and places before it stay where they are.
  for (const start of places.reverse()) {
    const open = start + name.length;
    const close = closingBracket(text, open);
    const index = `u32(${text.slice(open + 1, close)})`;
    const { use, from, to, call } = useAt(text, name, start, close + 1, index);
    uses.add(use);
    text = text.slice(0, from) + call + text.slice(to);
  }
  return { text, uses: [...uses] };
}

interface Found {
  readonly use: Use;
  /** What the call replaces. */
  readonly from: number;
  readonly to: number;
  readonly call: string;
}

/** What is done with the element whose text goes from `start` to `end`. */
function useAt(text: string, name: string, start: number, end: number, index: string): Found {
  const before = text.slice(0, start);
  if (before.endsWith("&")) {
    const use = ATOMICS.find((atomic) => before.endsWith(`${atomic}(&`));
    if (use === undefined) throw new Error(`no rule for a pointer into ${name}`);
    return { use, from: start - use.length - 2, to: end, call: `${use}_${name}(${index}` };
  }
  if (/^\s*=[^=]/.test(text.slice(end, end + 16))) {
    const semicolon = text.indexOf(";", end);
    const value = text.slice(text.indexOf("=", end) + 1, semicolon).trim();
    return { use: "write", from: start, to: semicolon, call: `write_${name}(${index}, ${value})` };
  }
  return { use: "read", from: start, to: end, call: `read_${name}(${index})` };
}

function closingBracket(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return i;
  }
  throw new Error("a bracket is not closed");
}
