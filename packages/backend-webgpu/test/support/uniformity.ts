/**
 * @file WGSL's rule of uniform control flow, as far as rendered kernels go: whether every barrier is reached by all
 * invocations of a workgroup or by none. A value counts as uniform if it comes from the workgroup's index, arguments,
 * memory that is only read, or `workgroupUniformLoad`, by way of names that are only set where control flow is uniform.
 * @see https://www.w3.org/TR/WGSL/#uniformity
 */

/** Barriers in control flow that is not uniform, as numbered lines with what they stand in. Empty if all is well. */
export function divergentBarriers(code: string): string[] {
  const lines = mainLines(code);
  const written = [...code.matchAll(/var<(?:workgroup|storage, read_write)> (\w+)/g)].map(([, name]) => name as string);
  const divergent = new Set(["lid", ...written]);
  for (let size = -1; size !== divergent.size; ) {
    size = divergent.size;
    walk(lines, divergent, (name) => divergent.add(name));
  }
  const found: string[] = [];
  walk(lines, divergent, undefined, (line) => found.push(line));
  return found;
}

/** The lines of the entry point, which ends the module. */
function mainLines(code: string): string[] {
  return code
    .slice(code.indexOf("fn main("))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const BARRIER = /\b(?:workgroupBarrier|storageBarrier|workgroupUniformLoad)\(/;

function walk(
  lines: readonly string[],
  divergent: ReadonlySet<string>,
  onName?: (name: string) => void,
  onBarrier?: (line: string) => void,
): void {
  /** For each open block, whether it or one around it is entered by some invocations only. */
  const blocks: boolean[] = [];
  /** True once some invocations may have left. */
  let hasLeft = false;
  for (const [number, line] of lines.entries()) {
    if (line.startsWith("fn main(")) {
      blocks.push(false);
      continue;
    }
    if (line.startsWith("}")) {
      const closed = blocks.pop() ?? false;
      if (/else \{$/.test(line)) blocks.push(closed);
      continue;
    }
    const isDivergent = (blocks.at(-1) ?? false) || hasLeft;
    const head = /^(if|for) \((.*)\) \{/.exec(line);
    const value = isDivergentText(head?.[2] ?? line, divergent);
    if (head?.[1] === "for") {
      const index = /var (\w+)/.exec(head[2] ?? "")?.[1];
      if (index !== undefined && (value || isDivergent)) onName?.(index);
    }
    if (BARRIER.test(line) && isDivergent) onBarrier?.(`${number}: ${line}`);
    if (head !== null && /\b(return|break|continue);/.test(line)) hasLeft ||= value;
    if (head !== null && line.endsWith("{")) {
      blocks.push(isDivergent || value);
      continue;
    }
    const target = /^(?:let |var )?(\w+) = /.exec(line)?.[1];
    if (target !== undefined && (value || isDivergent)) onName?.(target);
  }
}

/** True if a text depends on a name that may differ between invocations. The target of an assignment does not count. */
function isDivergentText(text: string, divergent: ReadonlySet<string>): boolean {
  const value = text.replace(/workgroupUniformLoad\(&\w+(?:\[0\])?\)/g, "").replace(/^(?:let |var )?\w+ = /, "");
  return [...value.matchAll(/(?<![.\w])[a-zA-Z_]\w*/g)].some(([name]) => divergent.has(name));
}
