/** @file `scan`: a loop over the rows of tensors that carries state, traced once and run as part of one plan. */
import {
  type DType,
  DTypeError,
  formatShape,
  ir,
  isFloat,
  type Node,
  ShapeError,
  sameShape,
  Tensor,
  UsageError,
} from "@adjoint/core";
import { type FlatTree, flatten, type Tree } from "../tree.ts";
import { makeScan } from "./make-scan.ts";

export interface ScanOptions {
  /** How many runs; needed where there are no `xs` to count. */
  readonly length?: number;
  /** Begins with the last row. Rows of the results stay beside those of `xs` that they are of. Default false. */
  readonly reverse?: boolean;
}

/**
 * Runs `f` once for each row of `xs`, handing the carry on: `[carry, y] = f(carry, x)`. Returns the last carry, and all y
 * stacked along a new first axis.
 *
 * `f` is called once, with tensors that stand for those of any run; what it does must not depend on their values. Tensors that it
 * reads from outside are the same in all runs, and get gradients. So is what it makes without carry or x: a random draw in `f`
 * is drawn once; for one in each run, draw outside, with the runs as the first axis, and pass it in `xs`.
 *
 * Shapes: init: C; xs: X with a new first axis of `length`, or undefined; f: (C, X) → [C, Y]; the result is [C, Y with that axis].
 * Numerics: those of the loop written out; sums over the runs, as in gradients, may be done in another order.
 * @throws {UsageError} if `f` returns no pair, the carry has another structure than `init`, or there is no way to tell the length.
 * @throws {ShapeError} if rows of `xs` differ in number, or `f` returns a carry of another shape.
 * @throws {DTypeError} if `f` returns a carry of another dtype.
 * @example const [h, hs] = scan((h: Tensor, x: Tensor) => { const next = x.add(h.matmul(w)).tanh(); return [next, next]; }, h0, xs)
 */
export function scan<C extends Tree, X extends Tree | undefined, Y extends Tree | undefined>(
  f: (carry: C, x: X) => readonly [carry: C, y: Y],
  init: C,
  xs: X,
  options: ScanOptions = {},
): [carry: C, ys: Y] {
  const first = flatten("scan", init, "init");
  const stacks = flatten<Tree | (undefined & object)>("scan", (xs ?? {}) as Tree, "xs");
  const length = lengthOf(stacks, options);
  const carryParams = first.leaves.map(({ node }) => standIn(node, node.shape));
  const rowParams = stacks.leaves.map(({ node }) => standIn(node, node.shape.slice(1)));
  const carry = first.rebuild(carryParams.map((node) => new Tensor<DType>(node)));
  const x = xs === undefined ? undefined : stacks.rebuild(rowParams.map((node) => new Tensor<DType>(node)));
  const [next, rows] = resultOf(f(carry, x as X), first);
  const outputs = [...next.leaves, ...rows.leaves].map(({ node }) => node);
  const results =
    length === 0
      ? withoutRuns(first, rows)
      : makeScan({
          carryParams,
          rowParams,
          outputs,
          first: first.leaves.map(({ node }) => node),
          stacks: stacks.leaves.map(({ node }) => node),
          length,
          isReversed: options.reverse === true,
        });
  const tensors = results.map((node) => new Tensor<DType>(node));
  const count = first.leaves.length;
  return [first.rebuild(tensors.slice(0, count)), rows.rebuild(tensors.slice(count))];
}

const standIn = (node: Node, shape: readonly number[]): Node => ir.buffer(shape, node.dtype, isFloat(node.dtype));

/** The results of no run: the first carry, and stacks without rows. */
function withoutRuns(first: FlatTree<Tree>, rows: FlatTree<Tree>): Node[] {
  const empty = rows.leaves.map(({ shape, dtype }) => ir.full(0, [0, ...shape], dtype));
  return [...first.leaves.map(({ node }) => node), ...empty];
}

function lengthOf({ leaves, paths }: FlatTree<Tree>, { length }: ScanOptions): number {
  const [leaf] = leaves;
  const found = length ?? leaf?.shape[0];
  if (found === undefined || !Number.isSafeInteger(found) || found < 0) {
    const got =
      length !== undefined
        ? `length ${length}`
        : leaf === undefined
          ? "neither xs nor length"
          : `${paths[0]} of rank 0`;
    const rule = "the number of runs is the first extent of xs, or the option length";
    throw new UsageError({ op: "scan", rule, got, hint: "pass { length: 10 }, or tensors stacked along axis 0" });
  }
  leaves.forEach(({ shape }, i) => {
    if (shape[0] === found) return;
    const got = `${paths[i]} of shape ${formatShape(shape)} for ${found} runs`;
    throw new ShapeError({
      op: "scan",
      rule: "all tensors of xs have a row for each run",
      got,
      hint: "slice or stack them along axis 0",
    });
  });
  return found;
}

/** What one run has returned, checked against the carry that it began with. */
function resultOf<C extends Tree, Y>(
  result: readonly [C, Y],
  first: FlatTree<C>,
): readonly [FlatTree<C>, FlatTree<Y & Tree>] {
  if (!Array.isArray(result) || result.length > 2 || result.length < 1) {
    const got = Array.isArray(result)
      ? `${result.length} values`
      : result instanceof Promise
        ? "a promise"
        : describe(result);
    throw new UsageError({
      op: "scan",
      rule: "the function returns a pair",
      got,
      hint: "return [carry, y], with undefined for no y",
    });
  }
  const next = flatten("scan", result[0] as C, "carry");
  const rows = flatten("scan", (result[1] ?? undefined) as Y & Tree, "y");
  const wanted = first.paths.map((path) => path.replace("init", "carry"));
  if (next.paths.join() !== wanted.join()) {
    const got = `${next.paths.join(", ") || "nothing"} for ${wanted.join(", ") || "nothing"}`;
    throw new UsageError({
      op: "scan",
      rule: "the carry keeps its structure from run to run",
      got,
      hint: "return all of it, changed or not",
    });
  }
  next.leaves.forEach((leaf, i) => {
    checkCarry(wanted[i] ?? "carry", leaf, first.leaves[i] as Tensor<DType>);
  });
  return [next, rows];
}

const describe = (value: unknown): string =>
  value instanceof Tensor ? "a tensor" : value === null ? "null" : typeof value;

function checkCarry(path: string, got: Tensor<DType>, wanted: Tensor<DType>): void {
  const text = ({ dtype, shape }: Tensor<DType>): string => `${dtype}${formatShape(shape)}`;
  const rule = `${path} keeps its shape and dtype from run to run`;
  const facts = { op: "scan", rule, got: `${text(got)} for ${text(wanted)}` };
  if (!sameShape(got.shape, wanted.shape))
    throw new ShapeError({ ...facts, hint: "give init the shape that the function returns" });
  if (got.dtype !== wanted.dtype)
    throw new DTypeError({ ...facts, hint: `cast the carry back with cast("${wanted.dtype}")` });
}
