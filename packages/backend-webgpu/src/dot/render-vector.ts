/**
 * @file Products of a matrix and a vector, and of two vectors. Lanes along k have partial sums, which are added in the end.
 */
import type { DotSpec } from "@adjoint/core";
import { finishCall } from "./epilogue.ts";
import type { DotLayout } from "./layout.ts";
import { blockBase, elementAt, type Operand } from "./operand.ts";
import { type DotBody, type DotResult, renderDot } from "./shell.ts";
import type { VectorTile } from "./tile.ts";

/** The operand that is not the vector. */
const matrixOf = ({ a, b, vector }: DotLayout): Operand => (vector === "a" ? b : a);

/** Workgroups along the outputs of one product: as if the vector were b. */
export function vectorGroups({ m, n }: DotSpec, tile: VectorTile, layout: DotLayout): [alongM: number, alongN: number] {
  const each = matrixOf(layout).isAlongK ? 1 : 4;
  return [Math.ceil(Math.max(m, n) / (each * tile.lanesO)), 1];
}

export function renderVector(layout: DotLayout, tile: VectorTile, result: DotResult): string {
  const matrix = matrixOf(layout);
  const render = matrix.isAlongK ? rowSums : columnSums;
  return renderDot(layout, result, render(layout, matrix, tile, result));
}

/** The call of the epilogue for an output, by its place along the vector of outputs. */
function finish({ vector }: DotLayout, outer: string, sum: string): string {
  return vector === "a" ? finishCall("batch", outer, sum) : finishCall(`batch * args.m + ${outer}`, "0u", sum);
}

/** Element k of the vector, and the vector of four that begins there. */
function vectorTexts({ a, b, vector }: DotLayout): { one: (k: string) => string; four: (k: string) => string } {
  const operand = vector === "a" ? a : b;
  const one = (k: string): string =>
    operand.isVector ? `${elementAt(operand, `(v0 + ${k}) / 4u`)}[(v0 + ${k}) % 4u]` : elementAt(operand, `v0 + ${k}`);
  const four = (k: string): string => fourFrom(operand, `v0 + ${k}`);
  return { one, four };
}

/** The four elements that begin at an index, which is a multiple of four where they are a vector. */
const fourFrom = (operand: Operand, first: string): string =>
  operand.isVector
    ? elementAt(operand, `(${first}) / 4u`)
    : `vec4f(${[0, 1, 2, 3].map((j) => elementAt(operand, `${first} + ${j}u`)).join(", ")})`;

/** Rows of the matrix lie along k: each output is a dot product of two stretches of memory. */
function rowSums(layout: DotLayout, matrix: Operand, tile: VectorTile, { isStored, epilogue }: DotResult): DotBody {
  const { name, extent } = matrix;
  const { one, four } = vectorTexts(layout);
  const row = (k: string): string => fourFrom(matrix, `r0 + ${k}`);
  const lines = [
    ...lanes(layout, tile),
    `let r0 = batch * args.${name}Stride + min(outer, args.${extent} - 1u) * args.k;`,
    "var sums = vec4f();",
    "let kEnd = args.k / 4u * 4u;",
    `for (var k = laneK * 4u; k < kEnd; k += ${4 * tile.lanesK}u) { sums += ${row("k")} * ${four("k")}; }`,
    "var sum = (sums.x + sums.y) + (sums.z + sums.w);",
    ...(layout.isKWhole
      ? []
      : [
          "let kRest = kEnd + laneK;",
          `for (var k = kRest; k < args.k; k += ${tile.lanesK}u) { sum += ${elementAt(matrix, "r0 + k")} * ${one("k")}; }`,
        ]),
    ...tree(tile),
    `if (laneK == 0u && outer < args.${extent}) {`,
    ...(isStored ? [`  out[batch * args.${extent} + outer] = sum;`] : []),
    ...(epilogue === undefined ? [] : [`  ${finish(layout, "outer", "sum")}`]),
    "}",
  ];
  return { head: treeHead("f32", tile), workgroupSize: tile.lanesK * tile.lanesO, lines };
}

/** Columns of the matrix lie along k: a lane sums four columns that lie beside each other. */
function columnSums(layout: DotLayout, matrix: Operand, tile: VectorTile, { isStored, epilogue }: DotResult): DotBody {
  const { extent, isVector } = matrix;
  const { one } = vectorTexts(layout);
  const load = isVector
    ? elementAt(matrix, `mo0 + k * (args.${extent} / 4u)`)
    : `vec4f(${[0, 1, 2, 3].map((i) => elementAt(matrix, `mo${i} + k * args.${extent}`)).join(", ")})`;
  const inside = (then: (i: number, component: string) => string): string[] =>
    [0, 1, 2, 3].map((i) => `  if (first + ${i}u < args.${extent}) { ${then(i, `sum.${"xyzw"[i]}`)} }`);
  const stores = layout.isOutVector
    ? ["  out[at / 4u] = sum;"]
    : inside((i, component) => `out[at + ${i}u] = ${component};`);
  const finishes = inside((i, component) => finish(layout, `first + ${i}u`, component));
  const lines = [
    ...lanes(layout, tile),
    "let first = outer * 4u;",
    ...blockBase(matrix, "m", "first"),
    "var sum = vec4f();",
    `for (var k = laneK; k < args.k; k += ${tile.lanesK}u) { sum += ${load} * ${one("k")}; }`,
    ...tree(tile),
    `if (laneK == 0u && first < args.${extent}) {`,
    ...(isStored ? [`  let at = batch * args.${extent} + first;`, ...stores] : []),
    ...(epilogue === undefined ? [] : finishes),
    "}",
  ];
  return { head: treeHead("vec4f", tile), workgroupSize: tile.lanesK * tile.lanesO, lines };
}

/** Neighbouring lanes read what lies together: along k for rows, along the outputs for columns. */
function lanes(layout: DotLayout, { lanesK, lanesO }: VectorTile): string[] {
  const { vector } = layout;
  const isAlongK = matrixOf(layout).isAlongK;
  return [
    `let laneK = lid ${isAlongK ? "%" : "/"} ${isAlongK ? lanesK : lanesO}u;`,
    `let laneO = lid ${isAlongK ? "/" : "%"} ${isAlongK ? lanesK : lanesO}u;`,
    `let outer = tileM * ${lanesO}u + laneO;`,
    `let v0 = batch * args.${vector ?? "b"}Stride;`,
  ];
}

const treeHead = (type: string, { lanesK, lanesO }: VectorTile): string[] =>
  lanesK === 1 ? [] : [`var<workgroup> parts: array<${type}, ${lanesK * lanesO}>;`];

/** Lanes along k whose sums one of them adds alone. */
const MOST_IN_ONE_LEVEL = 8;

/**
 * Adds `sum` over the lanes along k, always in the same order, in two levels where there are many: barriers cost more than
 * a few additions. Lane 0 then has the total.
 */
function tree({ lanesK }: VectorTile): string[] {
  if (lanesK === 1) return [];
  const first = lanesK <= MOST_IN_ONE_LEVEL ? 1 : 2 ** Math.ceil(Math.log2(lanesK) / 2);
  const add = (of: number, to: number): string =>
    `if (laneK < ${to}u) { for (var i = ${to}u; i < ${of}u; i += ${to}u) { sum += parts[part + i]; } }`;
  const lines = [`let part = laneO * ${lanesK}u + laneK;`, "parts[part] = sum;", "workgroupBarrier();"];
  if (first === 1) return [...lines, add(lanesK, 1)];
  return [
    ...lines,
    add(lanesK, first),
    // Only the first lanes are read from now on, and each of them was read by itself alone.
    `if (laneK < ${first}u) { parts[part] = sum; }`,
    "workgroupBarrier();",
    add(first, 1),
  ];
}
