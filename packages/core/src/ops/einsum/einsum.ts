/**
 * @file Sums of products in Einstein's notation. A composite: its gradient is that of the products and sums it is made of.
 * A function alone, not a method, so that pages that do without it leave it out.
 */
import { type DType, promote } from "../../dtype.ts";
import { UsageError } from "../../errors.ts";
import { cast } from "../../ir/build.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { Arithmetic, Promote } from "../operand-types.ts";
import { computeDType, toNode } from "../operands.ts";
import { contract, inOrder, singleLabels, sumOut } from "./contract.ts";
import type { Term } from "./layout.ts";
import { contractionOrder } from "./order.ts";
import { parseEinsum } from "./parse.ts";

/** The common dtype of a list of tensors. */
type PromoteAll<X extends readonly Tensor<DType>[]> = X extends readonly [Tensor<infer A>, ...infer Rest]
  ? Rest extends readonly [Tensor<DType>, ...Tensor<DType>[]]
    ? Promote<A, PromoteAll<Rest>>
    : A
  : X[number] extends Tensor<infer D>
    ? D
    : DType;

/**
 * Sums of products in Einstein's notation: a letter for each axis of each operand, and, behind `->`, those of the
 * result. Indices that the result lacks are summed over; an index that an operand has twice takes its diagonal. `...`
 * stands for any axes, which broadcast. Without `->` the result has the axes of the ellipsis, then all letters that
 * occur once, in alphabetical order.
 *
 * Shapes: one extent for each index; an extent of 1 is repeated.
 * Numerics: products of two operands with a sum are matrix products (f32 accumulates in f32); several operands are
 * contracted in pairs, in the cheapest order. Integers wrap, bools count.
 * @throws {UsageError} if the notation is malformed, or does not name as many operands as are given.
 * @throws {ShapeError} if ranks differ from the notation, or an index has two extents.
 * @throws {DTypeError} if dtypes do not mix.
 * @example einsum("ij,jk->ik", a, b) // matmul(a, b)
 * @example einsum("...ii->...", x) // traces
 */
export function einsum<X extends readonly Tensor<DType>[]>(
  notation: string,
  ...operands: X
): Tensor<Arithmetic<PromoteAll<X>>> {
  const nodes = operands.map((x) => {
    if (typeof x !== "number") return toNode("einsum", x);
    const hint = "wrap numbers in tensor(…)";
    throw new UsageError({ op: "einsum", rule: "operands must be tensors", got: String(x), hint });
  });
  const spec = parseEinsum(
    notation,
    nodes.map(({ shape }) => shape),
  );
  const dtypes = nodes.map(({ dtype }) => dtype);
  const dtype = computeDType(
    "number",
    dtypes.reduce((a, b) => promote("einsum", a, b)),
  );
  const terms = nodes.map((node, i) => singleLabels(cast(node, dtype), spec.operands[i] ?? [], spec.extents));
  return new Tensor(inOrder(contractAll(terms, spec.output, spec.extents), spec.output));
}

/** Contracts terms in pairs, until one is left that has the labels of the result. */
function contractAll(operands: readonly Term[], output: readonly string[], extents: ReadonlyMap<string, number>): Term {
  const keptBy = (others: readonly Term[]): Set<string> =>
    new Set([...output, ...others.flatMap(({ labels }) => labels)]);
  // What only one operand has and the result has not can be summed at once.
  const terms = operands.map((term, i) => sumOut(term, keptBy(operands.filter((_, j) => j !== i))));
  const pairs = contractionOrder(
    terms.map(({ labels }) => labels),
    output,
    extents,
  );
  for (const [i, j] of pairs) {
    const [a, b] = [terms[i], terms[j]];
    if (a === undefined || b === undefined) throw new RangeError(`einsum: no operands ${i}, ${j}`);
    terms.splice(j, 1);
    terms.splice(i, 1);
    terms.push(contract(a, b, keptBy(terms), terms.length === 0 ? output : []));
  }
  const [result] = terms;
  if (result === undefined) throw new RangeError("einsum: no operands");
  return result;
}
