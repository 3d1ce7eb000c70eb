/**
 * @file Index forms: integer expressions over loop indices with known ranges, kept in a normal form, so that equal maps
 * look equal and divisions vanish where ranges allow. A form is a sum of coefficient × atom, plus a constant; an atom is
 * a loop index, a quotient or remainder by a positive constant, or an integer read from data.
 */
import type { Expr } from "../kernel/types.ts";

/** An irreducible part of a form. */
export type Atom =
  | { readonly kind: "index"; readonly key: string; readonly min: number; readonly max: number }
  | {
      readonly kind: "div" | "mod";
      readonly key: string;
      readonly min: number;
      readonly max: number;
      readonly of: Form;
      readonly by: number;
    }
  | { readonly kind: "data"; readonly key: string; readonly min: number; readonly max: number; readonly value: Expr };

export interface Term {
  readonly atom: Atom;
  readonly factor: number;
}

export interface Form {
  readonly terms: readonly Term[];
  readonly offset: number;
  /** Range of the value, inclusive; possibly narrower than the terms tell, where a mask holds. */
  readonly min: number;
  readonly max: number;
  /** Equal for equal forms. */
  readonly key: string;
}

function form(terms: readonly Term[], offset: number): Form {
  const sorted = terms.length < 2 ? terms : [...terms].sort((a, b) => (a.atom.key < b.atom.key ? -1 : 1));
  let min = offset;
  let max = offset;
  let key = "";
  for (const { atom, factor } of sorted) {
    min += factor * (factor > 0 ? atom.min : atom.max);
    max += factor * (factor > 0 ? atom.max : atom.min);
    key += `${factor}${atom.key}+`;
  }
  return { terms: sorted, offset, min, max, key: key + offset };
}

export function constantForm(value: number): Form {
  return form([], value);
}

/** A loop index that runs from 0 to extent − 1. An extent of 1 is the constant 0. Names must be distinct within a kernel. */
export function indexForm(name: string, extent: number): Form {
  if (extent <= 1) return constantForm(0);
  return form([{ atom: { kind: "index", key: name, min: 0, max: extent - 1 }, factor: 1 }], 0);
}

/** An integer computed from data, assumed to lie in [0, extent): the caller masks what lies outside. */
export function dataForm(value: Expr, name: string, extent: number): Form {
  return form([{ atom: { kind: "data", key: `$${name}`, min: 0, max: extent - 1, value }, factor: 1 }], 0);
}

/** A form that is one atom. */
export function atomForm(atom: Atom): Form {
  return form([{ atom, factor: 1 }], 0);
}

export function isConstant(f: Form): boolean {
  return f.terms.length === 0;
}

export function addForms(a: Form, b: Form): Form {
  if (isConstant(a) && a.offset === 0) return b;
  if (isConstant(b) && b.offset === 0) return a;
  const factors = new Map<string, Term>();
  for (const term of [...a.terms, ...b.terms]) {
    const known = factors.get(term.atom.key);
    factors.set(term.atom.key, known === undefined ? term : { atom: term.atom, factor: known.factor + term.factor });
  }
  return recombine(factors, a.offset + b.offset);
}

/** Replaces c·k·(x div k) + c·(x mod k) by c·x, which undoes a reshape and its inverse. */
function recombine(factors: Map<string, Term>, offset: number): Form {
  for (const { atom, factor } of factors.values()) {
    if (atom.kind !== "mod" || factor === 0) continue;
    const quotient = factors.get(soleAtom(divForm(atom.of, atom.by))?.key ?? "");
    if (quotient === undefined || quotient.factor !== factor * atom.by) continue;
    factors.delete(atom.key);
    factors.delete(quotient.atom.key);
    return addForms(form(nonZero(factors), offset), scaleForm(atom.of, factor));
  }
  return form(nonZero(factors), offset);
}

/** The atom that a form consists of, if that is all. */
function soleAtom(f: Form): Atom | undefined {
  const [only] = f.terms;
  return f.terms.length === 1 && f.offset === 0 && only?.factor === 1 ? only.atom : undefined;
}

function nonZero(factors: ReadonlyMap<string, Term>): Term[] {
  return [...factors.values()].filter((term) => term.factor !== 0);
}

export function scaleForm(f: Form, factor: number): Form {
  if (factor === 1) return f;
  if (factor === 0) return constantForm(0);
  return form(
    f.terms.map((term) => ({ atom: term.atom, factor: term.factor * factor })),
    f.offset * factor,
  );
}

export function shiftForm(f: Form, by: number): Form {
  return by === 0 ? f : form(f.terms, f.offset + by);
}

/** The same form, known to lie in [min, max] wherever it matters. */
export function assumeRange(f: Form, min: number, max: number): Form {
  return { ...f, min: Math.max(f.min, min), max: Math.min(f.max, max) };
}

const quotientKey = (of: Form, by: number): string => `(${of.key})/${by}`;
const remainderKey = (of: Form, by: number): string => `(${of.key})%${by}`;

const floorMod = (a: number, b: number): number => ((a % b) + b) % b;

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Splits f = by·quotient + rest, with every term of `rest` indivisible by `by`, and the smallest offset that keeps `rest`
 * from becoming negative: kernels round quotients towards zero.
 */
function split(f: Form, by: number): { quotient: Form; rest: Form } {
  const divisible = f.terms.filter((term) => term.factor % by === 0);
  const others = f.terms.filter((term) => term.factor % by !== 0);
  const least = form(others, floorMod(f.offset, by));
  const offset = least.offset + Math.max(0, Math.ceil(-least.min / by)) * by;
  const whole = (f.offset - offset) / by;
  const quotient = form(
    divisible.map((term) => ({ atom: term.atom, factor: term.factor / by })),
    whole,
  );
  const rest = divisible.length === 0 && whole === 0 ? f : form(others, offset);
  return { quotient, rest };
}

/**
 * Writes a form as factor·coarse + fine, with the fine part in [0, factor) and the factor dividing `by`: quotient and
 * remainder by `by` then only concern the coarse part. Undefined if there is no such factor above 1.
 */
function coarsen(f: Form, by: number): { factor: number; coarse: Form; fine: Form } | undefined {
  for (const candidate of f.terms) {
    const factor = gcd(candidate.factor, by);
    if (factor === 1) continue;
    const multiples = f.terms.filter((term) => term.factor % factor === 0);
    const fineOffset = floorMod(f.offset, factor);
    const others = f.terms.filter((term) => term.factor % factor !== 0);
    const fine = form(others, fineOffset);
    if (fine.min < 0 || fine.max >= factor) continue;
    const terms = multiples.map((term) => ({ atom: term.atom, factor: term.factor / factor }));
    return { factor, coarse: form(terms, (f.offset - fineOffset) / factor), fine };
  }
  return undefined;
}

/** The quotient, rounded down, of a form that is not negative. */
export function divForm(f: Form, by: number): Form {
  if (by === 1) return f;
  const { quotient, rest } = split(f, by);
  if (rest.min >= 0 && rest.max < by) return quotient;
  const parts = coarsen(rest, by);
  if (parts !== undefined) return addForms(quotient, divForm(parts.coarse, by / parts.factor));
  const only = soleAtom(rest);
  if (only?.kind === "div") return addForms(quotient, divForm(only.of, only.by * by));
  const [min, max] = [Math.floor(rest.min / by), Math.floor(rest.max / by)];
  const atom: Atom = { kind: "div", key: quotientKey(rest, by), min, max, of: rest, by };
  return addForms(quotient, form([{ atom, factor: 1 }], 0));
}

/** The remainder of a form that is not negative. */
export function modForm(f: Form, by: number): Form {
  if (by === 1) return constantForm(0);
  const { rest } = split(f, by);
  if (rest.min >= 0 && rest.max < by) return rest;
  const parts = coarsen(rest, by);
  if (parts !== undefined)
    return addForms(scaleForm(modForm(parts.coarse, by / parts.factor), parts.factor), parts.fine);
  const only = soleAtom(rest);
  if (only?.kind === "mod" && only.by % by === 0) return modForm(only.of, by);
  const atom: Atom = { kind: "mod", key: remainderKey(rest, by), min: 0, max: by - 1, of: rest, by };
  return form([{ atom, factor: 1 }], 0);
}

/** The row-major position of a multi-index. */
export function flatten(indices: readonly Form[], shape: readonly number[]): Form {
  let flat = constantForm(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    flat = addForms(flat, scaleForm(indices[axis] ?? constantForm(0), stride));
    stride *= shape[axis] ?? 1;
  }
  return flat;
}

/** The multi-index of a row-major position. */
export function unflatten(flat: Form, shape: readonly number[]): Form[] {
  const indices = new Array<Form>(shape.length);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] ?? 1;
    indices[axis] = axis === 0 ? rest : modForm(rest, extent);
    rest = divForm(rest, extent);
  }
  if (shape[0] === 1) indices[0] = constantForm(0);
  return indices;
}

/** True if a quotient or remainder in the form depends on the named index. */
export function dividesIndex(f: Form, name: string): boolean {
  return f.terms.some(({ atom }) => (atom.kind === "div" || atom.kind === "mod") && mentions(atom.of, name));
}

/** True if the form depends on the named index. Data counts as depending on everything. */
export function mentions(f: Form, name: string): boolean {
  return f.terms.some(({ atom }) => {
    if (atom.kind === "index") return atom.key === name;
    return atom.kind === "data" || mentions(atom.of, name);
  });
}
