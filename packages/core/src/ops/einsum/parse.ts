/**
 * @file The notation of `einsum`: from a text such as `"…ij,jk->…ik"` and shapes to lists of labels, one label an axis.
 */
import { ShapeError, UsageError } from "../../errors.ts";
import { formatShape, type Shape } from "../../shape.ts";

/** An index: a letter, or `...n` for the n-th axis from the end of those under an ellipsis. */
export type Label = string;

export interface EinsumSpec {
  /** The labels of each operand's axes. */
  readonly operands: readonly (readonly Label[])[];
  /** The labels of the result's axes, each once. */
  readonly output: readonly Label[];
  /** How far each index runs. */
  readonly extents: ReadonlyMap<Label, number>;
}

const ELLIPSIS = "...";

/**
 * Reads the notation for operands of given shapes.
 * @throws {UsageError} if the notation is malformed, or names another number of operands.
 * @throws {ShapeError} if an operand has another rank than its indices say, or an index two extents other than 1.
 */
export function parseEinsum(text: string, shapes: readonly Shape[]): EinsumSpec {
  const [left = "", right, ...more] = text.replaceAll(/\s/g, "").split("->");
  if (more.length > 0) throw malformed(text, 'only one "->" may stand in it');
  const terms = left.split(",");
  if (terms.length !== shapes.length) {
    const rule = `the notation names ${terms.length} operands`;
    throw new UsageError({
      op: "einsum",
      rule,
      got: `${shapes.length} for "${text}"`,
      hint: "put a comma between them",
    });
  }
  const operands = terms.map((term, i) => labelsOf(text, term, shapes[i] ?? [], i));
  const extents = extentsOf(operands, shapes);
  const covered = [...extents.keys()].filter(isCovered).sort((a, b) => depthOf(b) - depthOf(a));
  const output =
    right === undefined ? implicitOutput(operands, covered) : explicitOutput(text, right, covered, extents);
  return { operands, output, extents };
}

/** How an index reads in errors. */
export function nameOf(label: Label): string {
  return isCovered(label) ? `axis ${-depthOf(label)} of the ellipsis` : `index "${label}"`;
}

const isCovered = (label: Label): boolean => label.startsWith(ELLIPSIS);
const depthOf = (label: Label): number => Number(label.slice(ELLIPSIS.length));

function malformed(text: string, rule: string): UsageError {
  const hint = 'write letters for axes, "," between operands, "->" before the result, as in "ij,jk->ik"';
  return new UsageError({ op: "einsum", rule, got: `"${text}"`, hint });
}

/** The letters of a term, with `ellipsis` in place of its dots. */
function expandTerm(text: string, term: string, ellipsis: readonly Label[]): Label[] {
  const [before = "", after, ...more] = term.split(ELLIPSIS);
  if (more.length > 0) throw malformed(text, "a term may have one ellipsis");
  const wrong = /[^A-Za-z]/.exec(before + (after ?? ""))?.[0];
  if (wrong !== undefined) throw malformed(text, `"${wrong}" is no index`);
  return after === undefined ? [...before] : [...before, ...ellipsis, ...after];
}

function labelsOf(text: string, term: string, shape: Shape, operand: number): Label[] {
  const hasEllipsis = term.includes(ELLIPSIS);
  const named = expandTerm(text, term, []).length;
  const covered = shape.length - named;
  if (hasEllipsis ? covered < 0 : covered !== 0) {
    const rule = `operand ${operand}, "${term}", must have ${hasEllipsis ? "at least " : ""}${named} axes`;
    const hint = hasEllipsis ? "use fewer letters" : "write a letter for each axis, or ... for some";
    throw new ShapeError({ op: "einsum", rule, got: formatShape(shape), hint });
  }
  const ellipsis = Array.from({ length: covered }, (_, i) => `${ELLIPSIS}${covered - i}`);
  return expandTerm(text, term, ellipsis);
}

function extentsOf(operands: readonly (readonly Label[])[], shapes: readonly Shape[]): Map<Label, number> {
  const extents = new Map<Label, number>();
  operands.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const extent = shapes[operand]?.[axis] ?? 1;
      const known = extents.get(label) ?? 1;
      if (known !== 1 && extent !== 1 && known !== extent) {
        const rule = `${nameOf(label)} must have one extent (or 1, which is repeated)`;
        const got = `${known} and, in operand ${operand}, ${extent}`;
        throw new ShapeError({ op: "einsum", rule, got, hint: `shapes are ${shapes.map(formatShape).join(", ")}` });
      }
      extents.set(label, known === 1 ? extent : known);
    });
  });
  return extents;
}

/** The axes under the ellipsis, then all letters that occur once, in the order of the alphabet. */
function implicitOutput(operands: readonly (readonly Label[])[], covered: readonly Label[]): Label[] {
  const counts = new Map<Label, number>();
  for (const label of operands.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const once = [...counts].filter(([label, count]) => count === 1 && !isCovered(label)).map(([label]) => label);
  return [...covered, ...once.sort()];
}

function explicitOutput(
  text: string,
  term: string,
  covered: readonly Label[],
  extents: ReadonlyMap<Label, number>,
): Label[] {
  const output = expandTerm(text, term, covered);
  output.forEach((label, at) => {
    if (!extents.has(label)) throw malformed(text, `${nameOf(label)} of the result must occur in an operand`);
    if (output.indexOf(label) !== at) throw malformed(text, `${nameOf(label)} may occur once in the result`);
  });
  return output;
}
