/**
 * @file How a kernel reads an operand. Either operand is a matrix of an outer index (m of a, n of b) and k, of which one
 * runs along memory.
 */
import type { Atom, Form } from "@adjoint/core";

export interface Operand {
  /** Where elements lie that are no matrix in memory, by matrix, outer index and k: then k does not run along memory. */
  readonly view?: OperandView | undefined;
  /** Name of the buffer. */
  readonly name: "a" | "b";
  /** Argument that holds the extent of the outer index. */
  readonly extent: "m" | "n";
  /** k runs along memory; else the outer index does. */
  readonly isAlongK: boolean;
  /** The buffer is an array of vectors of four, for which everything is aligned. */
  readonly isVector: boolean;
  /** Elements are 16-bit floats, widened as they are read. */
  readonly isHalf: boolean;
}

export interface OperandView {
  readonly batch: Form;
  readonly outer: Form;
  readonly inner: Form;
}

/** A form of one index as text; nothing in it is negative. */
function formText({ terms, offset }: Form, index: string): string {
  const parts = terms.map(({ atom, factor }) => `${factor === 1 ? "" : `${factor}u * `}${atomText(atom, index)}`);
  return [...parts, ...(offset === 0 && parts.length > 0 ? [] : [`${offset}u`])].join(" + ");
}

function atomText(atom: Atom, index: string): string {
  if (atom.kind === "index") return `(${index})`;
  if (atom.kind === "data") throw new Error("operands do not lie where data says");
  return `((${formText(atom.of, index)}) ${atom.kind === "div" ? "/" : "%"} ${atom.by}u)`;
}

/** Identifies a view in cache keys. */
export const viewKey = ({ batch, outer, inner }: OperandView): string => `${batch.key};${outer.key};${inner.key}`;

export const elementType = (isVector: boolean, isHalf = false): string => {
  if (isHalf) return isVector ? "vec4<f16>" : "f16";
  return isVector ? "vec4f" : "f32";
};

/** What lies at an index of the operand's buffer, in 32 bits. */
export const elementAt = ({ name, isVector, isHalf }: Operand, index: string): string =>
  isHalf ? `${elementType(isVector)}(${name}[${index}])` : `${name}[${index}]`;

/** Bytes that four elements take in the kernel's unit of addressing. */
const inUnits = (operand: Operand, text: string): string => (operand.isVector ? `(${text}) / 4u` : text);

/** Declarations for a block whose first outer index is `first`: where its parts begin in memory, with `name` as prefix. */
export function blockBase(operand: Operand, name: string, first: string): string[] {
  const { extent, isAlongK, isVector, view } = operand;
  const start = view === undefined ? `batch * args.${operand.name}Stride` : formText(view.batch, "batch");
  if (!isAlongK && isVector) {
    // An extent of whole vectors: the last one stands for those beyond.
    return [`let ${name}o0 = (${start} + min(${first}, args.${extent} - 4u)) / 4u;`];
  }
  return [0, 1, 2, 3].map((i) => {
    const outer = `min(${first} + ${i}u, args.${extent} - 1u)`;
    const place = view === undefined ? outer : formText(view.outer, outer);
    const at = isAlongK ? `${start} + ${outer} * args.k` : `${start} + ${place}`;
    return `let ${name}o${i} = ${inUnits(operand, at)};`;
  });
}

/** Loads of one step of a block: declares `<name>p0`. For operands of which no vector lies along k. */
export function stepLoads(operand: Operand, name: string, k: string): string {
  const { isAlongK, isVector } = operand;
  const offset = isAlongK ? k : acrossK(operand, k);
  const parts = STEPS.map((i) => elementAt(operand, `${name}o${i} + ${offset}`));
  return `let ${name}p0 = ${isVector ? parts[0] : `vec4f(${parts.join(", ")})`};`;
}

/**
 * Loads of a block at step `k`: declares `<name>p0` to `<name>p3`, for four steps of k, each a vector over four outer
 * indices. Masked, steps beyond the last k are 0.
 */
export function blockLoads(operand: Operand, name: string, k: string, isMasked: boolean): string[] {
  return operand.isAlongK ? loadsAlongK(operand, name, k, isMasked) : loadsAcrossK(operand, name, k, isMasked);
}

/** How far step `k` lies behind the first, where k does not run along memory. */
function acrossK({ extent, isVector, view }: Operand, k: string): string {
  if (view !== undefined) return formText(view.inner, k);
  return `${k} * ${isVector ? `(args.${extent} / 4u)` : `args.${extent}`}`;
}

const STEPS = [0, 1, 2, 3] as const;

function loadsAlongK(operand: Operand, name: string, k: string, isMasked: boolean): string[] {
  const rows = STEPS.map((i) => {
    if (operand.isVector) {
      const load = elementAt(operand, `${name}o${i} + ${isMasked ? `min(${k}, args.k - 4u)` : k} / 4u`);
      return `let ${name}q${i} = ${isMasked ? `select(vec4f(), ${load}, ${k} < args.k)` : load};`;
    }
    const parts = STEPS.map((j) => {
      if (!isMasked) return elementAt(operand, `${name}o${i} + ${k} + ${j}u`);
      const load = elementAt(operand, `${name}o${i} + min(${k} + ${j}u, args.k - 1u)`);
      return `select(0.0, ${load}, ${k} + ${j}u < args.k)`;
    });
    return `let ${name}q${i} = vec4f(${parts.join(", ")});`;
  });
  const columns = STEPS.map((j) => {
    const parts = STEPS.map((i) => `${name}q${i}.${"xyzw"[j]}`);
    return `let ${name}p${j} = vec4f(${parts.join(", ")});`;
  });
  return [...rows, ...columns];
}

function loadsAcrossK(operand: Operand, name: string, k: string, isMasked: boolean): string[] {
  return STEPS.map((j) => {
    const step = isMasked ? `min(${k} + ${j}u, args.k - 1u)` : `(${k} + ${j}u)`;
    const row = acrossK(operand, step);
    const load = operand.isVector
      ? elementAt(operand, `${name}o0 + ${row}`)
      : `vec4f(${STEPS.map((i) => elementAt(operand, `${name}o${i} + ${row}`)).join(", ")})`;
    return `let ${name}p${j} = ${isMasked ? `select(vec4f(), ${load}, ${k} + ${j}u < args.k)` : load};`;
  });
}
