/**
 * @file Trees of tensors: any nesting of plain objects and arrays, in a stable order: arrays by index, objects by sorted
 * key, so that two trees of equal structure line up however they were written down.
 */
import { type DType, foreignTensorError, hasTensorBrand, Tensor, UsageError } from "@adjoint/core";

/**
 * A nesting of objects and arrays of tensors; an `undefined` leaf stands for an absent one. TypeScript cannot say more of
 * objects here without refusing interfaces, so the leaves are checked at run time.
 */
export type Tree = Tensor<DType> | readonly Tree[] | object;

/** A tree taken apart: its tensors in order, and what is needed to put others in their places. */
export interface FlatTree<T extends Tree> {
  readonly leaves: readonly Tensor<DType>[];
  /** Where each leaf is, such as `params.layers[0].weight`. */
  readonly paths: readonly string[];
  /** The same tree with other leaves. */
  readonly rebuild: (leaves: readonly Tensor<DType>[]) => T;
}

type Branch = Readonly<Record<string, unknown>>;

function isPlainObject(value: object): value is Branch {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Takes a tree apart.
 * @throws {UsageError} naming the place, if a leaf is not a tensor; or if one was disposed.
 */
export function flatten<T extends Tree>(op: string, tree: T, root = "params"): FlatTree<T> {
  const leaves: Tensor<DType>[] = [];
  const paths: string[] = [];
  visit(tree, root);
  return { leaves, paths, rebuild: (others) => mapOrdered(tree, others.values()) as T };

  function visit(value: unknown, path: string): void {
    if (value instanceof Tensor) {
      value.nodeFor(op);
      leaves.push(value);
      paths.push(path);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        visit(item, `${path}[${index}]`);
      });
    } else if (typeof value === "object" && value !== null && isPlainObject(value)) {
      for (const key of Object.keys(value).sort()) visit(value[key], `${path}.${key}`);
    } else if (value !== undefined) {
      if (hasTensorBrand(value)) throw foreignTensorError(op);
      const got = `${describe(value)} at ${path}`;
      throw new UsageError({
        op,
        rule: "leaves of a tree must be tensors",
        got,
        hint: "pass what is no parameter apart",
      });
    }
  }
}

/** A tree of the same structure, its tensors taken from `leaves` in order. Keys keep the order of the original. */
function mapOrdered(value: unknown, leaves: Iterator<Tensor<DType>>): unknown {
  if (value instanceof Tensor) {
    const next = leaves.next();
    if (next.done === true) throw new RangeError("fewer leaves than the tree has places");
    return next.value;
  }
  if (Array.isArray(value)) return value.map((item) => mapOrdered(item, leaves));
  if (typeof value !== "object" || value === null) return value;
  const branch = value as Branch;
  const keys = Object.keys(branch);
  const isSorted = keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);
  if (isSorted) return Object.fromEntries(keys.map((key) => [key, mapOrdered(branch[key], leaves)]));
  const filled = new Map([...keys].sort().map((key) => [key, mapOrdered(branch[key], leaves)]));
  return Object.fromEntries(keys.map((key) => [key, filled.get(key)]));
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return "a function";
  if (typeof value === "object") return `an instance of ${value.constructor?.name ?? "an unknown class"}`;
  return `${typeof value} ${String(value)}`;
}

/** Applies `f` to every tensor of a tree. */
export function mapTree<T extends Tree>(
  op: string,
  tree: T,
  f: (leaf: Tensor<DType>, path: string) => Tensor<DType>,
): T {
  const { leaves, paths, rebuild } = flatten(op, tree);
  return rebuild(leaves.map((leaf, index) => f(leaf, paths[index] ?? "")));
}
