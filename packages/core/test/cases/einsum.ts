/** @file Cases of Einstein's notation, against plain loops over all indices. */
import { einsum, permute } from "@adjoint/core";
import { bool, type Case, type Input, i32, input, LONG_SUMS, typedInput } from "./case.ts";
import { plainEinsum } from "./plain-einsum.ts";

const EXTENTS = { a: 2, b: 3, c: 4, d: 5, e: 2, i: 3, j: 4, k: 5, l: 2, A: 2, z: 3 } as const;

type Extents = Readonly<Record<string, number>>;

interface Options {
  /** Name, if the notation does not tell. */
  readonly name?: string;
  /** What the notation means, without an ellipsis and with a result. */
  readonly means?: string;
  /** Indices of extent 1 in an operand, as `0i` for index i of operand 0. */
  readonly ones?: readonly string[];
  readonly extents?: Extents;
}

/** A case of the notation, its operands' shapes from the extents of the letters. */
function row(
  notation: string,
  { name = notation, means = notation, ones = [], extents = EXTENTS }: Options = {},
): Case {
  const [left = "", output = ""] = means.split("->");
  const shapes = left
    .split(",")
    .map((term, i) =>
      [...term].map((letter) => (ones.includes(`${i}${letter}`) ? 1 : ((extents as Extents)[letter] ?? 1))),
    );
  const inputs: Input[] = shapes.map((shape, seed) => input(shape, { seed: seed + 1 }));
  return {
    name: `einsum: ${name}`,
    inputs,
    run: (...operands) => einsum(notation, ...operands),
    expected: plainEinsum(means, inputs, extents),
    expectedShape: [...output].map((letter) => (extents as Extents)[letter] ?? 1),
    tolerance: LONG_SUMS,
  };
}

export const einsumCases: readonly Case[] = [
  row("ij->ij"),
  row("ij->ji"),
  row("ij", { means: "ij->ij" }),
  row("ji", { name: "implicit result in alphabetical order", means: "ji->ij" }),
  row("zA", { name: "capitals first", means: "zA->Az" }),
  row("ij->"),
  row("ij->j"),
  row("ijk->ki"),
  row("ii->i", { name: "diagonal" }),
  row("ii", { name: "trace", means: "ii->" }),
  row("iji->ji", { name: "diagonal around an axis" }),
  row("iijj->ij", { name: "two diagonals" }),
  row("iii->i", { name: "diagonal of a cube" }),
  row("aii->a", { name: "traces" }),
  row("i,i->", { name: "scalar product" }),
  row("i,i->i"),
  row("i,j->ij", { name: "outer product" }),
  row("i,j->ji"),
  row("i,j->", { name: "sums of both" }),
  row("ij,jk->ik", { name: "matrix product" }),
  row("ij,jk->ki", { name: "matrix product, transposed" }),
  row("ij,jk", { name: "implicit matrix product", means: "ij,jk->ik" }),
  row("ij , kj -> ik", { name: "spaces", means: "ij,kj->ik" }),
  row("ji,jk->ik"),
  row("ji,kj->ki"),
  row("ij,j->i", { name: "matrix and vector" }),
  row("j,jk->k", { name: "vector and matrix" }),
  row("ij,ij->", { name: "Frobenius product" }),
  row("ij,ij->j"),
  row("bij,bjk->bik", { name: "batched" }),
  row("bij,bjk->ikb", { name: "batch last" }),
  row("ibj,kbj->bik", { name: "batch in the middle" }),
  row("abij,abkj->abik", { name: "two batch axes" }),
  row("ibaj,akbj->abik", { name: "two batch axes in other orders" }),
  row("ijkl,klij->", { name: "all summed" }),
  row("abc,cbd->ad", { name: "two inner indices in other orders" }),
  row("abc,bd->adc", { name: "two row indices around the inner one" }),
  row("abc,d->a", { name: "sums before products" }),
  row("ii,ij->j", { name: "diagonal in a product" }),
  row("iij,jk->ik", { name: "diagonals in a product" }),
  row(",ij->ij", { name: "scalar operand" }),
  row(",,->", { name: "scalars" }),
  row("->", { name: "one scalar" }),
  row("ij,jk,kl->il", { name: "chain of three" }),
  row("i,ij,j->", { name: "bilinear form" }),
  row("ia,ib,ic->abc", { name: "three of one index" }),
  row("ab,bc,cd,de->ae", { name: "chain of four" }),
  row("ab,bc,cd,de,ek->ak", { name: "chain of five, greedily" }),
  row("a,b,c,d,e->", { name: "five sums" }),
  row("...ij,...jk->...ik", { name: "ellipsis", means: "abij,abjk->abik" }),
  row("...ij,jk->...ik", { name: "ellipsis in one operand", means: "abij,jk->abik" }),
  row("i...j->j...i", { name: "ellipsis in the middle", means: "iabj->jabi" }),
  row("...ij,...jk", { name: "implicit result with an ellipsis", means: "aij,ajk->aik" }),
  row("...i->...", { name: "rows' sums", means: "abi->ab" }),
  row("...i->i", { name: "ellipsis summed out", means: "abi->i" }),
  row("...,...->...", { name: "nothing but ellipses", means: "ab,ab->ab" }),
  row("...i,i->...", { name: "ellipsis of no axes", means: "i,i->" }),
  row("...ij,...jk->...ik", {
    name: "ellipsis, broadcast",
    means: "abij,bjk->abik",
    ones: ["0a", "1b"],
    extents: { ...EXTENTS, a: 1 },
  }),
  row("ij,jk->ik", { name: "an extent of 1 is repeated", ones: ["0j"] }),
  row("ij,ij->ij", { name: "extents of 1 on both sides", ones: ["0j", "1i"] }),
  row("ij,jk->ik", { name: "no rows", extents: { ...EXTENTS, i: 0 } }),
  row("ij,jk->ik", { name: "nothing to add", extents: { ...EXTENTS, j: 0 } }),
  row("ii->i", { name: "diagonal of nothing", extents: { i: 0 } }),
  row("bthd,bshd->bhts", { name: "scores of attention", extents: { b: 2, t: 3, s: 5, h: 2, d: 4 } }),
  row("bhts,bshd->bthd", { name: "values of attention", extents: { b: 2, t: 3, s: 5, h: 2, d: 4 } }),
  row("ij,jk->ik", { name: "odd sizes", extents: { i: 17, j: 33, k: 9 } }),
  {
    name: "einsum: operands seen through permutations",
    inputs: [input([4, 2, 3]), input([5, 4, 2], { seed: 2 })],
    run: (x, y) => einsum("bij,bjk->bik", permute(x, [1, 2, 0]), permute(y, [2, 1, 0])),
    expected: plainEinsum("jbi,kjb->bik", [input([4, 2, 3]), input([5, 4, 2], { seed: 2 })], {
      b: 2,
      i: 3,
      j: 4,
      k: 5,
    }),
    expectedShape: [2, 3, 5],
    tolerance: LONG_SUMS,
  },
  {
    name: "einsum: i32 is exact",
    inputs: [i32([2, 2], [2 ** 20 + 1, 1, 0, 3]), i32([2, 1], [7, 2 ** 25])],
    run: (x, y) => einsum("ij,jk->ik", x, y),
    expected: [7 * (2 ** 20 + 1) + 2 ** 25, 3 * 2 ** 25],
    expectedDType: "i32",
  },
  {
    name: "einsum: bool counts",
    inputs: [bool([3], [1, 1, 0]), bool([3], [1, 1, 1])],
    run: (x, y) => einsum("i,i->", x, y),
    expected: [2],
    expectedDType: "i32",
  },
  {
    name: "einsum: integers beside floats",
    inputs: [input([2], [0.5, 2]), i32([2], [3, 4])],
    run: (x, y) => einsum("i,i->", x, y),
    expected: [9.5],
    expectedDType: "f32",
  },
  {
    name: "einsum: f16",
    inputs: [typedInput("f16", [2, 2], [1, 2, 0.5, 4]), typedInput("f16", [2, 1], [0.25, 2])],
    run: (x, y) => einsum("ij,jk->ik", x, y),
    expected: [4.25, 8.125],
    expectedDType: "f16",
  },
  {
    name: "einsum: f64",
    inputs: [typedInput("f64", [2], [1, 1e-10]), typedInput("f64", [2], [1, 1])],
    run: (x, y) => einsum("i,i->", x, y),
    expected: [1 + 1e-10],
    expectedDType: "f64",
    tolerance: { rel: 1e-15, reason: "double precision" },
    isDifferentiable: false,
  },
];
